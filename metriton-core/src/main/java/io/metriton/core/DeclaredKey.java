package io.metriton.core;

/** A key of metadata that an application declared: see {@link Declaration}. Immutable and thread-safe. */
public interface DeclaredKey {

    /**
     * The key.
     *
     * @return as in the metadata of a report
     */
    String key();

    /**
     * What it may hold.
     *
     * @return {@code text}, {@code number}, {@code bool}, {@code set} or {@code counts}
     */
    String type();

    /**
     * What its values are good for.
     *
     * @return one line in the application's words
     */
    String why();
}
