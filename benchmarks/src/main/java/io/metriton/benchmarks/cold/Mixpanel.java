package io.metriton.benchmarks.cold;

import com.mixpanel.mixpanelapi.MessageBuilder;
import com.mixpanel.mixpanelapi.MixpanelAPI;
import java.io.IOException;
import org.json.JSONObject;

/** One event with Mixpanel. Arguments: endpoint. */
final class Mixpanel {
    private Mixpanel() {}

    public static void main(String[] args) throws IOException {
        MessageBuilder messages = new MessageBuilder("token");
        JSONObject event = messages.event(
                "11111111-2222-4333-8444-555555555555",
                "start",
                new JSONObject().put("files", 3).put("version", "1.0"));
        try (MixpanelAPI api = new MixpanelAPI(args[0] + "/track", args[0] + "/engage")) {
            api.sendMessage(event);
        }
    }
}
