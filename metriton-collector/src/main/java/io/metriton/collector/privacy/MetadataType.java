package io.metriton.collector.privacy;

import java.util.Locale;
import java.util.Optional;

/** What a declared key of metadata may hold. */
public enum MetadataType {
    /** One text. */
    TEXT,
    /** One number. */
    NUMBER,
    /** True or false. */
    BOOL,
    /** Several texts; an installation counts under each. */
    SET,
    /** Whole numbers by name, which are added up. */
    COUNTS;

    /**
     * The name in declarations.
     *
     * @return in small letters
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a type by its name in declarations.
     *
     * @param label the name
     * @return empty if there is none
     */
    public static Optional<MetadataType> of(String label) {
        for (MetadataType type : values()) {
            if (type.label().equals(label)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
