package io.metriton.it;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys for https on loopback, made by the JDK's keytool: a server, a person's client certificate, and who trusts both. */
final class LoopbackTls {
    static final String PASSWORD = "changeit";

    private final Path folder;

    private LoopbackTls(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes them.
     *
     * @param folder empty, and the test's own
     * @param names of the server, beside 127.0.0.1
     */
    static LoopbackTls in(Path folder, String... names) throws Exception {
        LoopbackTls made = new LoopbackTls(folder);
        StringBuilder san = new StringBuilder("san=ip:127.0.0.1");
        for (String name : names) {
            san.append(",dns:").append(name);
        }
        made.keytool("-genkeypair", "-keystore", "server.p12", "-dname", "CN=server", "-ext", san.toString());
        made.keytool("-genkeypair", "-keystore", "client.p12", "-dname", "CN=A Person");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (String alias : List.of("server", "client")) {
            trusted.setCertificateEntry(alias, made.load(alias).getCertificate("mykey"));
        }
        try (var out = Files.newOutputStream(made.trustStore())) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return made;
    }

    Path trustStore() {
        return folder.resolve("trust.p12");
    }

    Path clientKeyStore() {
        return folder.resolve("client.p12");
    }

    /** Holds the server's key, and trusts the person. */
    SSLContext server() throws IOException, GeneralSecurityException {
        return context(load("server"));
    }

    /** Trusts the server. */
    SSLContext client() throws IOException, GeneralSecurityException {
        return context(null);
    }

    private SSLContext context(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load("trust"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        Collections.addAll(command, arguments);
        Collections.addAll(
                command, "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-storepass", PASSWORD);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }
}
