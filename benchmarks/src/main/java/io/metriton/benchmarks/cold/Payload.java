package io.metriton.benchmarks.cold;

/** What the bare programs send: the bytes of our report. */
final class Payload {
    static final String JSON = "{\"application\":\"bench\",\"install_id\":\"11111111-2222-4333-8444-555555555555\","
            + "\"version\":\"1.0\",\"metadata\":{\"new_install\":false,\"action\":\"start\",\"files\":3}}";

    private Payload() {}

    static void check(byte[] answer) {
        if (answer.length == 0) {
            throw new IllegalStateException("no answer");
        }
    }
}
