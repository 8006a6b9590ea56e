package io.metriton.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server's certificate for one test and the authority that signed it, made by the JDK's keytool. */
record Certificates(SSLContext server, SSLContext client) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Valid for a host from now on. */
    static Certificates of(Path folder, String subjectAlternativeName) throws Exception {
        return of(folder, subjectAlternativeName, "-1d", 30);
    }

    /** No longer valid since yesterday. */
    static Certificates expired(Path folder, String subjectAlternativeName) throws Exception {
        return of(folder, subjectAlternativeName, "-10d", 9);
    }

    private static Certificates of(Path folder, String name, String start, int days) throws Exception {
        Path file = Files.createTempDirectory(folder, "keys").resolve("keys.p12");
        keytool(file, "authority", "-ext", "bc:c");
        keytool(
                file,
                "server",
                "-signer",
                "authority",
                "-ext",
                "san=" + name,
                "-startdate",
                start,
                "-validity",
                String.valueOf(days));
        KeyStore keys = load(file);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
        keys.deleteEntry("authority");
        return new Certificates(context(keys, null), context(null, trusted));
    }

    private static void keytool(Path file, String alias, String... arguments) throws IOException, InterruptedException {
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
                new String(PASSWORD)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static SSLContext context(KeyStore keys, KeyStore trusted) throws GeneralSecurityException {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (trusted != null) {
            trustManagers.init(trusted);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys == null ? null : keyManagers.getKeyManagers(),
                trusted == null ? null : trustManagers.getTrustManagers(),
                null);
        return context;
    }
}
