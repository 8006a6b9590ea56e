package io.metriton.benchmarks.cold;

import com.amplitude.AmplitudeCallbacks;
import com.amplitude.Event;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;

/**
 * One event with Amplitude, flushed, and waited for by its callback. It speaks https only. After {@code shutdown} a pool of its
 * own keeps the JVM for a minute, so this exits. Arguments: endpoint.
 */
final class Amplitude {
    private Amplitude() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        com.amplitude.Amplitude client = com.amplitude.Amplitude.getInstance();
        client.init("key");
        client.setServerUrl(args[0] + "/amplitude");
        client.setCallbacks(new AmplitudeCallbacks() {
            @Override
            public void onLogEventServerResponse(Event event, int status, String message) {
                if (status == 200) {
                    sent.countDown();
                }
            }
        });
        Event event = new Event("start", "11111111-2222-4333-8444-555555555555");
        event.eventProperties = new JSONObject().put("files", 3).put("version", "1.0");
        client.logEvent(event);
        client.flushEvents();
        boolean taken = sent.await(20, TimeUnit.SECONDS);
        client.shutdown();
        System.exit(taken ? 0 : 1);
    }
}
