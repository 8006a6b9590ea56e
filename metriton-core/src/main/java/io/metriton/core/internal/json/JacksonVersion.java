package io.metriton.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;

/** Says which jackson-core there is. Loaded only when something is wrong with it. Stateless. */
final class JacksonVersion {
    /** The oldest that the tests run with. */
    static final String MIN = "2.9";

    private JacksonVersion() {}

    static String found() {
        try {
            return new JsonFactory().version().toString();
        } catch (LinkageError e) {
            return "none";
        }
    }
}
