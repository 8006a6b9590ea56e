package io.metriton.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the program that the README starts by one command, and checks each thing that it promises to print. */
class QuickstartIT {

    @ParameterizedTest
    @ValueSource(strings = {"", "socket"})
    void main_printsWhatAUserWantsToSee(String transport) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            Quickstart.main(new String[] {transport, "false"});
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("counted      0 reports")
                .contains("transport    " + (transport.isEmpty() ? "okhttp" : transport))
                .containsPattern("install ID   .*/\\.config/quickstart/id")
                .contains("answer       latest version 1.0.0, hard limit false, disable_scout false")
                .contains("answer       latest version 1.1.0, hard limit false, disable_scout false")
                .containsOnlyOnce("told         quickstart 1.1.0 is available (this is 1.0.0)")
                .containsOnlyOnce("told         INFO: 1.1.0 starts twice as fast")
                .contains("reporting    no: SCOUT_DISABLE is set")
                .contains("counted      0 reports more")
                .contains("written      no file")
                .containsPattern("\\d,false,1,2\n")
                .containsPattern("\\d,false,docker,1\n")
                .containsPattern("page         http://127.0.0.1:\\d+/applications/quickstart")
                .doesNotContain("something!");
        assertThat(logged.toString(StandardCharsets.UTF_8))
                .contains("metriton would send to http://127.0.0.1:")
                .contains("{\"application\":\"quickstart\"");
        assertThat(folder(printed.toString(StandardCharsets.UTF_8))).doesNotExist();
    }

    /** The temporary folder of a run. */
    private static Path folder(String printed) {
        Matcher matcher = Pattern.compile("install ID   (.*)/home/\\.config/quickstart/id")
                .matcher(printed);
        assertThat(matcher.find()).isTrue();
        return Path.of(matcher.group(1));
    }
}
