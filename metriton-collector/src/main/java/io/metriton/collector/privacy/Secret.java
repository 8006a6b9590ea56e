package io.metriton.collector.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns install IDs into keys that cannot be turned back, and that are different in each application. Without the
 * secret nobody can try IDs to find out whose key it is. Immutable and thread-safe; never printed.
 */
public final class Secret {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 16;
    private static final int SHORTEST = 16;

    private final SecretKeySpec key;
    private final String fingerprint;

    private Secret(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.fingerprint = HexFormat.of().formatHex(Arrays.copyOf(hash(key, "fingerprint", ""), KEY_BYTES));
    }

    /**
     * Reads a secret.
     *
     * @param text any text of at least {@value #SHORTEST} characters
     * @return the secret
     * @throws IllegalArgumentException if it is shorter
     */
    public static Secret of(String text) {
        if (text.length() < SHORTEST) {
            throw new IllegalArgumentException("the secret must have at least " + SHORTEST + " characters");
        }
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a secret of random bytes.
     *
     * @param random 32 random bytes
     * @return a text for {@link #of}
     */
    public static String text(byte[] random) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /**
     * Tells secrets apart without giving them away.
     *
     * @return 32 hexadecimal digits
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * The key of an installation.
     *
     * @param application its application
     * @param installId its ID; surrounding white space does not count
     * @return 16 bytes
     */
    public byte[] installKey(String application, String installId) {
        return Arrays.copyOf(hash(key, application, installId.strip()), KEY_BYTES);
    }

    /**
     * What tells whether a report was sent before.
     *
     * @param application its application
     * @param installId the ID of its installation, which may be blank
     * @param idempotencyKey what the client sends with each try
     * @return 64 bits
     */
    public long reportHash(String application, String installId, String idempotencyKey) {
        byte[] hash = hash(key, application, installId.strip() + '\0' + idempotencyKey);
        return ByteBuffer.wrap(hash).getLong();
    }

    private static byte[] hash(SecretKeySpec key, String application, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(application.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
