package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key of its own for {@code localhost}, made by the JDK's keytool, and a trust store for clients. */
final class ServerKeys {
    private static final String PASSWORD = "changeit";

    private final Path keys;
    private final Path trustStore;

    /** Makes both, in a folder of their own. */
    ServerKeys() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("benchmark");
        keys = folder.resolve("keys.p12");
        trustStore = folder.resolve("trust.p12");
        String certificate = folder.resolve("a.crt").toString();
        keytool(keys, "-genkeypair -keyalg EC -dname CN=localhost -ext SAN=dns:localhost -validity 10");
        keytool(keys, "-exportcert -file " + certificate);
        keytool(trustStore, "-importcert -noprompt -file " + certificate);
    }

    /** For the server. */
    SSLContext context() throws Exception {
        char[] password = PASSWORD.toCharArray();
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(keys.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Options for the JVM of a client. */
    List<String> trust() {
        return List.of("-Djavax.net.ssl.trustStore=" + trustStore, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private static void keytool(Path store, String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-alias", "a", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
