package io.metriton.transport.socket;

import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.AbortableSocket;
import io.metriton.api.support.Connector;
import io.metriton.api.support.DefaultTls;
import io.metriton.api.support.ExchangeProgress;
import io.metriton.api.support.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One request and its answer, on a connection of their own. Runs on one thread; {@link AbortableSocket} ends it. */
final class SocketExchange implements Callable<TransportResponse> {
    /** Up to here, head and body go out in one piece. */
    private static final int SMALL_BODY = 16 << 10;

    private final TransportRequest request;
    private final TransportConfig config;
    private final AbortableSocket abortable;
    private final ExchangeProgress progress;

    SocketExchange(
            TransportRequest request, TransportConfig config, AbortableSocket abortable, ExchangeProgress progress) {
        this.request = request;
        this.config = config;
        this.abortable = abortable;
        this.progress = progress;
    }

    @Override
    public TransportResponse call() throws IOException {
        try (abortable) {
            abortable.check();
            Route route = Route.to(request.endpoint(), config);
            Socket connection = new Connector(abortable, config.connectTimeout(), request.timeout()).connect(route);
            if (route.isTunnelled()) {
                Tunnel.open(connection, route, login(route));
                abortable.check();
            }
            if (route.isHttps()) {
                connection = DefaultTls.over(connection, route, DefaultTls.context(config));
                abortable.check();
            }
            TransportResponse response = exchange(connection, route);
            AbortableSocket.closeQuietly(connection); // In TLS, with a farewell; after a failure without.
            return response;
        } catch (IOException e) {
            throw progress.told(e);
        }
    }

    private TransportResponse exchange(Socket connection, Route route) throws IOException {
        byte[] body = request.body();
        byte[] head = RequestHead.post(route, request, body.length, route.isForwarded() ? login(route) : null);
        progress.begin();
        try {
            write(connection.getOutputStream(), head, body);
        } catch (IOException e) {
            return earlyAnswer(connection, e);
        }
        return answer(connection);
    }

    private TransportResponse answer(Socket connection) throws IOException {
        return AnswerReader.read(connection.getInputStream(), request.maxResponseBytes(), progress);
    }

    private static void write(OutputStream out, byte[] head, byte[] body) throws IOException {
        if (body.length <= SMALL_BODY) {
            byte[] both = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, both, head.length, body.length);
            out.write(both);
        } else {
            out.write(head);
            out.write(body);
        }
        out.flush();
    }

    /** A server that will not read the body answers and closes, so the answer may be there though the body was not taken. */
    private TransportResponse earlyAnswer(Socket connection, IOException failure) throws IOException {
        try {
            return answer(connection);
        } catch (IOException e) {
            if (progress.isAnswered()) {
                throw e;
            }
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private @Nullable String login(Route route) {
        return config.proxyAuthorization(route.proxy()).orElse(null);
    }
}
