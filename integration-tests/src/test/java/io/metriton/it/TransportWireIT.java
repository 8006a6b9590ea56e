package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import io.metriton.api.TransportResponse;
import io.metriton.it.LoopbackServer.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes over the wire: one POST, byte for byte as asked for, and nothing that the client thought of itself. */
class TransportWireIT {

    @ParameterizedTest
    @EnumSource
    void send_postsExactlyTheBytes(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport transport = each.open()) {
            transport.send(Transports.report(server.uri("/scout")).build());

            Received request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/scout");
            assertThat(request.body()).isEqualTo(Transports.BODY.getBytes(StandardCharsets.UTF_8));
            assertThat(request.header("Content-Length")).isEqualTo(String.valueOf(request.body().length));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_addsNoHeaderThatMeansSomething(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport transport = each.open()) {
            transport.send(Transports.report(server.uri("/scout"))
                    .header("X-Trace", "a, b;  c")
                    .build());

            TreeMap<String, List<String>> headers =
                    new TreeMap<>(server.requests().get(0).headers());
            assertThat(headers)
                    .containsEntry("Content-Type", List.of("application/json"))
                    .containsEntry("User-Agent", List.of("app/1.0 metriton-java/test"))
                    .containsEntry("X-Trace", List.of("a, b;  c"))
                    .containsEntry("Host", List.of("127.0.0.1:" + server.port()));
            // Connection is the transport's own affair; OkHttp has to say that it wants no gzip.
            assertThat(headers.getOrDefault("Accept-Encoding", List.of())).isSubsetOf(List.of("identity"));
            assertThat(headers.getOrDefault("Connection", List.of("close")))
                    .allSatisfy(value -> assertThat(value).isIn("close", "keep-alive", "Keep-Alive"));
            assertThat(headers.keySet())
                    .isSubsetOf(
                            "Accept-Encoding",
                            "Connection",
                            "Content-Length",
                            "Content-Type",
                            "Host",
                            "User-Agent",
                            "X-Trace");
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "''|/",
                "/|/",
                "?a=1|/?a=1",
                "/a%2Fb/%7e/c|/a%2Fb/%7e/c",
                "/scout?x=%20y+z&empty=&k=%C3%A4&q=a/b?c|/scout?x=%20y+z&empty=&k=%C3%A4&q=a/b?c",
                "/scout#fragment|/scout",
                "/scout/ä?q=ö|/scout/%C3%A4?q=%C3%B6"
            },
            delimiter = '|')
    void send_keepsTheTarget(String path, String target) throws Exception {
        for (Transports each : Transports.values()) {
            try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                    Transport transport = each.open()) {
                transport.send(Transports.report(server.uri(path)).build());

                assertThat(server.requests().get(0).target()).as("%s", each).isEqualTo(target);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_sendsAnEmptyBodyWithItsLength(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport transport = each.open()) {
            transport.send(Transports.report(server.uri("/")).body(new byte[0]).build());

            assertThat(server.requests().get(0).header("Content-Length")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_sendsALargeBody(Transports each) throws Exception {
        byte[] body = new byte[3 << 20];
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport transport = each.open()) {
            transport.send(Transports.report(server.uri("/")).body(body).build());

            assertThat(server.requests().get(0).body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_replaysNoCookie(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) ->
                        LoopbackServer.write(socket, LoopbackServer.plain(200, "{}", "Set-Cookie: id=1; Path=/")));
                Transport transport = each.open()) {
            TransportResponse first =
                    transport.send(Transports.report(server.uri("/")).build());
            transport.send(Transports.report(server.uri("/")).build());

            assertThat(first.header("Set-Cookie")).contains("id=1; Path=/");
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.header("Cookie")).isNull());
        }
    }

    /** An application may set a cookie handler for the whole JVM: its cookies are not the endpoint's. */
    @ParameterizedTest
    @EnumSource
    void send_neverAsksTheCookieHandlerOfTheJvm(Transports each) throws Exception {
        CookieHandler before = CookieHandler.getDefault();
        CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        CookieHandler.setDefault(jar);
        try {
            send_replaysNoCookie(each);
            assertThat(jar.getCookieStore().getCookies()).isEmpty();
        } finally {
            CookieHandler.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_doesNotDecodeTheAnswer(Transports each) throws Exception {
        byte[] body = {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3, (byte) 0xff};
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) -> {
                    LoopbackServer.write(
                            socket,
                            ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    LoopbackServer.write(socket, body);
                });
                Transport transport = each.open()) {
            TransportResponse response =
                    transport.send(Transports.report(server.uri("/")).build());

            assertThat(response.body()).isEqualTo(body);
            assertThat(response.header("content-encoding")).contains("gzip");
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_isOneRequestForEachOfManySends(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) ->
                        LoopbackServer.write(socket, LoopbackServer.plain(200, request.text())));
                Transport transport = each.open()) {
            for (int i = 0; i < 20; i++) {
                byte[] body = ("n" + i).getBytes(StandardCharsets.UTF_8);
                assertThat(send(transport, server, body).body()).isEqualTo(body);
            }
            assertThat(server.requests()).hasSize(20);
        }
    }

    private static TransportResponse send(Transport transport, LoopbackServer server, byte[] body) {
        try {
            return transport.send(Transports.report(server.uri("/")).body(body).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
