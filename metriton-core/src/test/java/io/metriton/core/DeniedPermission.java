package io.metriton.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Permission;
import java.util.concurrent.Callable;

/** A host whose security manager allows the calling thread everything but one thing; no JDK after 17 has one by default. */
@SuppressWarnings("removal") // As long as a JDK that we support has them.
public final class DeniedPermission extends SecurityManager {
    private final Thread denied = Thread.currentThread();
    private final String name;

    private DeniedPermission(String name) {
        this.name = name;
    }

    @Override
    public void checkPermission(Permission permission) {
        if (Thread.currentThread() == denied && permission.getName().equals(name)) {
            throw new SecurityException("denied: " + permission);
        }
    }

    /** Runs a task that may not do what the name of a permission says. */
    public static <T> T without(String name, Callable<T> task) throws Exception {
        assumeTrue(Runtime.version().feature() < 18, "this JDK takes no security manager");
        System.setSecurityManager(new DeniedPermission(name));
        try {
            return task.call();
        } finally {
            System.setSecurityManager(null);
        }
    }
}
