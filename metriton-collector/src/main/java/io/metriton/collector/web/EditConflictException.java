package io.metriton.collector.web;

import io.metriton.collector.applications.Application;
import java.io.Serial;
import java.util.Map;

/** Somebody else changed what is to be saved, since it was shown. */
final class EditConflictException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** As it is now. */
    private final transient Application current;

    /** The fields, and what is there now. */
    private final transient Map<String, String> fields;

    EditConflictException(Application current, Map<String, String> fields) {
        super("somebody else changed " + fields.keySet(), null, false, false);
        this.current = current;
        this.fields = Map.copyOf(fields);
    }

    Application current() {
        return current;
    }

    Map<String, String> fields() {
        return fields;
    }
}
