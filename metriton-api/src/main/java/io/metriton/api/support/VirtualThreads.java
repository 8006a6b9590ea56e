package io.metriton.api.support;

import java.lang.reflect.Method;

/**
 * Virtual threads, reached by reflection because they are there from Java 21 on. Stateless, so that no initialiser can
 * fail: a class whose initialiser once found no memory stays unusable until the JVM ends.
 */
final class VirtualThreads {
    private VirtualThreads() {}

    /** Whether the calling thread is a virtual one; told by its class, which costs no reflection. */
    static boolean isCurrent() {
        Class<?> parent = Thread.currentThread().getClass().getSuperclass();
        return parent != null && parent.getName().equals("java.lang.BaseVirtualThread");
    }

    /**
     * Starts a virtual thread without the inheritable thread-locals and the class loader of the calling one.
     *
     * @throws ReflectiveOperationException if this JVM has none, or could not start it
     */
    static void start(String name, Runnable task) throws ReflectiveOperationException {
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Object made = Thread.class.getMethod("ofVirtual").invoke(null);
        made = builder.getMethod("name", String.class).invoke(made, name);
        made = builder.getMethod("inheritInheritableThreadLocals", boolean.class)
                .invoke(made, false);
        Method unstarted = builder.getMethod("unstarted", Runnable.class);
        Thread thread = (Thread) unstarted.invoke(made, task);
        thread.setContextClassLoader(VirtualThreads.class.getClassLoader());
        thread.start();
    }
}
