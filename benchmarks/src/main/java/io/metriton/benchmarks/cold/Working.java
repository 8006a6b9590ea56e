package io.metriton.benchmarks.cold;

/** A program that works for a time, and reports nothing. Arguments: milliseconds, and perhaps what it says first. */
final class Working {
    private Working() {}

    public static void main(String[] args) {
        say(args, 1);
        work(args[0]);
    }

    /** Prints an argument if there is one: then whoever started this knows how far it is. */
    static void say(String[] args, int index) {
        if (args.length > index) {
            System.out.println(args[index]);
        }
    }

    /** Works if there is an argument that says for how long. */
    static void work(String[] args, int index) {
        if (args.length > index) {
            work(args[index]);
        }
    }

    /** Computes, as a compiler or a linter would. */
    static void work(String millis) {
        long end = System.nanoTime() + Long.parseLong(millis) * 1_000_000;
        long hash = 1;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 1_000; i++) {
                hash = hash * 31 + i;
            }
        }
        if (hash == 0) {
            System.out.println(hash);
        }
    }
}
