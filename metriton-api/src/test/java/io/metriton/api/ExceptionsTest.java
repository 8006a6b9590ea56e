package io.metriton.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExceptionsTest {

    @Test
    void statusException_saysStatusAndHowLongToWait() {
        HttpStatusException exception = new HttpStatusException("busy", 503, Duration.ofSeconds(3));

        assertThat(exception).hasMessage("busy").isInstanceOf(MetritonException.class);
        assertThat(exception.status()).isEqualTo(503);
        assertThat(exception.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(new HttpStatusException("busy", 503, null).retryAfter()).isEmpty();
    }

    @Test
    void statusException_survivesSerialization() throws Exception {
        Object copy = copy(new HttpStatusException("busy", 503, Duration.ofSeconds(3)));

        assertThat(copy).isInstanceOfSatisfying(HttpStatusException.class, exception -> {
            assertThat(exception.status()).isEqualTo(503);
            assertThat(exception.retryAfter()).contains(Duration.ofSeconds(3));
        });
    }

    @Test
    void tooLarge_namesStatusAndLimit() {
        ResponseTooLargeException exception = new ResponseTooLargeException(200, 1024);

        assertThat(exception)
                .hasMessage("the answer (status 200) is larger than 1024 bytes; the report was delivered")
                .isInstanceOf(MetritonException.class);
        assertThat(exception.status()).isEqualTo(200);
        assertThat(new ResponseTooLargeException(500, 1024))
                .hasMessage("the answer (status 500) is larger than 1024 bytes");
    }

    @Test
    void incomplete_namesStatusAndWhatCame() throws Exception {
        TransportResponse beginning =
                TransportResponse.builder().status(503).body(new byte[3]).build();
        IncompleteResponseException exception = new IncompleteResponseException(beginning, null);

        assertThat(exception)
                .hasMessage("the answer (status 503) was cut off after 3 bytes")
                .isInstanceOf(MetritonException.class);
        assertThat(exception.beginning()).containsSame(beginning);
        assertThat(copy(exception)).isInstanceOfSatisfying(IncompleteResponseException.class, copy -> {
            assertThat(copy.status()).isEqualTo(503);
            assertThat(copy.beginning()).isEmpty();
        });
    }

    @Test
    void everyCheckedException_isAnIOException() {
        assertThat(new InstallIdException("none")).isInstanceOf(MetritonException.class);
        assertThat(new MalformedResponseException("bad", null)).isInstanceOf(MetritonException.class);
        assertThat(new MetritonException("failed")).isInstanceOf(IOException.class);
        assertThat(new MetritonConfigurationException("wrong")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void cause_isKept() {
        IOException cause = new IOException("below");

        assertThat(new MetritonException("m", cause)).hasCause(cause);
        assertThat(new InstallIdException("m", cause)).hasCause(cause);
        assertThat(new MalformedResponseException("m", cause)).hasCause(cause);
        assertThat(new MetritonConfigurationException("m", cause)).hasCause(cause);
    }

    private static Object copy(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(value);
        return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }

    @Test
    void malformedResponse_isDeliveredUnlessSaidOtherwise() {
        assertThat(new MalformedResponseException("m", null).delivered()).isTrue();
        assertThat(new MalformedResponseException("m", null, true).delivered()).isTrue();
        assertThat(new MalformedResponseException("m", null, false).delivered()).isFalse();
    }

    @Test
    void incompatibleLibrary_saysWhatIsThereWhatIsNeededAndTheWayOut() {
        IncompatibleLibraryException e =
                new IncompatibleLibraryException("group:client", "1.0", "2.1 or newer", new NoSuchMethodError("send"));

        assertThat(e.artifact()).isEqualTo("group:client");
        assertThat(e.found()).isEqualTo("1.0");
        assertThat(e.needed()).isEqualTo("2.1 or newer");
        assertThat(e)
                .hasMessage("group:client 1.0 does not work here, needed is 2.1 or newer: change its version, or take"
                        + " another transport, such as io.metriton:metriton-transport-socket, which needs no library"
                        + " (java.lang.NoSuchMethodError: send)");
    }
}
