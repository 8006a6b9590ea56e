package io.metriton.core.internal.json;

/** Counts what a copy of metadata takes, about, within a bound. Confined to one thread. */
final class SizeBudget {
    private final long max;
    private long bytes;

    SizeBudget(long max) {
        this.max = max;
    }

    /**
     * Counts what a value takes, before it is copied.
     *
     * @throws RefusedMetadataException if it is too much
     */
    void add(long more) {
        bytes += more;
        if (bytes > max) {
            throw new RefusedMetadataException(
                    max == JsonWriter.MAX_BYTES
                            ? JsonWriter.TOO_LARGE
                            : "the metadata is larger than the queue's " + max + " bytes");
        }
    }

    long bytes() {
        return bytes;
    }
}
