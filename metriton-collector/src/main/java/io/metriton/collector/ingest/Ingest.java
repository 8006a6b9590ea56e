package io.metriton.collector.ingest;

import io.metriton.collector.applications.Answers;
import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.Applications;
import io.metriton.collector.applications.Json;
import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.journal.Journal;
import io.metriton.collector.privacy.Declared;
import io.metriton.collector.privacy.Secret;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Channel;
import io.metriton.collector.store.Receipt;
import io.metriton.collector.store.Submission;
import io.metriton.collector.store.TallyTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a report from its bytes to its answer. Thread-safe. */
public final class Ingest {

    /** The longest body, in bytes. */
    public static final int LONGEST_BODY = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    /** Clients wait no longer, and the server has no answer of its own for those that do. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Duration OLDEST = Duration.ofDays(30);

    private final Applications applications;
    private final Journal journal;
    private final SecretKeeper secrets;
    private final Limits limits;
    private final Tallies tallies;
    private final Clock clock;
    private final Duration patience;
    private final AtomicBoolean secretRefused = new AtomicBoolean();

    /**
     * What a report meets on its way.
     *
     * @param applications who may report
     * @param journal where it is stored
     * @param secrets what its key is made with
     * @param limits how many may come
     * @param tallies where it is counted if it is not
     */
    public record Parts(
            Applications applications, Journal journal, SecretKeeper secrets, Limits limits, Tallies tallies) {}

    /**
     * Takes reports.
     *
     * @param parts what they meet
     * @param clock the time of arrival
     */
    public Ingest(Parts parts, Clock clock) {
        this(parts, clock, LONGEST_WAIT);
    }

    Ingest(Parts parts, Clock clock, Duration patience) {
        this.patience = patience;
        this.applications = parts.applications();
        this.journal = parts.journal();
        this.secrets = parts.secrets();
        this.limits = parts.limits();
        this.tallies = parts.tallies();
        this.clock = clock;
    }

    /**
     * Counts a report. Does not block.
     *
     * @param bytes the body, at most {@value #LONGEST_BODY} bytes
     * @param arrival what else the request says
     * @return completed when the report is stored for good, and then 200; exceptionally by {@link Refused}
     */
    public CompletableFuture<Outcome> accept(byte[] bytes, Arrival arrival) {
        try {
            // First, so that nobody can send any number of requests that are refused for another reason.
            limits.checkAddress(arrival.address());
            ReportBody body = ReportBody.read(bytes);
            Optional<Application> known = applications.find(body.application());
            if (known.isEmpty()) {
                tallies.unknown(body.application());
                return CompletableFuture.completedFuture(Outcome.unknown());
            }
            return store(known.get(), body, arrival);
        } catch (Refused e) {
            return refused(bytes, e);
        }
    }

    /**
     * Refuses a request that is none for a report, whatever is in its body. It counts for the limit of its address, too.
     *
     * @param bytes what there is of its body
     * @param fault what is wrong with it
     * @param arrival what else the request says
     * @return completed exceptionally by the fault, or by another if there are too many requests
     */
    public CompletableFuture<Outcome> refuse(byte[] bytes, Refused fault, Arrival arrival) {
        try {
            limits.checkAddress(arrival.address());
            return refused(bytes, fault);
        } catch (Refused e) {
            return refused(bytes, e);
        }
    }

    private CompletableFuture<Outcome> refused(byte[] bytes, Refused why) {
        tallies.refused(named(bytes), why.reason().label());
        return CompletableFuture.failedFuture(why);
    }

    /** The number of the application that a refused report names. */
    private int named(byte[] bytes) {
        return Json.text(bytes, ReportBody.APPLICATION)
                .flatMap(applications::find)
                .map(Application::id)
                .orElse(TallyTable.NO_APPLICATION);
    }

    private CompletableFuture<Outcome> store(Application application, ReportBody body, Arrival arrival) throws Refused {
        // What is not declared does not wait with the report.
        Declared declared = application.allowList().of(body.metadata());
        ReportBody rest = body.withoutMetadata();
        Submission first = submission(application, rest, declared, arrival);
        if (!first.installKeys().isEmpty()) {
            limits.checkInstall(first.installKeys().get(0));
        }
        // Here, as what follows runs on the one thread that writes.
        String answer = Json.write(Answers.to(application, body.version()));
        // Whatever a step throws fails the report: a future that nobody completes would hold up its client.
        return journal.append(first)
                .thenCompose(receipt -> receipt == Receipt.SECRET_CHANGED
                        ? again(application, rest, declared, arrival)
                        : completed(receipt))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((receipt, failure) -> outcome(receipt, application, answer));
    }

    private CompletableFuture<Receipt> again(
            Application application, ReportBody body, Declared declared, Arrival arrival) {
        try {
            secrets.reload();
        } catch (RuntimeException e) {
            secretRefused(e.getMessage());
            throw e;
        }
        return journal.append(submission(application, body, declared, arrival));
    }

    private static CompletableFuture<Receipt> completed(Receipt receipt) {
        return CompletableFuture.completedFuture(receipt);
    }

    private Outcome outcome(@Nullable Receipt receipt, Application application, String answer) {
        if (receipt == Receipt.SECRET_CHANGED) {
            secretRefused("start this collector with that one");
        }
        if (receipt == null || receipt == Receipt.SECRET_CHANGED) {
            Refused.Reason reason = Refused.Reason.NOT_STORED;
            tallies.refused(application.id(), reason.label());
            throw new CompletionException(new Refused(503, reason, "the report could not be stored; try again", 5));
        }
        if (secretRefused.get() && secretRefused.getAndSet(false)) {
            LOG.info("reports can be stored again: the secret is that of the database");
        }
        return receipt == Receipt.APPLICATION_GONE ? Outcome.unknown() : Outcome.answer(answer);
    }

    private void secretRefused(@Nullable String why) {
        if (!secretRefused.getAndSet(true)) {
            LOG.error("reports are answered with 503, because the database has another secret: {}", why);
        }
    }

    private Submission submission(Application application, ReportBody body, Declared declared, Arrival arrival) {
        Secrets current = secrets.secrets();
        List<byte[]> keys = body.isWithoutId()
                ? List.of()
                : current.each(secret -> secret.installKey(application.name(), body.installId()));
        Instant now = clock.instant();
        List<Long> hashes = arrival.idempotencyKey()
                .filter(key -> !key.isBlank())
                .map(key -> current.each(secret -> hash(secret, application, body, key)))
                .orElse(List.of());
        return new Submission(
                application.id(),
                channel(application, body, arrival),
                current.current().fingerprint(),
                keys,
                hashes,
                UtcDay.of(now),
                UtcDay.of(now.minus(age(arrival.age()))),
                body.version(),
                declared.values(),
                declared.counts());
    }

    private static long hash(Secret secret, Application application, ReportBody body, String key) {
        return secret.reportHash(application.name(), body.installId(), key);
    }

    private static Channel channel(Application application, ReportBody body, Arrival arrival) {
        if (arrival.beta()) {
            return Channel.BETA;
        }
        return application.settings().isDevelopment(body.version()) ? Channel.DEVELOPMENT : Channel.PRODUCTION;
    }

    /** What is no age, or too long ago, is none. */
    private static Duration age(Optional<String> header) {
        String text = header.map(String::strip).orElse("");
        if (text.isEmpty() || text.length() > 7 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ZERO;
        }
        Duration age = Duration.ofSeconds(Long.parseLong(text));
        return age.compareTo(OLDEST) > 0 ? Duration.ZERO : age;
    }
}
