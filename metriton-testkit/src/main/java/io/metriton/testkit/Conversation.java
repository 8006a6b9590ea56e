package io.metriton.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What arrived at a server, and what it answers next. Thread-safe: the answers go to the reports in order of arrival. */
final class Conversation {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<ReceivedReport> reports = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final Set<String> undeclared = new LinkedHashSet<>();
    private Answer standing = Answer.upToDate();

    void answer(List<Answer> answers) {
        locked(() -> script.addAll(answers));
    }

    void answerAlways(Answer answer) {
        locked(() -> standing = answer);
    }

    /**
     * Takes a report in, and takes the answer for it from the script.
     *
     * @param leftOut of it, or of one before
     */
    Answer arrived(ReceivedReport report, List<String> leftOut) {
        lock.lock();
        try {
            reports.add(report);
            undeclared.addAll(leftOut);
            arrival.signalAll();
            Answer next = script.poll();
            return next == null ? standing : next;
        } finally {
            lock.unlock();
        }
    }

    void arrivedWrong(String request) {
        locked(() -> {
            rejected.add(request);
            arrival.signalAll();
        });
    }

    List<ReceivedReport> reports() {
        return copy(reports);
    }

    List<String> rejected() {
        return copy(rejected);
    }

    List<String> undeclared() {
        return copy(undeclared);
    }

    /** Waits until that many reports are there, something else arrived, or the time is over. */
    void await(int count, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = patience.toNanos();
            while (reports.size() < count && rejected.isEmpty() && undeclared.isEmpty() && nanos > 0) {
                nanos = arrival.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> List<T> copy(Collection<T> list) {
        lock.lock();
        try {
            return List.copyOf(list);
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }
}
