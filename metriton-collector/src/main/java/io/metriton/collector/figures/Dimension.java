package io.metriton.collector.figures;

/** The numbers of keys and values that mean the same in every application. */
public final class Dimension {

    /** The key of a counter that is not divided by anything. */
    public static final int TOTAL = 0;

    /** The key of the application's version. */
    public static final int VERSION = 1;

    /** The first key that may be given to declared metadata. */
    public static final int FIRST_METADATA = 10;

    /** The value that replaces all values beyond the limit. */
    public static final int OTHER = 1;

    /** The first value that may be given to a text. */
    public static final int FIRST_VALUE = 2;

    private Dimension() {}
}
