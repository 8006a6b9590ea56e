package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkheadTest {

    private final Context context = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void requestThatFindsNoRoom_isA503AtOnceAndTheOthersGoOn() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        Bulkhead bulkhead = new Bulkhead(2, refused::incrementAndGet);
        Handler slow = bulkhead.around(ctx -> {
            inside.countDown();
            assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        });
        List<Thread> pages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread page = new Thread(() -> {
                try {
                    slow.handle(context);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            page.start();
            pages.add(page);
        }
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

        Handler quick = bulkhead.around(ctx -> {});
        assertThatThrownBy(() -> quick.handle(context))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(refused).hasValue(1);

        end.countDown();
        for (Thread page : pages) {
            page.join();
        }
        quick.handle(context);
    }

    @Test
    void handlerThatThrows_givesItsRoomBack() {
        Bulkhead bulkhead = new Bulkhead(1, refused::incrementAndGet);
        Handler failing = bulkhead.around(ctx -> {
            throw new IllegalStateException("the database is gone");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> failing.handle(context)).isInstanceOf(IllegalStateException.class);
        }
    }
}
