package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class AbortableSocketTest {
    private final AbortableSocket abortable = new AbortableSocket();
    private final Socket socket = new Socket();

    @Test
    void abortBeforeThereIsASocket_closesItAsSoonAsThereIsOne() {
        abortable.run();

        assertThatIOException().isThrownBy(abortable::check).withMessage("aborted");
        assertThatIOException().isThrownBy(() -> abortable.use(socket)).withMessage("aborted");
        abortable.close();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void abort_closesTheSocketAndMayComeTwice() throws IOException {
        abortable.use(socket);
        abortable.run();
        abortable.run();

        assertThat(socket.isClosed()).isTrue();
        assertThatIOException().isThrownBy(abortable::check);
    }

    @Test
    void nextSocket_closesTheOneBefore() throws IOException {
        Socket next = new Socket();
        abortable.use(socket);
        abortable.use(next);

        assertThat(socket.isClosed()).isTrue();
        assertThat(next.isClosed()).isFalse();
        assertThatCode(abortable::check).doesNotThrowAnyException();
        abortable.close();
        assertThat(next.isClosed()).isTrue();
    }

    /** Which the runner does first, before it finds a thread for the abort. */
    @Test
    void interrupt_countsAsAbortAndStaysSet() {
        Thread.currentThread().interrupt();

        assertThatIOException().isThrownBy(abortable::check);
        assertThat(Thread.interrupted()).isTrue();
    }
}
