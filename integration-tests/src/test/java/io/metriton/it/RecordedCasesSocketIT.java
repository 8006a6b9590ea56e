package io.metriton.it;

class RecordedCasesSocketIT extends RecordedCases {
    RecordedCasesSocketIT() {
        super("socket");
    }
}
