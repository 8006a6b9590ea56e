package io.metriton.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportRequestTest {
    private static final URI ENDPOINT = URI.create("https://metriton.example/scout");

    @Test
    void onlyEndpointSet_hasDefaults() {
        TransportRequest request = TransportRequest.builder().endpoint(ENDPOINT).build();

        assertThat(request.endpoint()).isEqualTo(ENDPOINT);
        assertThat(request.headers()).isEmpty();
        assertThat(request.body()).isEmpty();
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(request.maxResponseBytes()).isEqualTo(1 << 20);
    }

    @Test
    void everythingSet_isGivenBack() {
        TransportRequest request = TransportRequest.builder()
                .endpoint(ENDPOINT)
                .header("Content-Type", "application/json")
                .body(new byte[] {1, 2})
                .timeout(Duration.ofMillis(7))
                .maxResponseBytes(9)
                .build();

        assertThat(request.headers())
                .containsOnlyKeys("Content-Type")
                .containsEntry("Content-Type", "application/json");
        assertThat(request.body()).containsExactly(1, 2);
        assertThat(request.timeout()).isEqualTo(Duration.ofMillis(7));
        assertThat(request.maxResponseBytes()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h", "HTTPS://h/x", "http://h:8080/?q", "https://[::1]/scout", "http://127.0.0.1"})
    void httpEndpointWithHost_isTaken(String endpoint) {
        URI uri = URI.create(endpoint);

        assertThat(TransportRequest.builder().endpoint(uri).build().endpoint()).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/",
                "file:///etc/passwd",
                "/scout",
                "//h/scout",
                "https:///scout",
                "https://a_b/",
                "mailto:a@b.example",
                "https:opaque"
            })
    void otherEndpoint_isRefusedWithoutBeingNamed(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportRequest.builder()
                        .endpoint(URI.create(endpoint))
                        .build())
                .withMessage("endpoint must be an http or https URI with a host");
    }

    @Test
    void missingEndpoint_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportRequest.builder().build())
                .withMessageContaining("endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: 1", "a\nb", "a\rb", "a\u0000b", "a\tb", "a\u007f", "caf\u00e9", "\ud83d\ude00"})
    void headerValueWithAnyOtherCharacter_isRefusedSoNothingCanBeInjected(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportRequest.builder().header("User-Agent", value))
                .withMessageStartingWith("the header User-Agent may hold visible ASCII and spaces only, not U+");
    }

    @Test
    void refusedHeaderValue_isNotInTheMessage() {
        assertThatThrownBy(() -> TransportRequest.builder().header("Authorization", "Basic c2VjcmV0\n"))
                .hasMessage("the header Authorization may hold visible ASCII and spaces only, not U+000A at index 14");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A B", "A:", "A\r\nB", "A\n", "\u00c4", "(a)", "a/b", "a\u0000", "\u0661"})
    void headerNameThatIsNoToken_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportRequest.builder().header(name, "1"))
                .withMessageStartingWith("not the name of a header: '")
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]*"));
    }

    @Test
    void everyTokenCharacterAndEmptyValue_areTaken() {
        String name = "!#$%&'*+-.^_`|~09azAZ";
        TransportRequest request =
                TransportRequest.builder().endpoint(ENDPOINT).header(name, "").build();

        assertThat(request.headers()).containsEntry(name, "");
    }

    @Test
    void sameHeaderInAnotherCase_isReplaced() {
        TransportRequest request = TransportRequest.builder()
                .endpoint(ENDPOINT)
                .header("user-agent", "one")
                .header("User-Agent", "two")
                .build();

        assertThat(request.headers()).hasSize(1).containsEntry("USER-AGENT", "two");
    }

    @Test
    void body_isCopiedBothWays() {
        byte[] body = {1};
        TransportRequest request =
                TransportRequest.builder().endpoint(ENDPOINT).body(body).build();
        body[0] = 2;
        request.body()[0] = 3;

        assertThat(request.body()).containsExactly(1);
    }

    @Test
    void headers_cannotBeModifiedByAnyone() {
        TransportRequest.Builder builder =
                TransportRequest.builder().endpoint(ENDPOINT).header("A", "1");
        TransportRequest request = builder.build();
        builder.header("B", "2");

        assertThat(request.headers()).containsOnlyKeys("A");
        assertThatThrownBy(() -> request.headers().put("C", "3")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void boundThatIsNotPositive_isRefusedByValue() {
        TransportRequest.Builder builder = TransportRequest.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.timeout(Duration.ZERO))
                .withMessage("timeout must be positive, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.timeout(Duration.ofNanos(-1)))
                .withMessageContaining("timeout must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxResponseBytes(0))
                .withMessage("maxResponseBytes must be positive, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxResponseBytes(-1))
                .withMessageContaining("-1");
    }

    @Test
    void toString_showsNeitherHeadersNorBody() {
        TransportRequest request = TransportRequest.builder()
                .endpoint(ENDPOINT)
                .header("Authorization", "secret")
                .body("secret".getBytes(UTF_8))
                .build();

        assertThat(request).hasToString("TransportRequest[https://metriton.example/scout, 6 bytes, timeout=PT5S]");
    }

    /** It would end up in messages and logs of clients. */
    @Test
    void endpointWithUserInfo_isRefusedWithoutBeingNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportRequest.builder()
                        .endpoint(URI.create("https://user:secret@example.org/"))
                        .build())
                .withMessage("endpoint may not have user info: send it as a header");
    }

    @Test
    void copyOf_givesBackWhatABuilderMade() {
        TransportRequest request = TransportRequest.builder().endpoint(ENDPOINT).build();

        assertThat(TransportRequest.copyOf(request)).isSameAs(request);
    }

    /** Nobody has to use the builder. */
    @Test
    void copyOf_checksWhatNoBuilderMade() {
        assertThat(TransportRequest.copyOf(new Foreign(Map.of("X-A", "1"))).headers())
                .containsExactly(Map.entry("X-A", "1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportRequest.copyOf(new Foreign(Map.of("X-A", "1\r\nX-B: 2"))));
    }

    private record Foreign(Map<String, String> headers) implements TransportRequest {

        @Override
        public URI endpoint() {
            return ENDPOINT;
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int maxResponseBytes() {
            return 1;
        }
    }
}
