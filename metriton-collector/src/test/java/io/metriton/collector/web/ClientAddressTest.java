package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final String PROXY = "192.0.2.1";

    /** A request from an address, with some lines of X-Forwarded-For. */
    private static HttpServletRequest request(String remote, String... forwarded) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ClientAddressTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> remote;
                    case "isSecure" -> false;
                    case "getHeaders" -> Collections.enumeration(List.of(forwarded));
                    case "getHeader" -> arguments[0].equals("X-Forwarded-Proto") ? "https" : forwarded[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static String of(String remote, String... forwarded) {
        return new ClientAddress(Set.of(PROXY, "::1")).of(request(remote, forwarded));
    }

    @Test
    void ipv6AsJettyWritesIt_isLimitedByItsFirst64Bits() {
        String one = of("[2001:db8:0:1:0:0:0:1]");
        assertThat(of("[2001:db8:0:1:ffff:0:0:2]")).isEqualTo(one);
        assertThat(of("[2001:db8:0:2:0:0:0:1]")).isNotEqualTo(one);
        assertThat(of("2001:db8:0:1::7")).isEqualTo(one);
        assertThat(of("[fe80::1%eth0]")).isEqualTo(of("fe80::2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::1", "[::1]", "[0:0:0:0:0:0:0:1]", "192.0.2.1", "::ffff:192.0.2.1", "[0:0:0:0:0:0:0:1%lo]"})
    void proxy_isKnownInEveryForm(String remote) {
        assertThat(of(remote, "198.51.100.7")).isEqualTo(of("198.51.100.7"));
        assertThat(new ClientAddress(Set.of(PROXY, "::1")).isSecure(request(remote)))
                .isTrue();
    }

    @Test
    void othersThanProxies_areNotBelieved() {
        assertThat(of("203.0.113.9", "198.51.100.7")).isEqualTo(of("203.0.113.9"));
        assertThat(new ClientAddress(Set.of(PROXY)).isSecure(request("203.0.113.9")))
                .isFalse();
    }

    @Test
    void lineThatTheProxyAddsBehindThoseOfTheClient_counts() {
        assertThat(of(PROXY, "1.1.1.1", "1.1.1.2, 198.51.100.7", "::1")).isEqualTo(of("198.51.100.7"));
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7:5678, 198.51.100.7",
        "[2001:db8::1]:5678, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "' 198.51.100.7 ', 198.51.100.7",
    })
    void forwardedAddress_isUnderstoodWithBracketsAndPort(String forwarded, String address) {
        assertThat(of(PROXY, forwarded)).isEqualTo(of(address)).isNotEqualTo("no address");
    }

    /** A name would be looked up, and anybody could make the server wait for that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "unknown", "example.org", "example.org:80", "a.b", "cafe", "1.2.3", "1.2.3.4.5", "1.2.3.256", "::g",
                ".1:2:3", "[::1", "[::1]x", "[]", ":", "1.2.3.4:x", "_hidden", "12345::", "1:2:3:4:5:6:7:8:9",
                        "\u0661.2.3.4"
            })
    void whatIsNoAddress_sharesOneLimit(String forwarded) {
        assertThat(of(PROXY, forwarded)).isEqualTo("no address");
    }

    @Test
    void nameOfAProxy_isRefused() {
        assertThatThrownBy(() -> new Listener("127.0.0.1", 0, Set.of("localhost")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a trusted proxy must be an address such as 192.0.2.1 or 2001:db8::1, and no name: localhost");
    }
}
