package io.metriton.benchmarks.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long pages, images and calls of the API take, one after the other. */
final class CollectorReads {
    private static final int DAYS = 999;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String uri;
    private final String token;
    private final int times;

    CollectorReads(String uri, String token, int times) {
        this.uri = uri;
        this.token = token;
        this.times = times;
    }

    /** What is asked for; {@code header} is {@code Accept-Encoding} or {@code Accept}, or empty. */
    private record Call(String path, String header, String value) {
        @Override
        public String toString() {
            return value.isEmpty() ? path : path + " as " + value;
        }
    }

    private static List<Call> calls(String application) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String days = "&from=" + today.minusDays(DAYS) + "&to=" + today;
        String years = "&from=" + today.minusYears(5) + "&to=" + today;
        String api = "/api/v1/applications/" + application;
        List<String> paths = new ArrayList<>(List.of(
                "/",
                "/applications/" + application,
                "/applications/" + application + "?per=week",
                "/applications/" + application + "?per=month",
                "/applications/" + application + "/collected",
                "/badge/" + application + ".svg",
                "/charts/" + application + "/active.svg?per=28days",
                "/charts/" + application + "/versions.svg?per=day",
                "/api/v1/applications",
                api,
                api + "/retention?from=" + today.minusYears(5) + "&to=" + today,
                api + "/active?per=7days" + days,
                api + "/active?per=28days" + days,
                api + "/active?per=day" + days,
                api + "/new?per=day" + days));
        for (String key : List.of("version", "os", "plugins")) {
            paths.add(api + "/active?per=day&by=" + key + days);
            paths.add(api + "/active?per=week&by=" + key + years);
            paths.add(api + "/active?per=month&by=" + key + years);
            paths.add(api + "/active?per=day&by=" + key);
            paths.add(api + "/new?per=day&by=" + key + days);
        }
        paths.add(api + "/counts?per=day&key=commands" + days);
        paths.add(api + "/counts?per=month&key=commands" + years);
        paths.add(api + "/counts?per=day&key=commands");
        List<Call> calls = new ArrayList<>();
        for (String path : paths) {
            calls.add(new Call(path, "", ""));
        }
        for (String large : List.of("/active?per=day&by=plugins", "/counts?per=day&key=commands")) {
            calls.add(new Call(api + large + days, "Accept-Encoding", "gzip"));
            calls.add(new Call(api + large + days, "Accept", "text/csv"));
        }
        return calls;
    }

    /** Median and longest in ms, and KiB of the answer. */
    Map<String, double[]> measure(String application) throws IOException, InterruptedException {
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (Call call : calls(application)) {
            for (int i = 0; i < times; i++) {
                read(call);
            }
            Samples samples = new Samples();
            long bytes = 0;
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                bytes = read(call);
                samples.add((System.nanoTime() - start) / 1e6);
            }
            rows.put(
                    call.toString().replace(LocalDate.now(ZoneOffset.UTC).toString(), "today"),
                    new double[] {samples.median(), samples.at(1), bytes / 1024.0});
        }
        return rows;
    }

    private long read(Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(uri + call.path())).header("Authorization", "Bearer " + token);
        if (!call.header().isEmpty()) {
            request.header(call.header(), call.value());
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(call + ": " + response.statusCode());
        }
        return response.body().length;
    }
}
