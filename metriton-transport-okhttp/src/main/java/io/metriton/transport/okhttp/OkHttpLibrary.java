package io.metriton.transport.okhttp;

import io.metriton.api.IncompatibleLibraryException;
import io.metriton.api.support.FirstFailure;
import io.metriton.api.support.LibraryVersion;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether the OkHttp, the Kotlin and the Okio that the host program has are new enough, by what is needed of them.
 * Stateless.
 */
final class OkHttpLibrary {
    private static final String OKHTTP = "com.squareup.okhttp3:okhttp";
    private static final String KOTLIN = "org.jetbrains.kotlin:kotlin-stdlib";

    private static final String OKIO = "com.squareup.okio:okio-jvm";
    private static final String AS_OKHTTP_SAYS = "the version that OkHttp's own POM names, or newer";

    private static final FirstFailure FAILURES = new FirstFailure();

    private OkHttpLibrary() {}

    /**
     * Loads a few classes, and connects to nothing.
     *
     * @throws IncompatibleLibraryException if OkHttp, Kotlin or Okio is missing or too old
     */
    static void check() {
        try {
            // Initialised, as its constants need what is new in Kotlin.
            Class.forName("okhttp3.Protocol", true, loader());
            // What keeps OkHttp from sending a report a second time.
            Class.forName("okhttp3.RequestBody", false, loader()).getMethod("isOneShot");
            tryOkio();
        } catch (ClassNotFoundException | NoSuchMethodException | LinkageError e) {
            throw doesNotFit(e);
        }
    }

    /** From 5.1 on, OkHttp has a class that extends one of Okio's that is newer than the rest. */
    private static void tryOkio() {
        try {
            Class.forName("okhttp3.internal.connection.BufferedSocket", false, loader());
        } catch (ClassNotFoundException e) {
            // This OkHttp needs no such thing.
        }
    }

    /** Says which of them is the reason. */
    static IncompatibleLibraryException doesNotFit(Throwable thrown) {
        Throwable missing = FAILURES.reasonOf(thrown);
        String from = LibraryVersion.missingFrom(missing);
        if (from.startsWith("kotlin.")) {
            return exception(KOTLIN, "kotlin.Unit", AS_OKHTTP_SAYS, missing);
        }
        return from.startsWith("okio.")
                ? exception(OKIO, "okio.ByteString", AS_OKHTTP_SAYS, missing)
                : exception(OKHTTP, "okhttp3.OkHttpClient", "3.14 or newer", missing);
    }

    private static IncompatibleLibraryException exception(
            String artifact, String className, String needed, Throwable missing) {
        return new IncompatibleLibraryException(
                artifact, LibraryVersion.of(loader(), className, artifact), needed, missing);
    }

    private static @Nullable ClassLoader loader() {
        return OkHttpLibrary.class.getClassLoader();
    }
}
