package io.metriton.core.internal.json;

/** Metadata breaks one of the rules. It says all there is to say, unlike what a value of the caller's may throw. */
final class RefusedMetadataException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    RefusedMetadataException(String message) {
        super(message);
    }
}
