package io.metriton.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Daemon threads that start to ask at the same moment. Confined to one thread. */
final class Threads {
    private final Duration patience;
    private final CountDownLatch start = new CountDownLatch(1);
    private final List<FutureTask<String>> tasks = new ArrayList<>();

    Threads(Duration patience) {
        this.patience = patience;
    }

    void add(Callable<String> question) {
        FutureTask<String> task = new FutureTask<>(() -> {
            start.await();
            return question.call();
        });
        tasks.add(task);
        Thread thread = new Thread(task, "metriton-contract-" + tasks.size());
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets them go, and waits for all. */
    List<String> answers() throws Exception {
        start.countDown();
        List<String> answers = new ArrayList<>();
        for (FutureTask<String> task : tasks) {
            answers.add(answer(task));
        }
        return answers;
    }

    private String answer(FutureTask<String> task) throws Exception {
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a thread has no answer after " + patience + ": is a lock held?", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        }
    }
}
