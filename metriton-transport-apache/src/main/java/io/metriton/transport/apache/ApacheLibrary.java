package io.metriton.transport.apache;

import io.metriton.api.IncompatibleLibraryException;
import io.metriton.api.support.FirstFailure;
import io.metriton.api.support.LibraryVersion;
import org.jspecify.annotations.Nullable;

/** Tries whether the HttpClient that the host program has is there and new enough, by what is needed of it. Stateless. */
final class ApacheLibrary {
    private static final String CLIENT = "org.apache.httpcomponents.client5:httpclient5";
    private static final String CORE = "org.apache.httpcomponents.core5:httpcore5";

    private static final String AS_CLIENT_SAYS = "the version that HttpClient's own POM names, or newer";

    private static final FirstFailure FAILURES = new FirstFailure();

    private ApacheLibrary() {}

    /**
     * Loads a few classes, and connects to nothing.
     *
     * @throws IncompatibleLibraryException if HttpClient 5, its core or SLF4J is missing, or too old
     */
    static void check() {
        try {
            Class.forName("org.apache.hc.client5.http.io.ConnectionEndpoint", false, loader());
            // Initialised: it makes parts of the core in its own version's way.
            Class.forName("org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory", true, loader());
            Class.forName("org.slf4j.LoggerFactory", false, loader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw doesNotFit(e);
        }
    }

    /** Says which of them is the reason. */
    static IncompatibleLibraryException doesNotFit(Throwable thrown) {
        Throwable missing = FAILURES.reasonOf(thrown);
        String from = LibraryVersion.missingFrom(missing);
        if (from.startsWith("org.slf4j.")) {
            return exception("org.slf4j:slf4j-api", "org.slf4j.LoggerFactory", "1.7 or newer", missing);
        }
        return from.startsWith("org.apache.hc.core5.")
                ? exception(CORE, "org.apache.hc.core5.http.HttpHost", AS_CLIENT_SAYS, missing)
                : exception(CLIENT, "org.apache.hc.client5.http.HttpRoute", "5.0 or newer", missing);
    }

    private static IncompatibleLibraryException exception(
            String artifact, String className, String needed, Throwable missing) {
        return new IncompatibleLibraryException(
                artifact, LibraryVersion.of(loader(), className, artifact), needed, missing);
    }

    private static @Nullable ClassLoader loader() {
        return ApacheLibrary.class.getClassLoader();
    }
}
