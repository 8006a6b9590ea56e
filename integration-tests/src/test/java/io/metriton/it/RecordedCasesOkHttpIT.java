package io.metriton.it;

import org.junit.jupiter.api.Tag;

@Tag("long")
class RecordedCasesOkHttpIT extends RecordedCases {
    RecordedCasesOkHttpIT() {
        super("okhttp");
    }
}
