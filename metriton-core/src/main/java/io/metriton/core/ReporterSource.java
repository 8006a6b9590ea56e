package io.metriton.core;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.report.ReporterSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reporter of a background reporter: given, or to be made when something is to be sent. Thread-safe. */
final class ReporterSource {
    private final @Nullable ReporterSettings settings;
    private final boolean given;
    private volatile @Nullable Reporter reporter;
    private volatile boolean closed;

    /** Why it cannot be made, so that it is looked for once. */
    private @Nullable MetritonConfigurationException failure;

    private ReporterSource(@Nullable ReporterSettings settings, @Nullable Reporter reporter) {
        this.settings = settings;
        this.reporter = reporter;
        this.given = reporter != null;
    }

    static ReporterSource of(Reporter reporter) {
        return new ReporterSource(reporter.components().settings(), reporter);
    }

    static ReporterSource of(Reporter.Builder builder) {
        Reporter.Decision decision = builder.decide();
        ReporterSettings settings = decision.settings();
        if (settings == null) {
            return new ReporterSource(null, decision.disabled());
        }
        ReporterComponents.check(settings);
        ReporterSource source = new ReporterSource(settings, null);
        return ReporterComponents.isUpToTheUser(settings) ? source.decided() : source;
    }

    /** With the reporter made, which the user may have disabled, and then as if it had been built so. */
    private ReporterSource decided() {
        try {
            return get().components().disabledReason().isPresent() ? of(get()) : this;
        } catch (RuntimeException | LinkageError e) {
            return this; // It is told when something is to be sent.
        }
    }

    /** Null if the reporter was built disabled. */
    @Nullable
    ReporterSettings settings() {
        return settings;
    }

    /** Whether it was there from the start, so that the look for a transport is paid for. */
    boolean isGiven() {
        return given;
    }

    /**
     * Makes it if it is not there yet.
     *
     * @throws MetritonConfigurationException if there is no transport, or none of the name that was configured
     */
    Reporter get() {
        Reporter made = reporter;
        return made == null ? make() : made;
    }

    private synchronized Reporter make() {
        Reporter made = reporter;
        if (made == null) {
            if (settings == null) {
                throw new IllegalStateException("a reporter is made of settings");
            }
            made = makeOnce(settings);
            Reporter older = reporter;
            if (older != null) { // Made meanwhile by this thread: in a log handler that reports, for example.
                made.close();
                return older;
            }
            reporter = made;
        }
        return made;
    }

    private Reporter makeOnce(ReporterSettings from) {
        if (failure != null) {
            throw failure;
        }
        try {
            return Reporter.of(from);
        } catch (MetritonConfigurationException e) {
            failure = e;
            throw e;
        }
    }

    AppIdentity identity() {
        Reporter made = reporter;
        return made != null || settings == null ? get().identity() : settings.identity();
    }

    boolean isDryRun() {
        Reporter made = reporter;
        if (made != null) {
            return made.components().isDryRun();
        }
        return settings != null && ReporterComponents.isDryRun(settings);
    }

    /** Also where it cannot be made, or is not made any more. */
    ReporterStatus status() {
        if (closed && reporter == null) {
            return disabled("the background reporter is closed");
        }
        try {
            return get().status();
        } catch (MetritonConfigurationException e) {
            return disabled(e.getMessage());
        }
    }

    private ReporterStatus disabled(@Nullable String why) {
        return new DefaultReporterStatus(
                Optional.ofNullable(why),
                Target.withoutUserInfo(settings == null ? Endpoints.DEFAULT : settings.endpoint()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    /** Whether there is a transport to close. */
    boolean hasTransport() {
        Reporter made = reporter;
        return made != null && made.components().pipeline() != null;
    }

    void close() {
        closed = true;
        Reporter made = reporter;
        if (made != null) {
            made.close();
        }
    }
}
