package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A tool that reports, works for a moment, and closes nothing; with {@code none} it does not report. */
public final class ExecJavaTool {
    private static final int HOOKS = 5;
    private static final long WORK_NANOS = 800_000_000;

    private ExecJavaTool() {}

    public static void main(String[] args) {
        for (int i = 0; i < HOOKS; i++) {
            Runtime.getRuntime().addShutdownHook(new Thread(rootGroup(), () -> System.out.println("hook")));
        }
        if (!args[0].equals("none")) {
            BackgroundReporter background = BackgroundReporter.builder(Reporter.builder("tool", "1.0.0")
                            .endpoint(URI.create(args[0]))
                            .build())
                    .build();
            var unused = background.report(Map.of("action", "start"));
        }
        LockSupport.parkNanos(WORK_NANOS);
        System.out.println("worked");
    }

    /** The hooks stand for those of the host, which are in no group that the host destroys. */
    private static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
