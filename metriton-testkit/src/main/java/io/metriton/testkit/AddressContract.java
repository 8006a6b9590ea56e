package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which part of an address goes over the wire. */
abstract class AddressContract extends ContractTests {

    AddressContract(TransportContract contract) {
        super(contract);
    }

    /** The zone is this machine's own (RFC 6874, section 4). In a URI its percent sign is %25, or is written as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"%", "%25"})
    void send_zoneOfAnAddressIsNotSent(String percent) throws Exception {
        // ::1
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        NetworkInterface card = NetworkInterface.getByInetAddress(loopback);
        Assumptions.assumeTrue(card != null && loopback instanceof Inet6Address, "there is no IPv6 here");
        try (ServerSocket listener = new ServerSocket(0, 5, loopback);
                Transport transport = open()) {
            FutureTask<List<String>> head = new FutureTask<>(() -> answer(listener));
            Thread server = new Thread(head, "testkit-ipv6");
            server.setDaemon(true);
            server.start();

            URI endpoint =
                    URI.create("http://[::1" + percent + card.getName() + "]:" + listener.getLocalPort() + "/a?b");
            assertThat(transport.send(report(endpoint).build()).status()).isEqualTo(204);
            assertThat(head.get(10, TimeUnit.SECONDS))
                    .startsWith("POST /a?b HTTP/1.1")
                    .filteredOn(line -> line.startsWith("Host"))
                    .containsExactly("Host: [::1]:" + listener.getLocalPort());
        }
    }

    private static List<String> answer(ServerSocket listener) throws IOException {
        try (Socket socket = listener.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            for (int i = 0; i < BODY.getBytes(UTF_8).length; i++) {
                in.read();
            }
            ScriptedServer.write(socket, "HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
            return head;
        }
    }
}
