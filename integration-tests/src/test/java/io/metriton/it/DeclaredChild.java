package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Declaration;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import java.time.Duration;
import java.util.Map;

/** A command-line tool with a declaration, which reports more than it declares. */
public final class DeclaredChild {

    static final Declaration DECLARATION = Declaration.builder("tool", 1)
            .text("os", "which systems we test on")
            .number("java", "which Java we may use")
            .build();

    private DeclaredChild() {}

    /** Arguments: the key of what is reported beside a declared one. */
    public static void main(String[] args) {
        BackgroundReporter background = BackgroundReporter.builder(Reporter.builder(DECLARATION, "1.0.0")
                        .endpoint(Endpoints.fromEnvironment(System.getenv()))
                        .transport("socket")
                        .build())
                .exitBudget(Duration.ofSeconds(30)) // For a machine that is busy.
                .build();
        var unused = background.report(Map.of("os", "linux", args[0], "/home/jane"));
    }
}
