package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "linux|linux",
                "-5|-5",
                "-5.25|-5.25",
                "17|17",
                "-|'-",
                "-5+cmd|'-5+cmd",
                "-5.|'-5.",
                "+5|'+5",
                "=1+1|'=1+1",
                "@x|'@x",
                "a b|a b",
                "a,b|\"a,b\"",
                "a;b|\"a;b\"",
                "`a\tb`|`\"a\tb\"`",
                "say \"x\"|\"say \"\"x\"\"\""
            })
    void name_isOneFieldAndNoFormulaInASpreadsheet(String text, String field) {
        assertThat(Csv.name(text)).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|false",
                "*/*|false",
                "application/json|false",
                "text/html|false",
                "text/csv|true",
                "TEXT/CSV; header=present|true",
                "text/csv;q=0|false",
                "text/csv, application/json|false",
                "text/csv, */*|true",
                "text/csv, application/json;q=0.1|true",
                "application/json;q=0.1, text/csv|true",
                "text/csv;q=0.5, application/json|false",
                "text/csv;q=0.5, */*|false",
                "text/html, text/csv;q=0.5|true",
                "text/csv;q=x, application/json|false",
                ",;=,\"|false"
            })
    void accept_decidesByWhatIsWantedMore(String accept, boolean csv) {
        assertThat(Csv.isPreferred(accept)).isEqualTo(csv);
    }
}
