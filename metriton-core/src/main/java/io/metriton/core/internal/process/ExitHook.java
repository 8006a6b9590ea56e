package io.metriton.core.internal.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs what has to be done when the JVM ends, on one shutdown hook for all background reporters. The hook is installed with
 * the first task and removed when no task has anything to do. Tasks are held weakly: a reporter that nobody holds can be
 * collected. Thread-safe.
 */
public final class ExitHook implements Runnable {
    /** The one of this process. */
    public static final ExitHook PROCESS = new ExitHook();

    private static final int MAX_THREADS = 4;

    /** Hundreds of reporters may be pending, or some may hang: no task begins after this time. */
    private static final long LIMIT_NANOS = 5_000_000_000L;

    /** What has begun by then ends by itself: after the longest exit budget, and what it takes to store. */
    private static final long LONGEST_NANOS = 75_000_000_000L;

    /** What one background reporter does when the JVM ends. */
    public interface Task {
        /** Whether there would be anything to do at the end of the JVM. */
        boolean isPending();

        /**
         * The end of the JVM has begun. Bounded by the task itself.
         *
         * @param start when it began ({@link System#nanoTime})
         */
        void atExit(long start);

        /** The hook was removed, because nothing was pending: {@link ExitHook#add} is to be called again. */
        void unwatched();
    }

    private final Object lock = new Object();
    private final Set<Task> tasks = Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<Task> held = new LinkedHashSet<>();
    private @Nullable Thread hook;
    private volatile boolean leaving;

    /** A hook that is not installed yet. */
    public ExitHook() {}

    /** Whether the JVM is ending: what is reported now would not be stored for certain. */
    public boolean isLeaving() {
        return leaving;
    }

    /**
     * Adds a task; nothing happens if it is there already.
     *
     * @return false if the JVM is ending
     */
    public boolean add(Task task) {
        synchronized (lock) {
            if (leaving || !install()) {
                return false;
            }
            tasks.add(task);
            return true;
        }
    }

    /** As {@link #add}, but the task is held: it stays until {@link #remove}. */
    public void hold(Task task) {
        synchronized (lock) {
            if (!leaving && install()) {
                held.add(task);
            }
        }
    }

    /** The tasks that stay until they are removed. */
    public List<Task> held() {
        synchronized (lock) {
            return List.copyOf(held);
        }
    }

    /** Removes a task that has come to its end, and the hook with the last. */
    public void remove(Task task) {
        synchronized (lock) {
            tasks.remove(task);
            held.remove(task);
            if (tasks.isEmpty() && held.isEmpty()) {
                uninstall();
            }
        }
    }

    /** Removes the hook if no task has anything to do, so that it holds no class loader. */
    public void removeIfIdle() {
        synchronized (lock) {
            List<Task> watched = new ArrayList<>(tasks);
            tasks.clear();
            for (Task task : watched) {
                task.unwatched(); // Before isPending: a caller first adds its report, then looks whether it is watched.
            }
            for (Task task : watched) {
                if (task.isPending()) {
                    tasks.addAll(watched);
                    return; // It stays watched: adding it once more does nothing.
                }
            }
            if (held.isEmpty()) {
                uninstall();
            }
        }
    }

    private boolean install() {
        if (hook != null) {
            return true;
        }
        try {
            Thread thread = DaemonThread.create("metriton-exit", this);
            Runtime.getRuntime().addShutdownHook(thread);
            hook = thread;
            loadWhatTheEndNeeds();
            return true;
        } catch (IllegalStateException e) {
            return false; // The JVM is ending.
        } catch (SecurityException e) {
            return true; // Forbidden: reports go out all the same.
        }
    }

    private void uninstall() {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            }
        } catch (IllegalStateException | SecurityException e) {
            // The JVM is ending: then the hook runs, and finds nothing to do.
        }
    }

    /** A host may have closed the class loader by then, or have replaced the jar. */
    private void loadWhatTheEndNeeds() {
        DetachedTask.load(new Tasks(List.of()));
    }

    @Override
    public void run() {
        try {
            long start = System.nanoTime();
            List<Task> pending = leave();
            Tasks all = new Tasks(pending);
            List<DetachedTask> helpers = new ArrayList<>();
            for (int i = 1; i < Math.min(MAX_THREADS, pending.size()); i++) {
                helpers.add(DetachedTask.start("exit", all));
            }
            all.run(start);
            for (DetachedTask each : helpers) {
                each.awaitUninterruptibly(start + LONGEST_NANOS); // A host may interrupt all threads as it ends.
            }
        } catch (Throwable e) {
            // Nothing is printed at the end of the host, not even that a class cannot be loaded any more.
        }
    }

    private List<Task> leave() {
        synchronized (lock) {
            leaving = true;
            List<Task> pending = new ArrayList<>();
            addPending(held, pending);
            addPending(tasks, pending);
            return pending;
        }
    }

    private static void addPending(Set<Task> tasks, List<Task> pending) {
        for (Task task : tasks) {
            if (task.isPending()) {
                pending.add(task);
            }
        }
    }

    /** Tasks that several threads take from, one after the other. */
    private static final class Tasks implements Runnable {
        private final Deque<Task> left;

        Tasks(List<Task> tasks) {
            this.left = new ArrayDeque<>();
            for (Task each : tasks) {
                left.add(each);
            }
        }

        @Override
        public void run() {
            run(System.nanoTime());
        }

        void run(long start) {
            for (Task task = next(); task != null && System.nanoTime() - start < LIMIT_NANOS; task = next()) {
                try {
                    task.atExit(start);
                } catch (Throwable e) {
                    // As above; the next task runs.
                }
            }
        }

        private synchronized @Nullable Task next() {
            return left.poll();
        }
    }
}
