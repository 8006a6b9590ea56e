package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application of {@link TomcatHost}, in a class loader of its own with the SDK. */
public final class TomcatServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private transient @Nullable BackgroundReporter telemetry;

    public TomcatServlet() {}

    @Override
    public void init() throws ServletException {
        telemetry = BackgroundReporter.builder(Reporter.builder("webapp", "1.0.0")
                        .endpoint(URI.create(getInitParameter("endpoint")))
                        .installId("the-id")
                        .build())
                .withoutOutbox()
                .build();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        BackgroundReporter reporter = telemetry;
        if (reporter != null) {
            var unused = reporter.report(Map.of("action", "get"));
            response.getWriter().print(reporter.flush(Duration.ofSeconds(10)) ? "reported" : "waits");
        }
    }

    @Override
    public void destroy() {
        BackgroundReporter reporter = telemetry;
        if (reporter != null && Boolean.parseBoolean(getInitParameter("close"))) {
            reporter.close();
        }
    }
}
