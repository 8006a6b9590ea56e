package io.metriton.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.Waiting;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeliveryThreadsTest {
    private static final long NOTHING = DeliveryThreads.NOTHING;
    private final AtomicLong ahead = new AtomicLong();
    private final DeliveryThreads threads =
            new DeliveryThreads(() -> System.nanoTime() + ahead.get(), new ExitHook(), 4);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<DeliveryThreads.Schedule> schedules = Collections.newSetFromMap(new WeakHashMap<>());

    @AfterEach
    void letGo() {
        end.countDown();
        schedules.forEach(each -> each.cancel(true));
    }

    @Test
    void job_runsOnADaemonThatCarriesNothingOfTheCaller() throws Exception {
        List<Thread> ran = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread caller = new Thread(
                new ThreadGroup("a host's"),
                () -> schedule(() -> {
                            ran.add(Thread.currentThread());
                            done.countDown();
                            return NOTHING;
                        })
                        .runWithin(0));
        caller.setContextClassLoader(new ClassLoader() {});
        caller.start();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(ran.get(0).isDaemon()).isTrue();
        assertThat(ran.get(0).getName()).isEqualTo("metriton-delivery");
        assertThat(ran.get(0).getThreadGroup().getParent()).as("the root group").isNull();
        assertThat(ran.get(0).getContextClassLoader()).isSameAs(DeliveryThreads.class.getClassLoader());
    }

    @Test
    void manyJobs_shareFourThreads() throws Exception {
        ConcurrentHashMap<Thread, Boolean> used = new ConcurrentHashMap<>();
        CountDownLatch all = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            schedule(() -> {
                        used.put(Thread.currentThread(), true);
                        all.countDown();
                        return NOTHING;
                    })
                    .runWithin(0);
        }
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(used).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void jobThatHangs_holdsUpNoOther() throws Exception {
        for (int i = 0; i < 3; i++) {
            schedule(this::hang).runWithin(0);
        }
        CountDownLatch done = new CountDownLatch(1);
        schedule(() -> {
                    done.countDown();
                    return NOTHING;
                })
                .runWithin(0);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void steps_areRepeatedUntilThereIsNothing() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        schedule(() -> {
                    if (steps.incrementAndGet() < 5) {
                        return Duration.ofMillis(1).toNanos();
                    }
                    done.countDown();
                    return NOTHING;
                })
                .runWithin(0);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(steps).hasValue(5);
    }

    /**
     * A second thread that is idle must not have the first believe that the job is waited for: each step came a second late.
     */
    @Test
    void pausesOfAJob_areNoLongerBecauseAnotherThreadIsIdle() throws Exception {
        CountDownLatch bothRun = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 2; i++) {
            AtomicInteger steps = new AtomicInteger();
            boolean goesOn = i == 0;
            schedule(() -> {
                        if (steps.getAndIncrement() == 0) {
                            bothRun.countDown();
                            awaitThem(bothRun);
                        }
                        done.countDown();
                        return goesOn ? Duration.ofMillis(1).toNanos() : NOTHING;
                    })
                    .runWithin(0);
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** The thread that waited for it takes what is due now: another has to wait for it then. */
    @Test
    void jobDueLater_runsWhileTheOnlyThreadHangs() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        schedule(() -> {
                    done.countDown();
                    return NOTHING;
                })
                .runWithin(Duration.ofMillis(20).toNanos());
        schedule(this::hang).runWithin(0);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void jobThatIsAskedForWhileItRuns_runsOnceMore() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch twice = new CountDownLatch(2);
        DeliveryThreads.Schedule schedule = schedule(() -> {
            running.countDown();
            twice.countDown();
            hang();
            return NOTHING;
        });
        schedule.runWithin(0);
        running.await();
        schedule.runWithin(0);
        end.countDown();
        assertThat(twice.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void soonerTime_wins() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        DeliveryThreads.Schedule schedule = schedule(() -> {
            done.countDown();
            return NOTHING;
        });
        schedule.runWithin(Duration.ofDays(1).toNanos());
        schedule.runWithin(0);
        schedule.runWithin(Duration.ofDays(1).toNanos());
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void jobThatThrows_endsNoThread() throws Exception {
        schedule(() -> {
                    throw new StackOverflowError("a defect");
                })
                .runWithin(0);
        CountDownLatch done = new CountDownLatch(1);
        schedule(() -> {
                    done.countDown();
                    return NOTHING;
                })
                .runWithin(0);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Where the heap is full, anything may throw: the job must not count as running for ever. */
    @Test
    void jobThatMeetsAFullHeapAfterItsStep_runsAgain() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch steps = new CountDownLatch(2);
        DeliveryThreads.Schedule schedule = threads.schedule(new DeliveryThreads.Job() {
            @Override
            public long run() {
                steps.countDown();
                return NOTHING;
            }

            @Override
            public Runnable afterwards() {
                failed.countDown();
                throw new OutOfMemoryError("a full heap");
            }
        });
        schedule.runWithin(0);
        assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        schedule.runWithin(0);
        assertThat(steps.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelledJob_isInterruptedAndRunsNoMore() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        DeliveryThreads.Schedule schedule = schedule(() -> {
            runs.incrementAndGet();
            running.countDown();
            hang();
            return 0;
        });
        schedule.runWithin(0);
        running.await();
        schedule.cancel(true);
        schedule.runWithin(0);

        CountDownLatch after = new CountDownLatch(1);
        schedule(() -> {
                    after.countDown();
                    return NOTHING;
                })
                .runWithin(Duration.ofMillis(20).toNanos());
        assertThat(after.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(1);
    }

    /** A pause of hours must not hold a thread after close. */
    @Test
    void cancelledJob_isWaitedForNoLonger() throws Exception {
        List<Thread> ran = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        DeliveryThreads.Schedule schedule = schedule(() -> {
            ran.add(Thread.currentThread());
            done.countDown();
            return Duration.ofHours(1).toNanos();
        });
        schedule.runWithin(0);
        done.await();
        Waiting.until(() -> ran.get(0).getState() == Thread.State.TIMED_WAITING);
        schedule.cancel(true);
        ran.get(0).join(20_000);
        assertThat(ran.get(0).isAlive()).isFalse();
    }

    /** The interrupt is for a step that is just over: it must not reach the next job, or end the thread that waits for it. */
    @Test
    void jobThatIsCancelledAtTheEndOfItsStep_leavesTheThreadToTheNext() throws Exception {
        DeliveryThreads one = new DeliveryThreads(System::nanoTime, new ExitHook(), 1);
        CountDownLatch ran = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicReference<DeliveryThreads.Schedule> cancelled = new AtomicReference<>();
        DeliveryThreads.Schedule next = one.schedule(new CancelledJob(null) {
            @Override
            public long run() {
                interrupted.set(Thread.currentThread().isInterrupted());
                ran.countDown();
                return DeliveryThreads.NOTHING;
            }
        });
        cancelled.set(one.schedule(new CancelledJob(cancelled)));
        next.runWithin(TimeUnit.MILLISECONDS.toNanos(100));
        cancelled.get().runWithin(0);

        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isFalse();
    }

    /** Is cancelled when its step is over, and the thread does not know yet. */
    private static class CancelledJob implements DeliveryThreads.Job {
        private final @Nullable AtomicReference<DeliveryThreads.Schedule> schedule;

        CancelledJob(@Nullable AtomicReference<DeliveryThreads.Schedule> schedule) {
            this.schedule = schedule;
        }

        @Override
        public long run() {
            return DeliveryThreads.NOTHING;
        }

        @Override
        public @Nullable Runnable afterwards() {
            if (schedule != null) {
                schedule.get().cancel(true);
            }
            return null;
        }
    }

    /** Maven's exec:java interrupts what is left, and waits for it. */
    @Test
    void interruptedThread_endsAndTheNextReportStartsAnother() throws Exception {
        Hourly hourly = new Hourly(threads);
        hourly.runOnceAndInterrupt();
        assertThat(hourly.ran).hasSize(1);

        hourly.schedule.runWithin(0);
        assertThat(hourly.second.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hourly.ran.get(1)).isNotSameAs(hourly.ran.get(0));
    }

    /** A service that reports once a day calls nothing that would start another. */
    @Test
    void interruptedThread_isReplacedForWhatIsDueLater() throws Exception {
        List<Thread> ran = new CopyOnWriteArrayList<>();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        schedule(() -> {
                    ran.add(Thread.currentThread());
                    first.countDown();
                    second.countDown();
                    return Duration.ofSeconds(3).toNanos();
                })
                .runWithin(0);
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

        ran.get(0).interrupt();

        assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ran.get(1)).isNotSameAs(ran.get(0));
    }

    /** Each may wait for a report that was made later. */
    @Test
    void callbacksOnAllThreads_keepNothingFromBeingDelivered() throws Exception {
        CountDownLatch blocked = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            DeliveryThreads.Schedule schedule = threads.schedule(new DeliveryThreads.Job() {
                @Override
                public long run() {
                    return NOTHING;
                }

                @Override
                public Runnable afterwards() {
                    return () -> {
                        blocked.countDown();
                        hang();
                    };
                }
            });
            schedules.add(schedule);
            schedule.runWithin(0);
        }
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        CountDownLatch delivered = new CountDownLatch(1);

        schedule(() -> {
                    delivered.countDown();
                    return NOTHING;
                })
                .runWithin(0);

        assertThat(delivered.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A listener that never returns would take a thread for each answer, until none is left. */
    @Test
    void callbacksOfOneJob_leaveThreadsToAllOthers() throws Exception {
        CountDownLatch blocked = new CountDownLatch(3);
        AtomicInteger steps = new AtomicInteger();
        DeliveryThreads.Schedule hangs = threads.schedule(new DeliveryThreads.Job() {
            @Override
            public long run() {
                return steps.incrementAndGet() < 30 ? 0 : NOTHING;
            }

            @Override
            public Runnable afterwards() {
                return () -> {
                    blocked.countDown();
                    hang();
                };
            }
        });
        schedules.add(hangs);
        hangs.runWithin(0);
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hangs.runWithin(0)).isTrue();
        CountDownLatch others = new CountDownLatch(1);
        schedule(() -> {
                    others.countDown();
                    return NOTHING;
                })
                .runWithin(0);

        assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(steps).as("of the job whose callbacks hang").hasValue(3);
        assertThat(hangs.isHeldUp()).isTrue();

        end.countDown();
        Waiting.until(() -> steps.get() == 30);
    }

    /** The job is due since its thread ended, so to ask for it makes it no sooner. */
    @Test
    void jobThatBecameDueAfterItsThreadEnded_isRunWhenItIsAskedFor() throws Exception {
        Hourly hourly = new Hourly(new DeliveryThreads(() -> System.nanoTime() + ahead.get(), new ExitHook(), 1));
        hourly.runOnceAndInterrupt();
        ahead.set(Duration.ofHours(2).toNanos());

        assertThat(hourly.schedule.runWithin(0)).isTrue();
        assertThat(hourly.second.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A job with an hour between its steps. */
    private final class Hourly {
        private final List<Thread> ran = new CopyOnWriteArrayList<>();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch second = new CountDownLatch(2);
        private final DeliveryThreads.Schedule schedule;

        Hourly(DeliveryThreads on) {
            this.schedule = schedule(on, this::step);
        }

        private long step() {
            ran.add(Thread.currentThread());
            first.countDown();
            second.countDown();
            return Duration.ofHours(1).toNanos();
        }

        void runOnceAndInterrupt() throws InterruptedException {
            schedule.runWithin(0);
            first.await();
            ran.get(0).interrupt();
            ran.get(0).join(20_000);
            assertThat(ran.get(0).isAlive()).isFalse();
        }
    }

    /** Or an application that was taken away would stay loaded: its class loader is closed, and loads nothing any more. */
    @Test
    void jobWhoseClassesCannotBeLoadedAnyMore_isNotTriedAgainByItself() throws Exception {
        List<Thread> ran = new CopyOnWriteArrayList<>();
        CountDownLatch first = new CountDownLatch(1);
        DeliveryThreads.Schedule schedule = schedule(() -> {
            ran.add(Thread.currentThread());
            first.countDown();
            throw new NoClassDefFoundError("of an application that was taken away");
        });
        schedule.runWithin(0);
        first.await();

        ran.get(0).join(20_000);
        assertThat(ran.get(0).isAlive()).isFalse();
        assertThat(ran).hasSize(1);
    }

    /** Its class loader, too: the thread may wait for another for hours. */
    @Test
    void jobThatIsDone_isNotHeldByTheThreadThatWaitsForAnother() throws Exception {
        CountDownLatch ran = new CountDownLatch(2);
        schedule(() -> {
                    ran.countDown();
                    return Duration.ofHours(1).toNanos();
                })
                .runWithin(0);
        WeakReference<Object> done = scheduleOnce(ran);
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();

        Waiting.until(() -> {
            System.gc();
            return done.get() == null;
        });
    }

    private WeakReference<Object> scheduleOnce(CountDownLatch ran) {
        DeliveryThreads.Schedule once = schedule(() -> {
            ran.countDown();
            return NOTHING;
        });
        once.runWithin(0);
        return new WeakReference<>(once);
    }

    /** What a job does after its step may block: another thread runs the next. */
    @Test
    void blockedCallback_holdsUpNoStep() throws Exception {
        CountDownLatch steps = new CountDownLatch(2);
        threads.schedule(new DeliveryThreads.Job() {
                    @Override
                    public long run() {
                        steps.countDown();
                        return steps.getCount() > 0 ? 0 : NOTHING;
                    }

                    @Override
                    public Runnable afterwards() {
                        return DeliveryThreadsTest.this::hang;
                    }
                })
                .runWithin(0);
        assertThat(steps.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private DeliveryThreads.Schedule schedule(LongSupplier step) {
        return schedule(threads, step);
    }

    private DeliveryThreads.Schedule schedule(DeliveryThreads on, LongSupplier step) {
        DeliveryThreads.Schedule schedule = on.schedule(new DeliveryThreads.Job() {
            @Override
            public long run() {
                return step.getAsLong();
            }

            @Override
            public Runnable afterwards() {
                return null;
            }
        });
        schedules.add(schedule);
        return schedule;
    }

    private static void awaitThem(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return NOTHING;
    }
}
