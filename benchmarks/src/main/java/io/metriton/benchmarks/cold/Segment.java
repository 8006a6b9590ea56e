package io.metriton.benchmarks.cold;

import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.Message;
import com.segment.analytics.messages.TrackMessage;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One event with Segment, which is flushed and waited for.
 * Arguments: endpoint, and perhaps milliseconds of work before that.
 */
final class Segment {
    private Segment() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        Analytics analytics = Analytics.builder("key")
                .endpoint(args[0])
                .callback(new Callback() {
                    @Override
                    public void success(Message message) {
                        sent.countDown();
                    }

                    @Override
                    public void failure(Message message, Throwable failure) {
                        throw new IllegalStateException(failure);
                    }
                })
                .build();
        analytics.enqueue(TrackMessage.builder("start")
                .userId("11111111-2222-4333-8444-555555555555")
                .properties(Map.of("files", 3, "version", "1.0")));
        Working.work(args, 1);
        analytics.flush();
        sent.await(20, TimeUnit.SECONDS);
        analytics.shutdown();
    }
}
