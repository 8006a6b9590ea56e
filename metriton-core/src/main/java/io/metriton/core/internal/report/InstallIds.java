package io.metriton.core.internal.report;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.support.InstallIdText;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.json.ReportEncoder;
import io.metriton.core.internal.util.ClassNames;
import io.metriton.core.internal.util.Thrown;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The install ID: looked for when first needed, once at a time and once for all; a failure is not kept. Thread-safe.
 *
 * <p>No lock is held while providers run. The first thread that needs the id looks for it; others wait for that look-up,
 * but no longer than the timeout, so a provider that in turn waits for another user of the reporter ends in an exception
 * and not in a deadlock.
 */
public final class InstallIds {
    /** What a dry run shows where no ID has been made yet. */
    private static final String NOT_MADE = "made by the first report that is sent";

    private final Supplier<List<InstallIdProvider>> providers;
    private final Scope scope;
    private final Object lock = new Object();
    private volatile @Nullable LookUp lookUp;

    /**
     * Whose ID is looked for, and how.
     *
     * @param timeout how long to wait for another thread's look-up
     * @param dryRun whether no ID may be made
     */
    record Scope(AppIdentity identity, Map<String, String> environment, Duration timeout, boolean dryRun) {}

    /**
     * Nothing is looked for yet.
     *
     * @param providers are asked in their order
     */
    InstallIds(Supplier<List<InstallIdProvider>> providers, Scope scope) {
        this.providers = providers;
        this.scope = scope;
    }

    /**
     * An id and how it was found.
     *
     * @param metadata what the provider wants every report to say
     */
    public record Found(String id, String source, Map<String, @Nullable Object> metadata) {}

    /** One look-up, and the thread that does it while it does. */
    private static final class LookUp {
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable Thread owner = Thread.currentThread();
        private volatile @Nullable Found found;
        private volatile @Nullable Throwable failure;

        void end(@Nullable Found found, @Nullable Throwable failure) {
            this.found = found;
            this.failure = failure;
            owner = null;
            done.countDown();
        }
    }

    /** Whether it only says that there is no ID, because a dry run makes none. */
    public static boolean isNotMade(Found found) {
        return found.id().equals(NOT_MADE);
    }

    /** Whether no ID may be made. */
    boolean isDryRun() {
        return scope.dryRun();
    }

    /** What was found, if anything was yet. */
    public Optional<Found> known() {
        LookUp current = lookUp;
        return current == null ? Optional.empty() : Optional.ofNullable(current.found);
    }

    /** Where the ID came from, or would; looks for providers now, but for no ID. Empty if there are none. */
    public Optional<String> source() {
        Optional<Found> found = known();
        if (found.isPresent()) {
            return Optional.of(found.get().source());
        }
        try {
            List<InstallIdProvider> asked = providers.get();
            return asked.isEmpty() ? Optional.empty() : Optional.of(source(asked.get(0), new Context()));
        } catch (Throwable e) {
            return Optional.of("unknown: the install-ID providers could not be loaded: " + Thrown.text(e));
        }
    }

    /**
     * The id.
     *
     * @throws InstallIdException if there is none now
     */
    public Found get() throws InstallIdException {
        LookUp mine = new LookUp();
        LookUp current = orElse(mine);
        return current == mine ? look(mine) : Await.end(current, scope.timeout());
    }

    /** The look-up that counts: the one that has begun before, or else this. */
    private LookUp orElse(LookUp mine) {
        synchronized (lock) { // And no AtomicReference: the first VarHandle costs a JVM most of a millisecond.
            LookUp current = lookUp; // Read once: its owner takes it away without the lock.
            if (current == null) {
                lookUp = mine;
                return mine;
            }
            return current;
        }
    }

    private Found look(LookUp mine) throws InstallIdException {
        try {
            Found found = askProviders();
            mine.end(found, null);
            return found;
        } catch (Throwable e) { // Whatever it is, also what Kotlin throws without declaring it.
            lookUp = null; // The next report tries again.
            mine.end(null, e);
            throw e instanceof InstallIdException said
                    ? said
                    : new InstallIdException("the install ID could not be looked for: " + Thrown.text(e), e);
        }
    }

    /** Waits for the look-up of another thread. A class of its own, loaded only when two threads look at once. */
    private static final class Await {
        static Found end(LookUp current, Duration timeout) throws InstallIdException {
            if (current.owner == Thread.currentThread()) {
                throw new InstallIdException(
                        "an install-ID provider asked its reporter for the id that it is looking for");
            }
            try {
                if (!current.done.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS)) {
                    throw new InstallIdException(
                            "another thread is still looking for the install ID after " + timeout,
                            new TimeoutException());
                }
                Found found = current.found;
                if (found == null) {
                    Throwable failure = current.failure;
                    throw new InstallIdException("the install ID could not be found: " + message(failure), failure);
                }
                return found;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted");
                interrupted.initCause(e);
                throw new InstallIdException("interrupted while another thread looks for the install ID", interrupted);
            }
        }
    }

    private Found askProviders() throws InstallIdException {
        List<InstallIdProvider> asked;
        try {
            asked = providers.get();
        } catch (Throwable e) {
            throw new InstallIdException("the install-ID providers could not be loaded: " + Thrown.text(e), e);
        }
        for (InstallIdProvider provider : asked) {
            Optional<Found> found = ask(provider);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (scope.dryRun() && !asked.isEmpty()) {
            return new Found(NOT_MADE, source(asked.get(0), new Context()), Map.of());
        }
        String wayOut = " io.metriton:metriton-installid-fs to the class path or module path, or call"
                + " Reporter.Builder.installId(String) or installIdProvider(InstallIdProvider)";
        throw new InstallIdException(
                asked.isEmpty()
                        ? "no install-ID provider found: add" + wayOut
                        : "none of these install-ID providers had an id, and no other is asked: " + names(asked)
                                + "; add" + wayOut);
    }

    private static String names(List<InstallIdProvider> providers) {
        List<String> names = new ArrayList<>();
        for (InstallIdProvider each : providers) {
            names.add(ClassNames.of(each));
        }
        return String.join(", ", names);
    }

    private Optional<Found> ask(InstallIdProvider provider) throws InstallIdException {
        Context context = new Context();
        try {
            Optional<String> id = scope.dryRun() ? provider.existing(context) : provider.installId(context);
            if (id == null || id.isEmpty() || InstallIdText.isBlank(id.get())) {
                return Optional.empty();
            }
            if (!InstallIdText.isId(id.get())) { // It may be the content of some file: not to be repeated.
                throw new InstallIdException(
                        "the install-ID provider " + ClassNames.of(provider)
                                + " answered with something else than an id, which is one line of 1 to 128 printable characters");
            }
            return Optional.of(new Found(id.get(), source(provider, context), new LinkedHashMap<>(context.metadata)));
        } catch (InstallIdException e) {
            throw e;
        } catch (Throwable e) { // Even an AssertionError: no caller pays for a provider's defect.
            Thrown.restoreInterrupt(e);
            throw new InstallIdException(
                    "the install-ID provider " + ClassNames.of(provider) + " failed: " + message(e), e);
        }
    }

    /** In words, for status(): a failure here does not lose the id. */
    private static String source(InstallIdProvider provider, InstallIdContext context) {
        try {
            return String.valueOf(provider.source(context));
        } catch (Throwable e) {
            return ClassNames.of(provider) + " (its source() failed: " + Thrown.text(e) + ")";
        }
    }

    private static String message(@Nullable Throwable failure) {
        String message = failure == null ? "nothing was found" : Thrown.message(failure);
        return message == null && failure != null ? Thrown.text(failure) : String.valueOf(message);
    }

    private final class Context implements InstallIdContext {
        private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();

        @Override
        public String application() {
            return scope.identity().application();
        }

        @Override
        public String version() {
            return scope.identity().version();
        }

        @Override
        public Map<String, String> environment() {
            return scope.environment();
        }

        @Override
        public void putBaseMetadata(String key, @Nullable Object value) {
            ReportEncoder.checkMetadata(Collections.singletonMap(key, value)); // Now, when it is clear whose it is.
            metadata.put(key, value);
        }
    }
}
