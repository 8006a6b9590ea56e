package io.metriton.benchmarks.cold;

/** Does nothing. */
final class Empty {
    private Empty() {}

    public static void main(String[] args) {}
}
