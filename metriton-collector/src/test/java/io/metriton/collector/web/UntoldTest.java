package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.UnsupportedCharsetException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class UntoldTest {

    private static String logged(Throwable failure) {
        StringWriter text = new StringWriter();
        Untold.of(failure).printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void messageThatMayRepeatARequest_isNotLogged() {
        Exception cause = new UnsupportedCharsetException("of-a-client");
        String logged = logged(new IllegalStateException("failed by " + cause.getMessage(), cause));
        assertThat(logged)
                .doesNotContain("of-a-client")
                .contains("Untold: java.lang.IllegalStateException")
                .contains("Caused by: io.metriton.collector.web.Untold: java.nio.charset.UnsupportedCharsetException")
                .contains("at io.metriton.collector.web.UntoldTest");
    }

    @Test
    void messageOfADatabase_isLogged() {
        assertThat(logged(new IllegalStateException("failed", new SQLException("no room"))))
                .contains("java.sql.SQLException: no room");
    }
}
