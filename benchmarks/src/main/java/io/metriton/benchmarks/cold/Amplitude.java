package io.metriton.benchmarks.cold;

import com.amplitude.Event;
import org.json.JSONObject;

/** One event with Amplitude, flushed, and waited for by shutting down. Arguments: endpoint. */
final class Amplitude {
    private Amplitude() {}

    public static void main(String[] args) throws InterruptedException {
        com.amplitude.Amplitude client = com.amplitude.Amplitude.getInstance();
        client.init("key");
        client.setServerUrl(args[0]);
        Event event = new Event("start", "11111111-2222-4333-8444-555555555555");
        event.eventProperties = new JSONObject().put("files", 3).put("version", "1.0");
        client.logEvent(event);
        client.flushEvents();
        client.shutdown();
    }
}
