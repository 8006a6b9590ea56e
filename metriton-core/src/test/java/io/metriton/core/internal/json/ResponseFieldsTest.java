package io.metriton.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood; {@link ResponseLimitsTest} has what is large, deep or broken at random. */
class ResponseFieldsTest {

    @Test
    void everyField_isRead() throws IOException {
        ResponseFields answer = decode("{\"application\":\"app\",\"latest_version\":\"2.0\",\"notices\":[\"n\"],"
                + "\"hard_limit\":true,\"disable_scout\":true}");

        assertThat(answer).isEqualTo(new ResponseFields("app", "2.0", List.of("n"), true, true));
    }

    @Test
    void emptyObject_saysNothing() throws IOException {
        assertThat(decode("{}")).isEqualTo(new ResponseFields(null, null, List.of(), false, false));
        assertThat(decode(" \r\n\t{ } ")).isEqualTo(decode("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t", "null", " null\n"})
    void blankOrNull_isNoAnswer(String body) throws IOException {
        assertThat(ResponseReader.read(body.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{}}",
                "{}{}",
                "{} x",
                "null null",
                "[]",
                "[{}]",
                "\"text\"",
                "42",
                "true",
                "nul",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":\"",
                "{\"notices\":[",
                "{\"notices\":[1",
                "{\"notices\":[{\"a\":",
                "{\"notices\":[1}",
                "{\"a\":\"\n\"}",
                "// c\n{}",
                "<html></html>",
                "\u0000"
            })
    void anythingElse_isMalformed(String body) {
        assertThatIOException().isThrownBy(() -> ResponseReader.read(body.getBytes(UTF_8)));
    }

    @Test
    void unknownFields_areIgnored() throws IOException {
        ResponseFields answer =
                decode("{\"x\":{\"application\":\"no\",\"a\":[1,{\"disable_scout\":true}]},\"application\":\"app\","
                        + "\"Latest_Version\":\"9\",\"y\":[[]],\"z\":null}");

        assertThat(answer).isEqualTo(new ResponseFields("app", null, List.of(), false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "[\"app\"]", "{\"a\":{}}"})
    void textOfTheWrongType_isIgnored(String value) throws IOException {
        ResponseFields answer =
                decode("{\"application\":" + value + ",\"latest_version\":" + value + ",\"hard_limit\":true}");

        assertThat(answer).isEqualTo(new ResponseFields(null, null, List.of(), true, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"true\"", "[true]", "{\"disable_scout\":true}"})
    void flagOfTheWrongType_isIgnored(String value) throws IOException {
        ResponseFields answer =
                decode("{\"disable_scout\":" + value + ",\"hard_limit\":" + value + ",\"application\":\"a\"}");

        assertThat(answer).isEqualTo(new ResponseFields("a", null, List.of(), false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"n\"", "true", "{\"0\":[\"n\"]}"})
    void noticesOfTheWrongType_areIgnored(String value) throws IOException {
        assertThat(decode("{\"notices\":" + value + ",\"application\":\"a\"}"))
                .isEqualTo(new ResponseFields("a", null, List.of(), false, false));
    }

    @Test
    void fieldThatComesTwice_countsAsTheLast() throws IOException {
        ResponseFields answer =
                decode("{\"application\":\"a\",\"application\":\"b\",\"latest_version\":\"1\",\"latest_version\":\"2\","
                        + "\"notices\":[1],\"notices\":[2],\"hard_limit\":true,\"hard_limit\":false,"
                        + "\"disable_scout\":false,\"disable_scout\":true}");

        assertThat(answer).isEqualTo(new ResponseFields("b", "2", List.of(2), false, true));
        assertThat(decode("{\"notices\":[{\"level\":\"a\",\"level\":\"b\"}]}").notices())
                .containsExactly(Map.of("level", "b"));
    }

    @Test
    void escapedFieldName_isTheSameField() throws IOException {
        assertThat(decode("{\"disable\\u005fscout\":true}").disableScout()).isTrue();
    }

    @Test
    void notices_keepAnyJsonValue() throws IOException {
        List<Object> notices = decode(
                        "{\"notices\":[\"t\",{\"level\":\"INFO\",\"more\":[null]},[],{},1,-0.5,true,false,null]}")
                .notices();

        assertThat(notices)
                .isEqualTo(Arrays.asList(
                        "t",
                        Map.of("level", "INFO", "more", Arrays.asList((Object) null)),
                        List.of(),
                        Map.of(),
                        1,
                        -0.5,
                        true,
                        false,
                        null));
    }

    @Test
    void numbers_areExactWhereDoubleIsNot() throws IOException {
        assertThat(decode("{\"notices\":[9223372036854775807,9223372036854775808,1e400,-1e400,1e5,1e-400]}")
                        .notices())
                .containsExactly(
                        Long.MAX_VALUE,
                        new BigInteger("9223372036854775808"),
                        new BigDecimal("1e400"),
                        new BigDecimal("-1e400"),
                        1e5,
                        0.0);
    }

    @Test
    void bytesThatAreNoUtf8_becomeReplacementCharacters() throws IOException {
        byte[] body = "{\"application\":\"a?\"}".getBytes(UTF_8);
        body[17] = (byte) 0xff;

        assertThat(ResponseReader.read(body).orElseThrow().application()).isEqualTo("a\ufffd");
    }

    @Test
    void byteOrderMark_isSkipped() throws IOException {
        assertThat(decode("\ufeff{\"disable_scout\":true}").disableScout()).isTrue();
        assertThat(ResponseReader.read("\ufeff".getBytes(UTF_8))).isEmpty();
        assertThat(ResponseReader.read("\ufeff null".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void keyWithHalfASurrogatePair_isReadAsAnyOther() throws IOException {
        ResponseFields answer = decode("{\"\\ud83d\":1,\"\\uD83D\\uDE00\":1,\"notices\":[{\"\\ude00\\\\ud83d\":"
                + "\"\\ud83d\\ud83d\\ude00\\u0041\"}],\"disable_scout\":true}");

        assertThat(answer.disableScout()).isTrue();
        assertThat(answer.notices()).containsExactly(Map.of("\ufffd\\ud83d", "\ufffd\ud83d\ude00A"));
    }

    /** Where the range of a BigDecimal ends is the JDK's to say: later ones read more. */
    @Test
    void numberAtTheEndOfTheRange_isReadAsTheJdkCan() throws IOException {
        ResponseFields answer = decode("{\"notices\":[1e2147483648],\"disable_scout\":true}");

        assertThat(answer.notices()).singleElement().asString().isIn("Infinity", "1E+2147483648");
        assertThat(answer.disableScout()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e99999999999", "1e-99999999999"})
    void numberOutOfAnyRange_isAsNearAsADoubleComes(String number) throws IOException {
        ResponseFields answer = decode("{\"notices\":[" + number + "],\"disable_scout\":true}");

        assertThat(answer.notices()).containsExactly(Double.parseDouble(number));
        assertThat(answer.disableScout()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"disable_scout\":true,\"notices\":[ | true",
                "{\"notices\":[\"]}{[\",{\"disable_scout\":false}] \"disable_scout\" : true, oops | true",
                "{\"disable\\u005fscout\":true, | true",
                "\u0020{\"a\":\"\\\"\",\"disable_scout\":true,\"b\":\"cut o | true",
                "{\"disable_scout\":true,\"disable_scout\":false, | false",
                "{\"a\":{\"disable_scout\":true}, | false",
                "{\"a\":\"disable_scout\":true, | false",
                "{\"a\":[\"disable_scout\",true], | false",
                "{\"disable_scout\":\"true\", | false",
                "{\"disable_scout | false",
                "{\"disable_scout\" | false",
                "{\"a\\u00 | false",
                "{\"a\\ | false",
                "{\"a\\uxyzw\":1, | false",
                "{}{\"disable_scout\":true} | false",
                "[{\"disable_scout\":true} | false",
                "<p>{\"disable_scout\":true}</p> | false",
                "~~ | false"
            })
    void orderInATextThatCannotBeRead_isSeen(String text, boolean order) {
        assertThatIOException().isThrownBy(() -> decode(text + "x"));
        assertThat(ResponseReader.ordersStop(text)).isEqualTo(order);
    }

    private static ResponseFields decode(String body) throws IOException {
        return ResponseReader.read(body.getBytes(UTF_8)).orElseThrow();
    }
}
