package io.metriton.benchmarks.hot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.metriton.api.Report;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.ReportSender;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Encoding and decoding; ours through the sender with a transport that does nothing, so with all that is around it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class CodecBenchmark {
    private static final byte[] ANSWER =
            "{\"application\":\"bench\",\"latest_version\":\"1.0\",\"notices\":[]}".getBytes(UTF_8);
    private static final byte[] NOTICES =
            "{\"application\":\"bench\",\"latest_version\":\"1.0\",\"notices\":[{\"level\":\"info\",\"message\":\"hello\"}]}"
                    .getBytes(UTF_8);

    private final URI endpoint = URI.create("http://127.0.0.1:1/scout");
    private final Report report = Report.builder()
            .application("bench")
            .installId("11111111-2222-4333-8444-555555555555")
            .version("1.0")
            .metadata(CallerBenchmark.METADATA)
            .build();
    private final Map<String, Object> tree = new LinkedHashMap<>(Map.of(
            "application", report.application(),
            "install_id", report.installId(),
            "version", report.version(),
            "metadata", report.metadata()));
    private final ObjectMapper databind2 = new ObjectMapper();
    private final tools.jackson.databind.ObjectMapper databind3 = new tools.jackson.databind.ObjectMapper();
    private final ReportSender silent = sender(new byte[0]);
    private final ReportSender usual = sender(ANSWER);
    private final ReportSender withNotices = sender(NOTICES);

    private static ReportSender sender(byte[] body) {
        TransportResponse answer =
                TransportResponse.builder().status(200).body(body).build();
        return ReportSender.builder()
                .transport((TransportRequest request) -> answer)
                .build();
    }

    /** Ours: encode, and all of a send but the network. */
    @Benchmark
    public Object metritonSendWithoutAnswer() throws Exception {
        return silent.send(report, endpoint);
    }

    /** Ours: the same with a usual answer. */
    @Benchmark
    public Object metritonSendWithUsualAnswer() throws Exception {
        return usual.send(report, endpoint);
    }

    /** Ours: the same with an answer that Jackson reads. */
    @Benchmark
    public Object metritonSendWithNotices() throws Exception {
        return withNotices.send(report, endpoint);
    }

    /** Jackson 2 databind. */
    @Benchmark
    public Object databind2Encode() throws Exception {
        return databind2.writeValueAsBytes(tree);
    }

    /** Jackson 2 databind. */
    @Benchmark
    public Object databind2Decode() throws Exception {
        return databind2.readValue(ANSWER, Map.class);
    }

    /** Jackson 3 databind. */
    @Benchmark
    public Object databind3Encode() {
        return databind3.writeValueAsBytes(tree);
    }

    /** Jackson 3 databind. */
    @Benchmark
    public Object databind3Decode() {
        return databind3.readValue(ANSWER, Map.class);
    }
}
