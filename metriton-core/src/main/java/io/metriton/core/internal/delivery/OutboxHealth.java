package io.metriton.core.internal.delivery;

import io.metriton.api.Outbox;
import io.metriton.core.internal.util.Log;
import io.metriton.core.internal.util.Thrown;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox's last uses have shown: where reports wait, and what is wrong. Each failure is logged once. Thread-safe; asks
 * the outbox what is wrong with it, which must not block.
 */
final class OutboxHealth {
    private volatile String waitingIn;

    /** Why reports cannot be kept, until one is. */
    private volatile @Nullable String keepingFailed;

    /** Why another call failed, until one works. */
    private volatile @Nullable String callFailed;

    /** Why counts cannot be kept, until they are. */
    private volatile @Nullable String countingFailed;

    /** Why dates cannot be kept, until they are. */
    private volatile @Nullable String datesFailed;

    /** What is wrong with the place although it works. */
    private volatile @Nullable String note;

    OutboxHealth(@Nullable Outbox given) {
        this.waitingIn = given == null ? "memory alone" : location(given);
    }

    /** Where reports wait, or why they do so in memory. */
    String waitingIn() {
        return waitingIn;
    }

    /** Whether nothing is known to have failed; counts and dates aside. */
    boolean isGood() {
        return keepingFailed == null && callFailed == null;
    }

    /** The last failure, or what is wrong with the place although it works. */
    Optional<String> problem() {
        String[] known = {keepingFailed, callFailed, countingFailed, datesFailed, note};
        for (String each : known) {
            if (each != null) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    void opened(Outbox place) {
        waitingIn = location(place);
    }

    /** A report was kept. */
    void kept(Outbox place) {
        waitingIn = location(place);
        keepingFailed = null;
        worked(place);
    }

    /** Another call worked. */
    void worked(Outbox place) {
        callFailed = null;
        note = note(place);
    }

    /** Reports cannot be kept. */
    void notKept(String what, Throwable failure) {
        Thrown.restoreInterrupt(failure);
        String said = what + Thrown.text(failure);
        keepingFailed = said;
        waitingIn = said;
        Log.once(System.Logger.Level.DEBUG, said);
    }

    /** Another call failed. */
    void failed(String what, Throwable failure) {
        Thrown.restoreInterrupt(failure);
        callFailed = what + Thrown.text(failure);
        Log.once(System.Logger.Level.DEBUG, what + Thrown.text(failure));
    }

    /** Counts were kept. */
    void counted(@Nullable Outbox place) {
        countingFailed = null;
        note = place == null ? note : note(place);
    }

    /** Counts cannot be kept; reports may be kept all the same. */
    void notCounted(String problem) {
        countingFailed = problem;
        Log.once(System.Logger.Level.DEBUG, problem);
    }

    /** Dates can be kept again. */
    void datesWork() {
        datesFailed = null;
    }

    /** Dates cannot be kept. */
    void noDates(String problem) {
        datesFailed = problem;
        Log.once(System.Logger.Level.DEBUG, problem);
    }

    private static @Nullable String note(Outbox outbox) {
        try {
            return outbox.problem().orElse(null);
        } catch (RuntimeException | Error e) {
            return "an outbox that cannot say what is wrong with it: " + Thrown.text(e);
        }
    }

    private static String location(Outbox outbox) {
        try {
            return String.valueOf(outbox.location());
        } catch (RuntimeException | Error e) {
            return "an outbox that cannot say where it is";
        }
    }
}
