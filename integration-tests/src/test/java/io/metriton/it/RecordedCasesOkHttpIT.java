package io.metriton.it;

class RecordedCasesOkHttpIT extends RecordedCases {
    RecordedCasesOkHttpIT() {
        super("okhttp");
    }
}
