package io.metriton.it;

import org.junit.jupiter.api.Tag;

@Tag("long")
class RecordedCasesApacheIT extends RecordedCases {
    RecordedCasesApacheIT() {
        super("apache");
    }
}
