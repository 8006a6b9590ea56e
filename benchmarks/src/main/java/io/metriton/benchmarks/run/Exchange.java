package io.metriton.benchmarks.run;

import java.nio.charset.StandardCharsets;

/** One report over a client that stays. Thread-safe. */
interface Exchange extends AutoCloseable {
    /** What is sent, but by a reporter, which encodes its own. */
    byte[] BODY = "{\"application\":\"bench\",\"install_id\":\"id\",\"version\":\"1.0\",\"metadata\":{\"n\":1}}"
            .getBytes(StandardCharsets.UTF_8);

    /** Blocks until the answer is there to its end. */
    void send() throws Exception;

    @Override
    default void close() throws Exception {}
}
