package io.metriton.it;

class RecordedCasesApacheIT extends RecordedCases {
    RecordedCasesApacheIT() {
        super("apache");
    }
}
