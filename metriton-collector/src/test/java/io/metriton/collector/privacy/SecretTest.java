package io.metriton.collector.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final Secret SECRET = Secret.of("0123456789abcdef0123456789abcdef");

    /** {@code printf 'greet\0abc' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef}, the first half. */
    @Test
    void key_isTheFirstHalfOfAnHmac() {
        assertThat(HexFormat.of().formatHex(SECRET.installKey("greet", "abc")))
                .isEqualTo("8c7edc5d08cb2ca280f1763342621199");
    }

    @Test
    void key_isAnotherInAnotherApplicationAndWithAnotherSecret() {
        byte[] key = SECRET.installKey("greet", "abc");
        assertThat(SECRET.installKey("greet", " abc\n")).isEqualTo(key);
        assertThat(SECRET.installKey("other", "abc")).isNotEqualTo(key);
        assertThat(Secret.of("another-secret-another-secret").installKey("greet", "abc"))
                .isNotEqualTo(key);
        assertThat(SECRET.installKey("gree", "tabc")).isNotEqualTo(key);
    }

    @Test
    void secrets_areOneOrTwoOfSomeLength() {
        assertThat(Secrets.of("0123456789abcdef\nfedcba9876543210\n").all()).hasSize(2);
        assertThatThrownBy(() -> Secrets.of("short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Secrets.of("0123456789abcdef fedcba9876543210 0123456789abcdef"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SECRET.fingerprint()).hasSize(32);
    }
}
