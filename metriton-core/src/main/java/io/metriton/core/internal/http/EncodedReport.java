package io.metriton.core.internal.http;

import org.jspecify.annotations.Nullable;

/**
 * A report as it goes over the wire. Its body is never changed.
 *
 * @param key the same for every try to send it, or null where there is only one
 * @param ageSeconds how long ago the report was made; 0 if that is not worth telling, or not known
 */
public record EncodedReport(
        AppIdentity identity,
        @SuppressWarnings("ArrayRecordComponent") byte[] body,
        @Nullable String key,
        long ageSeconds) {

    /** A report that is sent as soon as it is made. */
    public EncodedReport(AppIdentity identity, byte[] body, @Nullable String key) {
        this(identity, body, key, 0);
    }

    public EncodedReport withAge(long seconds) {
        return new EncodedReport(identity, body, key, seconds);
    }
}
