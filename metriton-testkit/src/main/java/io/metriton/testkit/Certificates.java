package io.metriton.testkit;

import java.io.IOException;
import java.io.InputStream;
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
import org.jspecify.annotations.Nullable;

/**
 * An authority that only these tests trust, and the servers' certificates that it signed. Made once in a JVM, by the JDK's
 * keytool, since the JDK has no API for that.
 */
final class Certificates {
    static final String PASSWORD = "changeit";
    /** A name that resolves nowhere, for servers behind a proxy. */
    static final String HOST = "endpoint.test";

    private static final String NAMES = "san=ip:127.0.0.1,dns:" + HOST;
    private static final String AUTHORITY = "authority";

    private final Path file;
    private final SSLContext client;

    private static final class Once {
        static final Certificates INSTANCE = make();
    }

    private Certificates(Path file, SSLContext client) {
        this.file = file;
        this.client = client;
    }

    static Certificates get() {
        return Once.INSTANCE;
    }

    /** Trusts the authority and nobody else. */
    SSLContext client() {
        return client;
    }

    /** Valid for 127.0.0.1 and for {@link #HOST}. */
    SSLContext server() {
        return server("valid");
    }

    /** Valid for hosts that no test asks for. */
    SSLContext otherHost() {
        return server("other-host");
    }

    /** No longer valid since yesterday. */
    SSLContext expired() {
        return server("expired");
    }

    /** A key store with the key of {@link #server()} alone. */
    Path serverKeyStore() {
        return file.resolveSibling("valid.p12");
    }

    private SSLContext server(String alias) {
        try {
            return context(only(file, alias), null);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificates cannot be read", e);
        }
    }

    private static Certificates make() {
        try {
            Path folder = Files.createTempDirectory("metriton-testkit");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("all.p12");
            keytool(file, AUTHORITY, "-ext", "bc:c");
            keytool(file, "valid", "-signer", AUTHORITY, "-ext", NAMES);
            keytool(file, "other-host", "-signer", AUTHORITY, "-ext", "san=ip:127.0.0.2,dns:other.test");
            keytool(file, "expired", "-signer", AUTHORITY, "-ext", NAMES, "-startdate", "-10d", "-validity", "9");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(AUTHORITY, load(file).getCertificate(AUTHORITY));
            Certificates made = new Certificates(file, context(null, trusted));
            save(only(file, "valid"), made.serverKeyStore());
            made.serverKeyStore().toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return made;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificates can be made for the tests of https", e);
        }
    }

    private static void keytool(Path file, String alias, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        Collections.addAll(command, arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    /** The keys of one server, without those of the others. */
    private static KeyStore only(Path file, String alias) throws IOException, GeneralSecurityException {
        KeyStore keys = load(file);
        for (String each : Collections.list(keys.aliases())) {
            if (!each.equals(alias)) {
                keys.deleteEntry(each);
            }
        }
        return keys;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void save(KeyStore keys, Path file) throws IOException, GeneralSecurityException {
        try (var out = Files.newOutputStream(file)) {
            keys.store(out, PASSWORD.toCharArray());
        }
    }

    private static SSLContext context(@Nullable KeyStore keys, @Nullable KeyStore trusted)
            throws GeneralSecurityException {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys == null ? null : keyManagers.getKeyManagers(),
                trusted == null ? null : trustManagers.getTrustManagers(),
                null);
        return context;
    }
}
