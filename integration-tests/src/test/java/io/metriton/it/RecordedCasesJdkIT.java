package io.metriton.it;

import org.junit.jupiter.api.Tag;

@Tag("long")
class RecordedCasesJdkIT extends RecordedCases {
    RecordedCasesJdkIT() {
        super("jdk");
    }
}
