package io.metriton.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metriton.api.Notice;
import io.metriton.api.Report;
import io.metriton.api.Response;
import io.metriton.api.TransportResponse;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What {@link JacksonVersionsTest} runs in a class loader of its own: sends a report and says what the answer was read as. */
final class JacksonDriver implements UnaryOperator<String> {

    @Override
    public String apply(String body) {
        AtomicInteger requests = new AtomicInteger();
        FakeTransport transport = FakeTransport.answering(request -> {
            requests.incrementAndGet();
            return TransportResponse.builder()
                    .status(200)
                    .body(body.getBytes(UTF_8))
                    .build();
        });
        Report report =
                Report.builder().application("app").installId("i").version("1").build();
        try {
            Response response = ReportSender.builder()
                    .transport(transport)
                    .build()
                    .send(report, URI.create("https://jackson.example/scout"))
                    .orElseThrow();
            return requests + " " + response.latestVersion() + " "
                    + response.notices().stream().map(Notice::value).toList() + " " + response.disableScout();
        } catch (Exception e) {
            return requests + " " + e;
        }
    }
}
