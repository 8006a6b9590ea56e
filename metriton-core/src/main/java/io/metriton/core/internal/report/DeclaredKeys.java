package io.metriton.core.internal.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of metadata that an application declared, with their types. Immutable. */
public final class DeclaredKeys {
    private final Map<String, ValueType> types;

    public DeclaredKeys(Map<String, ValueType> types) {
        this.types = new LinkedHashMap<>(types);
    }

    /** Whether a key is declared for whole numbers by name. */
    public boolean isCounts(String key) {
        return types.get(key) == ValueType.COUNTS;
    }

    /** Null if the key is not declared. */
    @Nullable
    ValueType type(String key) {
        return types.get(key);
    }
}
