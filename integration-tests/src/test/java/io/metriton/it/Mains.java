package io.metriton.it;

import java.util.List;

/**
 * Runs several programs in one JVM, one after the other: the first argument is the argument of each, the others are classes.
 */
public final class Mains {
    private Mains() {}

    public static void main(String[] args) throws Exception {
        for (String main : List.of(args).subList(1, args.length)) {
            Class.forName(main).getMethod("main", String[].class).invoke(null, (Object) new String[] {args[0]});
        }
    }
}
