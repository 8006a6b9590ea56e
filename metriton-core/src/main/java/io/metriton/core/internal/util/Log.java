package io.metriton.core.internal.util;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The log of this module: named {@code io.metriton.core}, loaded with the first message, as the first use of
 * {@link System.Logger} costs a JVM that has just started some 20 ms.
 */
public final class Log {

    /** Bounded, so that messages with changing values cannot fill the memory. */
    private static final int MAX_REMEMBERED = 100;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    /** Those below INFO, apart: they must not take the room of what everybody is to see. */
    private static final Set<String> DETAILS_SAID = ConcurrentHashMap.newKeySet();

    private Log() {}

    /** A class of its own, loaded with the first message. */
    private static final class Logger {
        static final System.Logger LOGGER = System.getLogger("io.metriton.core");
    }

    /**
     * Logs a message unless this process has said the very same before; at most a hundred different ones, and a hundred below
     * INFO. Never throws.
     */
    public static void once(System.Logger.Level level, String message) {
        Set<String> said = level.getSeverity() < System.Logger.Level.INFO.getSeverity() ? DETAILS_SAID : SAID;
        if (said.size() < MAX_REMEMBERED && said.add(message)) {
            log(level, message);
        }
    }

    /** Logs at TRACE, what the caller says once. Never throws. */
    public static void trace(String message) {
        log(System.Logger.Level.TRACE, message);
    }

    private static void log(System.Logger.Level level, String message) {
        try {
            Logger.LOGGER.log(level, message);
        } catch (Throwable e) {
            // The host's log is broken: there is nothing left to log with.
        }
    }

    /**
     * Logs as a WARNING what a thread of the SDK survives. Never throws. Classes that cannot be loaded are not worth a word
     * to the user: the host has closed the class loader, or has replaced the jar.
     */
    public static void failure(String what, Throwable failure) {
        if (failure instanceof LinkageError) {
            return;
        }
        try {
            once(System.Logger.Level.WARNING, what + Thrown.text(failure));
        } catch (Throwable e) {
            // It has no text.
        }
    }
}
