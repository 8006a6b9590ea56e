package io.metriton.transport.okhttp;

import io.metriton.api.IncompatibleLibraryException;
import io.metriton.api.support.LibraryVersion;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether the OkHttp and the Kotlin that the host program has are new enough, by what is needed of them. Stateless.
 */
final class OkHttpLibrary {
    private static final String OKHTTP = "com.squareup.okhttp3:okhttp";
    private static final String KOTLIN = "org.jetbrains.kotlin:kotlin-stdlib";

    private OkHttpLibrary() {}

    /**
     * Loads a few classes, and connects to nothing.
     *
     * @throws IncompatibleLibraryException if OkHttp is missing, too old, or finds its Kotlin or Okio too old
     */
    static void check() {
        try {
            // Initialised, as its constants need what is new in Kotlin.
            Class.forName("okhttp3.Protocol", true, loader());
            // What keeps OkHttp from sending a report a second time.
            Class.forName("okhttp3.RequestBody", false, loader()).getMethod("isOneShot");
        } catch (ClassNotFoundException | NoSuchMethodException | LinkageError e) {
            throw doesNotFit(e);
        }
    }

    /** Says which of them is the reason. */
    static IncompatibleLibraryException doesNotFit(Throwable missing) {
        String what = String.valueOf(missing.getMessage());
        return what.contains("kotlin")
                ? exception(KOTLIN, "kotlin.Unit", "the version that OkHttp's own POM names, or newer", missing)
                : exception(OKHTTP, "okhttp3.OkHttpClient", "4.12, or 5.0 or newer", missing);
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
