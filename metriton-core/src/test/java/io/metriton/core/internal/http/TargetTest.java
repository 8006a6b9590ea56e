package io.metriton.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metriton.api.TransportResponse;
import java.net.URI;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "https://h.example/scout, https://h.example/scout",
        "https://u:p@h.example/scout, https://h.example/scout",
        "https://@h.example/scout, https://h.example/scout",
        "https://h.example/scout?a=b#part, https://h.example/scout?a=b",
        "https://h.example/caf\u00e9, https://h.example/caf%C3%A9",
        "https://h.example/list//a@b, https://h.example/list//a@b",
        "https://h.example?to=//a@b, https://h.example?to=//a@b",
        "https://h.example, https://h.example"
    })
    void uri_isTheEndpointWithoutUserInfoAndFragment(String endpoint, String uri) {
        assertThat(Target.of(URI.create(endpoint)).uri()).hasToString(uri);
    }

    /** A client has decoded its bytes as UTF-8, or each as a character. */
    @ParameterizedTest
    @CsvSource({
        "/caf\u00c3\u00a9/scout, /caf%C3%A9/scout",
        "/caf\u00e9\u4e2d/scout, /caf%C3%A9%E4%B8%AD/scout",
        "/\u00c3\u0080, /%C3%80",
        "/caf\u00e9, /caf%C3%A9"
    })
    void locationInUtf8_leadsToItsBytes(String location, String path) {
        TransportResponse answer = TransportResponse.builder()
                .status(308)
                .header("Location", location)
                .build();
        assertThat(Target.of(URI.create("https://h.example/")).redirect(answer))
                .hasValueSatisfying(next -> assertThat(next.uri()).hasToString("https://h.example" + path));
    }

    @ParameterizedTest
    @CsvSource({"u:p, u:p", "u%40x:p%3Aw, u@x:p:w", "us%C3%A9r:p, us\u00e9r:p", "u, u:", "u:, u:", ":p, :p"})
    void userInfo_isBasicAuthenticationAsGoSendsIt(String userInfo, String pair) {
        assertThat(Target.of(URI.create("https://" + userInfo + "@h.example/")).authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }

    @Test
    void noUserInfo_isNoAuthorization() {
        assertThat(Target.of(URI.create("https://h.example/")).authorization()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://u:secret@h/",
                "//u:secret@h/",
                "https://u:secret@a_b/",
                "https:u:secret@h",
                "https:/u:secret@h/",
                "https://u:sec/secret@h/",
                "mailto:secret@h",
                "http://secret@",
                "http:secret@"
            })
    void refusedEndpoint_isNamedWithoutUserInfo(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of(URI.create(endpoint)))
                .withMessageStartingWith("the endpoint must be an http or https URI with a host, not ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/scout, https://h.example/v2/scout",
        "v2, https://h.example/base/v2",
        "../v2, https://h.example/v2",
        "../../../v2?a=/../b, https://h.example/v2?a=/../b",
        "?token=1, https://h.example/base/scout?token=1",
        "//other.example/x, https://other.example/x",
        "' https://other.example/ ', https://other.example/",
        "https://u:p@h.example/x#y, https://h.example/x"
    })
    void location_isResolvedByRfc3986(String location, String uri) {
        assertThat(Target.of(URI.create("https://h.example/base/scout"))
                        .redirect(answer(308, location))
                        .orElseThrow()
                        .uri())
                .hasToString(uri);
    }

    @Test
    void locationBesideAnEndpointWithoutPath_staysOnItsHost() {
        Target next = Target.of(URI.create("https://u:p@h.example"))
                .redirect(answer(307, "scout"))
                .orElseThrow();

        assertThat(next.uri()).hasToString("https://h.example/scout");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "http://h.example/",
                "ftp://h.example/",
                "https://a_b/",
                "mailto:a@b",
                "%zz",
                "https://[",
                "a b",
                "https://h.example:x/",
                "https://h.example:65536/",
                "file:///etc/passwd",
                "\u0000"
            })
    void locationThatMayNotBeFollowed_isNotFollowed(String location) {
        assertThat(Target.of(URI.create("https://h.example/")).redirect(answer(307, location)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 300, 301, 302, 303, 304, 305, 306, 400})
    void otherStatus_isNoRedirect(int status) {
        assertThat(Target.of(URI.create("https://h.example/")).redirect(answer(status, "/x")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.example/x, true",
        "https://H.EXAMPLE:443/x, true",
        "/x, true",
        "https://h.example:8443/x, false",
        "https://other.example/x, false",
        "https://u:other@other.example/x, false"
    })
    void authorization_isKeptOnTheSameOriginOnly(String location, boolean kept) {
        Target first = Target.of(URI.create("https://u:p@h.example/scout"));

        assertThat(first.redirect(answer(307, location)).orElseThrow().authorization())
                .isEqualTo(kept ? first.authorization() : null);
    }

    private static TransportResponse answer(int status, String location) {
        return TransportResponse.builder()
                .status(status)
                .header("Location", location)
                .build();
    }
}
