package io.metriton.collector.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what Jetty refuses itself, such as broken requests, as any other problem, and without repeating it. */
final class JettyErrors extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        write(
                response,
                callback,
                Problem.json(code, code < 500 ? "the request cannot be understood" : "the server failed"));
    }

    /** Answers a request that no route has seen, and ends its connection: the rest of its body may never come. */
    static void answer(WholeBodies.Exchange exchange, int status, String detail) {
        Response response = exchange.response();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        write(response, exchange.callback(), Problem.json(status, detail));
    }

    private static void write(Response response, Callback callback, String problem) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        response.write(true, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
