package io.metriton.core.internal.util;

import org.jspecify.annotations.Nullable;

/** What code of others has thrown, whose own methods may throw again. Stateless; throws nothing. */
public final class Thrown {
    private Thrown() {}

    /** Class and message. */
    public static String text(Throwable thrown) {
        try {
            return String.valueOf(thrown.toString());
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
    }

    /** The message, if there is one. */
    public static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable e) {
            return null;
        }
    }

    /** Who throws an InterruptedException without declaring it has taken the interrupt from the thread: it is given back. */
    public static void restoreInterrupt(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }
}
