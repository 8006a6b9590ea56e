package io.metriton.core;

import io.metriton.core.internal.report.ValueType;

record DefaultDeclaredKey(String key, ValueType valueType, String why) implements DeclaredKey {

    @Override
    public String type() {
        return valueType.label();
    }

    /** As the interface is named, not this class. */
    @Override
    public String toString() {
        return "DeclaredKey[" + key + ": " + type() + ", " + why + "]";
    }
}
