package io.metriton.api.support;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads that carry nothing of the thread that asks for one: they are in the root thread group, since an
 * application server or a build tool may destroy its own; they have the class loader of this class, no inheritable
 * thread-locals, and no permissions of the callers on the stack, which would keep their class loaders in memory.
 *
 * <p>Thread-safe. What a thread throws is not told to the handler of the host: only a pool that finds no memory for its
 * own work lets something through, and the caller that waits for the task notices by its deadline.
 */
final class DaemonThreads implements ThreadFactory, Thread.UncaughtExceptionHandler {
    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    DaemonThreads(String name) {
        this.name = name;
    }

    @Override
    @SuppressWarnings("removal") // Until the JDK has none, a thread inherits the context of all callers on the stack.
    public Thread newThread(Runnable task) {
        // A class: a lambda costs a cold JVM more.
        return AccessController.doPrivileged(new PrivilegedAction<>() {
            @Override
            public Thread run() {
                return daemon(task);
            }
        });
    }

    private Thread daemon(Runnable task) {
        Thread thread = make(task, name + "-" + made.incrementAndGet());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(this);
        try {
            thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        } catch (SecurityException e) {
            // Then it keeps the one it has, which the host wants.
        }
        return thread;
    }

    private static Thread make(Runnable task, String name) {
        try {
            return new Thread(root(), task, name, 0, false);
        } catch (SecurityException e) {
            return new Thread(null, task, name, 0, false); // In the group that the host wants.
        }
    }

    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        try {
            for (ThreadGroup parent = group; parent != null; parent = group.getParent()) {
                group = parent;
            }
        } catch (SecurityException e) {
            // Then it is the highest group that the host lets us see.
        }
        return group;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        // See above. Nothing is logged, as logging needs the memory that is missing.
    }
}
