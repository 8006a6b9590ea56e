package io.metriton.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The log of this module: named {@code io.metriton.core}, loaded with the first message. */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("io.metriton.core");

    /** Bounded, so that messages with changing values cannot fill the memory. */
    private static final int MAX_REMEMBERED = 100;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Log() {}

    /** Logs a message unless this process has said the very same before. */
    static void once(System.Logger.Level level, String message) {
        if (SAID.size() < MAX_REMEMBERED && SAID.add(message)) {
            LOGGER.log(level, message);
        }
    }
}
