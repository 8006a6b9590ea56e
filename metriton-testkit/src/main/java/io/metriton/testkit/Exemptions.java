package io.metriton.testkit;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes sure that an exemption names something, and has a reason: else a test is skipped, or not, in silence. */
final class Exemptions {
    private static final Set<String> NAMES = names();

    private Exemptions() {}

    static void check(Map<String, String> exemptions) {
        exemptions.forEach((name, reason) -> {
            if (!NAMES.contains(name)) {
                throw new AssertionError("exemptions() names \"" + name + "\", which is none of " + NAMES);
            }
            if (reason.isBlank()) {
                throw new AssertionError("exemptions() gives no reason for " + name);
            }
        });
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Fault fault : Fault.values()) {
            names.add(fault.name());
        }
        for (Class<?> group : TransportContract.class.getDeclaredClasses()) {
            names.add(group.getSimpleName());
            for (Method method : group.getSuperclass().getDeclaredMethods()) {
                if (method.getName().contains("_")) {
                    names.add(method.getName());
                }
            }
        }
        return names;
    }
}
