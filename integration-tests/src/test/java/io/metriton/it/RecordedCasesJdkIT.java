package io.metriton.it;

class RecordedCasesJdkIT extends RecordedCases {
    RecordedCasesJdkIT() {
        super("jdk");
    }
}
