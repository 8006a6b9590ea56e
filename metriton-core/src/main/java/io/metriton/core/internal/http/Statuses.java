package io.metriton.core.internal.http;

import java.util.Set;

/** What a status says by itself. Stateless. */
final class Statuses {
    /** Redirects to a page, the status of a proxy that wants a login, the status of a portal. */
    private static final Set<Integer> NEVER_THE_ENDPOINTS = Set.of(302, 303, 407, 511);

    private Statuses() {}

    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    static boolean isNeverTheEndpoints(int status) {
        return NEVER_THE_ENDPOINTS.contains(status);
    }
}
