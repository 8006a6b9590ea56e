package com.example;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.core.UpdateNotifier;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import io.metriton.outbox.fs.FilesystemOutboxProvider;
import io.metriton.transport.socket.SocketTransportProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The program of somebody who starts with the complete POM. */
public final class Hello {
    private static final String VERSION = "1.0.0";

    private Hello() {}

    public static void main(String[] args) {
        BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("hello", VERSION)
                        .endpoint(URI.create(args[0]))
                        .transport(new SocketTransportProvider())
                        .installIdProvider(new FilesystemInstallIdProvider()))
                .outbox(new FilesystemOutboxProvider())
                .onAnswer(UpdateNotifier.to(System.out, VERSION))
                .exitBudget(Duration.ofSeconds(30))
                .daily(() -> Map.of("action", "start"))
                .build();
        telemetry.count("commands", "hello");
    }
}
