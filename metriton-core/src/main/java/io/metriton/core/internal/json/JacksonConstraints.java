package io.metriton.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * Lifts the limits that jackson-core sets from 2.15 on: an answer has a bound already, and what exceeds one of Jackson's limits
 * would hide the rest. A class of its own, so that older versions work, which have no such limits. Stateless.
 */
final class JacksonConstraints {
    private JacksonConstraints() {}

    /**
     * A factory without limits. It has to be built with them, as a part of it asks for the length of names only then.
     *
     * @throws LinkageError if jackson-core is older than 2.16
     */
    static JsonFactory unlimited() {
        return JsonFactory.builder()
                .streamReadConstraints(
                        constraints().maxNameLength(Integer.MAX_VALUE).build())
                .build();
    }

    /**
     * Lifts the limits that 2.15 has, which knows none for names.
     *
     * @throws LinkageError if jackson-core is older
     */
    static void lift(JsonFactory factory) {
        factory.setStreamReadConstraints(constraints().build());
    }

    private static StreamReadConstraints.Builder constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE);
    }
}
