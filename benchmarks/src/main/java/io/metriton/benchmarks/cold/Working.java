package io.metriton.benchmarks.cold;

/** A program that works for a time, and reports nothing. Arguments: milliseconds. */
final class Working {
    private Working() {}

    public static void main(String[] args) {
        work(args[0]);
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
