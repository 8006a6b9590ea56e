package io.metriton.core.internal.process;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Makes the SDK's threads: daemons that carry nothing of the thread that happened to cause them. They are in the root
 * thread group, because a host may destroy the group of a caller; they inherit no thread-locals and no permissions, and
 * their context class loader is the SDK's own. Immutable.
 */
@SuppressWarnings(
        "removal") // AccessController cuts off the permissions of the callers, and with them their class loaders.
record DaemonThread(String name, Runnable task) implements PrivilegedAction<Thread> {

    /** A thread that is not started yet. */
    static Thread create(String name, Runnable task) {
        return AccessController.doPrivileged(new DaemonThread(name, task));
    }

    @Override
    public Thread run() {
        Thread thread = make();
        thread.setDaemon(true);
        forgetContext(thread);
        return thread;
    }

    private Thread make() {
        try {
            return new Thread(rootGroup(), task, name, 0, false);
        } catch (SecurityException e) {
            return new Thread(null, task, name, 0, false); // In the group that the host wants.
        }
    }

    private static void forgetContext(Thread thread) {
        try {
            thread.setContextClassLoader(DaemonThread.class.getClassLoader());
        } catch (SecurityException e) {
            // Then it keeps the one it has, which the host wants.
        }
    }

    private static ThreadGroup rootGroup() {
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
}
