package io.metriton.api;

import org.jspecify.annotations.Nullable;

record DefaultNotice(@Nullable Object value) implements Notice {

    @Override
    public String toString() {
        return "Notice[" + value + "]";
    }
}
