package io.metriton.benchmarks.cold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The report by hand, with OkHttp. Arguments: endpoint. */
final class BareOkHttp {
    private BareOkHttp() {}

    public static void main(String[] args) throws IOException {
        Request request = new Request.Builder()
                .url(args[0])
                .post(RequestBody.create(
                        Payload.JSON.getBytes(StandardCharsets.UTF_8), MediaType.get("application/json")))
                .build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
            Payload.check(response.body().bytes());
        }
    }
}
