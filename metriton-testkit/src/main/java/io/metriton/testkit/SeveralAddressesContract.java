package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import io.metriton.api.TransportProvider;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * A host with several addresses, of which the first refuse or say nothing, is reached within the deadline. The names are in a
 * hosts file of a JVM of its own; the silent address is a listener whose backlog is full.
 */
abstract class SeveralAddressesContract extends ContractTests {
    private static final String SILENT = "127.0.0.3";

    /** By name, in the order in which the JVM gives them; the server listens on 127.0.0.1 alone. */
    private static final Map<String, List<String>> HOSTS = new TreeMap<>(Map.of(
            "refused-first.test", List.of("127.0.0.9", "127.0.0.1"),
            "silent-first.test", List.of(SILENT, "127.0.0.1"),
            "three-refuse.test", List.of("127.0.0.9", "127.0.0.8", "127.0.0.7", "127.0.0.1"),
            "silent-and-refused.test", List.of(SILENT, "127.0.0.9", SILENT, "127.0.0.1")));

    private final TransportContract contract;
    private final List<AutoCloseable> servers = new ArrayList<>();

    @TempDir
    Path folder;

    SeveralAddressesContract(TransportContract contract) {
        super(contract);
        this.contract = contract;
    }

    @BeforeEach
    void writeHosts() throws IOException {
        List<String> lines = new ArrayList<>();
        HOSTS.forEach((name, addresses) -> addresses.forEach(address -> lines.add(address + " " + name)));
        Files.write(folder.resolve("hosts"), lines);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    /** An address that refuses leaves the time to the next, and so does one that says nothing. */
    @Test
    void send_reachesAHostWhoseFirstAddressesAreDead() throws Exception {
        Class<? extends TransportProvider> provider = contract.provider().getClass();
        Assumptions.assumeTrue(
                isMadeByItsName(provider),
                "another process cannot make this provider: it is not public, or has no public constructor without"
                        + " parameters");
        ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
        servers.add(server);
        silence(server.port());

        List<String> arguments = new ArrayList<>(List.of(provider.getName()));
        HOSTS.keySet().forEach(name -> arguments.add("http://" + name + ":" + server.port() + "/scout"));
        Map<String, String> outcomes = new TreeMap<>();
        try (ChildProcess child = ChildProcess.start(
                SendProcess.class,
                List.of("-Djdk.net.hosts.file=" + folder.resolve("hosts")),
                List.of(provider, contract.getClass(), Transport.class),
                arguments,
                folder.resolve("process.log"))) {
            for (String name : HOSTS.keySet()) {
                outcomes.put(name + " " + HOSTS.get(name), child.hear());
            }
        }
        assertThat(outcomes).allSatisfy((host, outcome) -> assertThat(outcome).isEqualTo("status 200"));
        assertThat(server.requests()).as("one request for each report").hasSize(HOSTS.size());
    }

    private static boolean isMadeByItsName(Class<?> provider) {
        try {
            return Modifier.isPublic(provider.getModifiers())
                    && Modifier.isPublic(provider.getConstructor().getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private void silence(int port) throws IOException {
        try {
            servers.add(new FullBacklog(InetAddress.getByName(SILENT), port));
        } catch (BindException e) {
            throw new TestAbortedException("this system has one loopback address alone", e);
        }
    }
}
