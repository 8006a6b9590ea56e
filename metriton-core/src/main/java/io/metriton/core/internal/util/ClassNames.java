package io.metriton.core.internal.util;

/** Names objects of other code in messages. */
public final class ClassNames {

    private ClassNames() {}

    /** The name of the class; of a lambda, the class that contains it. */
    public static String of(Object object) {
        String name = object.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : "a lambda in " + name.substring(0, lambda);
    }
}
