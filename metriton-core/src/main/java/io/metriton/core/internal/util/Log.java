package io.metriton.core.internal.util;

import java.lang.module.ModuleDescriptor;
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

    private Log() {}

    /** A class of its own, loaded with the first message. */
    private static final class Logger {
        static final System.Logger LOGGER = System.getLogger("io.metriton.core");
    }

    /** Logs a message unless this process has said the very same before. */
    public static void once(System.Logger.Level level, String message) {
        if (SAID.size() < MAX_REMEMBERED && SAID.add(message)) {
            Logger.LOGGER.log(level, message);
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
            once(System.Logger.Level.WARNING, what + failure);
        } catch (Throwable e) {
            // There is nothing left to log with.
        }
    }

    /**
     * Whether anybody may want to see details of what goes well: Java's own log drops them unless it was configured, by a
     * file or a class, or is another's.
     */
    public static boolean showsDetails() {
        return System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null
                || System.getProperty("jdk.system.logger.jlink.DefaultLevel") != null
                || ClassLoader.getSystemResource("META-INF/services/java.lang.System$LoggerFinder") != null
                || isProvided(ModuleLayer.boot());
    }

    /** On the module path there is no file to be found. */
    private static boolean isProvided(ModuleLayer layer) {
        if (Log.class.getModule().isNamed()) {
            for (Module module : layer.modules()) {
                for (ModuleDescriptor.Provides each : module.getDescriptor().provides()) {
                    if (each.service().equals("java.lang.System$LoggerFinder")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
