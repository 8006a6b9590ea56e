package io.metriton.benchmarks.cold;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The report by hand, with what the JDK has had for ever. Arguments: endpoint. */
final class BareUrlConnection {
    private BareUrlConnection() {}

    public static void main(String[] args) throws IOException {
        byte[] body = Payload.JSON.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(args[0]).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        try (InputStream in = connection.getInputStream()) {
            Payload.check(in.readAllBytes());
        }
    }
}
