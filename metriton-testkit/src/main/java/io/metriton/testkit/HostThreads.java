package io.metriton.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The threads that a host had at some moment, to find those that a transport added. Immutable. */
final class HostThreads {
    private final Set<Thread> before;
    private final Predicate<Thread> shared;

    private HostThreads(Set<Thread> before, Predicate<Thread> shared) {
        this.before = before;
        this.shared = shared;
    }

    static HostThreads now(Predicate<Thread> shared) {
        return new HostThreads(Set.copyOf(Thread.getAllStackTraces().keySet()), shared);
    }

    /** But for the kit's own, the JDK's for child processes, and daemons that clients share. */
    Set<Thread> added() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeAll(before);
        threads.removeIf(thread -> thread.getName().startsWith("testkit-")
                || thread.getName().startsWith("metriton-contract-")
                || thread.getName().startsWith("junit-")
                || thread.getName().startsWith("process reaper")
                || (thread.isDaemon() && shared.test(thread)));
        return threads;
    }

    void awaitNoneAdded() {
        awaitAddedAtMost(0, "after close");
    }

    /** As a client that nobody closes may end only once the garbage collector has found it. */
    void awaitNoneAddedOnceCollected() {
        Await.until(
                () -> {
                    System.gc();
                    return added().isEmpty();
                },
                () -> "of transports that nobody holds these threads are still there: " + described());
    }

    void awaitAddedAtMost(int count, String when) {
        Await.until(
                () -> added().size() <= count,
                () -> when + " these threads are still there, of which " + count + " may be: " + described());
    }

    private List<String> described() {
        return added().stream().map(HostThreads::described).toList();
    }

    private static String described(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return thread.getName()
                + (thread.isDaemon() ? " (daemon, " : " (no daemon, ")
                + thread.getState()
                + (stack.length == 0 ? ")" : " at " + stack[0] + ")");
    }
}
