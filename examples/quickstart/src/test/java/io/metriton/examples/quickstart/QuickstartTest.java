package io.metriton.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README shows this program: it must print what the README says. */
class QuickstartTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "jdk", "okhttp", "apache", "socket"})
    void main_printsWhatAUserWantsToSee(String transport) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            Quickstart.main(new String[] {transport});
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("transport    " + (transport.isEmpty() ? "okhttp" : transport))
                .containsPattern("install ID   .*/\\.config/quickstart/id")
                .contains("sent         {\"application\":\"quickstart\",\"install_id\":\"")
                .contains("\"new_install\":true")
                .contains("told         quickstart 1.1.0 is available (this is 1.0.0)")
                .contains("told         INFO: 1.1.0 starts twice as fast")
                .contains("reporting    no: SCOUT_DISABLE is set")
                .contains("written      no file")
                .contains("transport    log")
                .doesNotContain("something!");
        assertThat(logged.toString(StandardCharsets.UTF_8))
                .contains("metriton would send to http://127.0.0.1:")
                .contains("{\"application\":\"quickstart\"");
    }
}
