package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of a runner: what they are called, what they carry, when they end. */
@Timeout(30)
class ExchangeRunnerThreadsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Runnable NO_ABORT = () -> {};

    @Test
    void threads_areNamedDaemonsWithoutTheClassLoaderOfTheCaller() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader plugin = new URLClassLoader(new URL[0], before);
                ExchangeRunner runner = new ExchangeRunner("naming")) {
            Thread.currentThread().setContextClassLoader(plugin);
            Thread thread = threadOf(runner);

            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("metriton-naming-1");
            assertThat(thread.getContextClassLoader()).isNotSameAs(plugin);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void threads_areNumbered() throws Exception {
        try (ExchangeRunner runner = new ExchangeRunner("counted")) {
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch second = new CountDownLatch(1);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            runner.executor().execute(() -> {
                threads.add(Thread.currentThread());
                first.countDown();
                try {
                    second.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            first.await();
            threads.add(threadOf(runner));
            second.countDown();

            assertThat(threads)
                    .extracting(Thread::getName)
                    .containsExactlyInAnyOrder("metriton-counted-1", "metriton-counted-2");
        }
    }

    @Test
    void threads_doNotInheritThreadLocals() throws IOException {
        InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
        tenant.set("of the caller");
        AtomicReference<String> seen = new AtomicReference<>("not run");
        try (ExchangeRunner runner = new ExchangeRunner("locals")) {
            runner.run(
                    LONG,
                    () -> {
                        seen.set(tenant.get());
                        return "done";
                    },
                    NO_ABORT);
        } finally {
            tenant.remove();
        }
        assertThat(seen).hasValue(null);
    }

    /** An application server or a build tool may destroy its own group, with all that is in it. */
    @Test
    void threads_areInTheRootThreadGroup() throws Exception {
        AtomicReference<Thread> seen = new AtomicReference<>();
        try (ExchangeRunner runner = new ExchangeRunner("group")) {
            Thread caller = new Thread(new ThreadGroup("of the host"), () -> {
                try {
                    seen.set(threadOf(runner));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            caller.start();
            caller.join();

            assertThat(seen.get().getThreadGroup().getParent()).isNull();
        }
    }

    @Test
    void executor_hasTwoThreadsAtMost() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(50);
        try (ExchangeRunner runner = new ExchangeRunner("bounded")) {
            for (int i = 0; i < 50; i++) {
                runner.executor().execute(() -> {
                    threads.add(Thread.currentThread());
                    done.countDown();
                });
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(threads).hasSizeBetween(1, 2);
    }

    @Test
    void virtualCaller_isServedOnAVirtualThread() throws Exception {
        Method start = startVirtualThread();
        assumeTrue(start != null, "this JVM has no virtual threads: Thread.startVirtualThread is missing");
        AtomicReference<Thread> seen = new AtomicReference<>();
        AtomicReference<Object> inherited = new AtomicReference<>("not run");
        InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
        try (ExchangeRunner runner = new ExchangeRunner("virtual")) {
            Thread caller = (Thread) start.invoke(null, (Runnable) () -> {
                tenant.set("of the caller");
                try {
                    runner.run(
                            LONG,
                            () -> {
                                inherited.set(tenant.get());
                                seen.set(Thread.currentThread());
                                return "done";
                            },
                            NO_ABORT);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            caller.join();

            assertThat(seen.get().getClass()).isSameAs(caller.getClass());
            assertThat(seen.get().getName()).isEqualTo("metriton-virtual");
            assertThat(inherited).hasValue(null);
        }
    }

    private static Method startVirtualThread() {
        try {
            return Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    @Test
    void newRunner_hasNoThread() {
        try (ExchangeRunner runner = new ExchangeRunner("unborn")) {
            assertThat(runner.executor()).isNotNull();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("metriton-unborn"));
        }
    }

    @Test
    void idleThread_endsByItself() throws Exception {
        try (ExchangeRunner runner = new ExchangeRunner("idle")) {
            assertEnds(threadOf(runner));

            assertThat(threadOf(runner).getName()).as("a new one starts").isEqualTo("metriton-idle-2");
        }
    }

    @Test
    void closed_idleThreadEndsAtOnce() throws Exception {
        ExchangeRunner runner = new ExchangeRunner("closing");
        Thread thread = threadOf(runner);
        runner.close();

        assertEnds(thread);
    }

    @Test
    void closed_busyThreadEnds() throws Exception {
        ExchangeRunner runner = new ExchangeRunner("busy");
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                runner.run(
                        LONG,
                        () -> {
                            worker.set(Thread.currentThread());
                            started.countDown();
                            return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                        },
                        NO_ABORT);
            } catch (IOException e) {
                started.countDown(); // Closed under way, as this test wants it.
            }
        });
        caller.start();
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        runner.close();

        assertEnds(worker.get());
        assertEnds(caller);
    }

    private static Thread threadOf(ExchangeRunner runner) throws IOException {
        return runner.run(LONG, Thread::currentThread, NO_ABORT);
    }

    private static void assertEnds(Thread thread) throws InterruptedException {
        thread.join(10_000);
        assertThat(thread.isAlive()).as(thread.getName() + " lives on").isFalse();
    }
}
