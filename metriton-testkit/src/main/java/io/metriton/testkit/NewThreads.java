package io.metriton.testkit;

import java.util.HashSet;
import java.util.Set;

/** The threads of the JVM that came since, but for the kit's own and the JDK's for child processes. */
final class NewThreads {
    private NewThreads() {}

    static Set<Thread> now() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    static Set<Thread> since(Set<Thread> before) {
        Set<Thread> threads = now();
        threads.removeAll(before);
        threads.removeIf(thread -> thread.getName().startsWith("testkit-")
                || thread.getName().startsWith("metriton-contract-")
                || thread.getName().startsWith("junit-")
                || thread.getName().startsWith("process reaper"));
        return threads;
    }

    static void awaitNone(Set<Thread> before) {
        Await.until(() -> since(before).isEmpty(), () -> "after close these threads are still there: " + since(before));
    }
}
