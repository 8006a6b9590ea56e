package io.metriton.core.internal.http;

import org.jspecify.annotations.Nullable;

/**
 * A report as it goes over the wire. Nobody changes the body.
 *
 * @param key the same for every try to send it, or null where there is only one
 */
public record EncodedReport(
        AppIdentity identity,
        @SuppressWarnings("ArrayRecordComponent") byte[] body,
        @Nullable String key) {}
