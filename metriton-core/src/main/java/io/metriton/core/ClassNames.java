package io.metriton.core;

/** What to call somebody else's object in a message. */
final class ClassNames {

    private ClassNames() {}

    /** The name of the class; of a lambda the class in which it stands. */
    static String of(Object object) {
        String name = object.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : "a lambda in " + name.substring(0, lambda);
    }
}
