package io.metriton.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import io.metriton.core.Reporter;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The ways in which recorded cases find an install ID, as providers. */
final class InstallIdModes {

    private InstallIdModes() {}

    static void configure(Reporter.Builder builder, JsonNode mode) {
        String id = mode.path("id").asText();
        String message = mode.path("message").asText();
        int failures = mode.path("fail").asInt();
        switch (mode.get("mode").textValue()) {
            case "static" -> builder.installId(id);
            case "filesystem" -> builder.installIdProvider(new FilesystemInstallIdProvider());
            case "error", "error_with_id" ->
                builder.installIdProvider(context -> {
                    throw new IOException(message);
                });
            case "fail_then_static" ->
                builder.installIdProvider(failing(failures, new IOException(message), context -> Optional.of(id)));
            case "fail_then_filesystem" ->
                builder.installIdProvider(
                        failing(failures, new IOException(message), new FilesystemInstallIdProvider()));
            case "panic_once" ->
                builder.installIdProvider(failing(1, new IllegalStateException(message), context -> Optional.of(id)));
            case "meta" ->
                builder.installIdProvider(context -> {
                    CaseValues.map(mode.get("meta")).forEach(context::putBaseMetadata);
                    return Optional.of(id);
                });
            case "slow" ->
                builder.installIdProvider(context -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(failures));
                    return Optional.of(id);
                });
            case "reentrant" -> {
                Reporter[] self = new Reporter[1];
                builder.installIdProvider(context -> Optional.of(self[0].installId()));
                self[0] = builder.build();
            }
            case "nil" -> builder.installIdProvider(context -> Optional.empty());
            case "plugin_returns" ->
                builder.installIdProvider(context ->
                        Optional.of(mode.get("returns").path("install_id").asText()));
            default -> throw new IllegalArgumentException(mode.toString());
        }
    }

    private static InstallIdProvider failing(int times, Exception failure, InstallIdProvider then) {
        AtomicInteger left = new AtomicInteger(times);
        return (InstallIdContext context) -> {
            if (left.getAndDecrement() > 0) {
                if (failure instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) failure;
            }
            return then.installId(context);
        };
    }
}
