package io.metriton.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of Go's httpproxy package. */
class NoProxyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                          | https://anything.example/",
                "a.test, *                  | https://anything.example/",
                "example.org                | https://example.org/",
                "example.org                | https://EXAMPLE.org/",
                "EXAMPLE.ORG                | https://example.org/",
                "example.org                | https://www.example.org/",
                ".example.org               | https://www.example.org/",
                "*.example.org              | https://www.example.org/",
                "*.example.org              | https://a.b.example.org/",
                "a.test , example.org ,     | https://example.org/",
                "example.org:443            | https://example.org/",
                "example.org:80             | http://example.org/",
                "example.org:8080           | http://www.example.org:8080/",
                ".example.org:8080          | http://www.example.org:8080/",
                "192.0.2.1                  | http://192.0.2.1/",
                "192.0.2.1:80               | http://192.0.2.1/",
                "192.0.2.0/24               | http://192.0.2.255/",
                "192.0.2.128/25             | http://192.0.2.129/",
                "0.0.0.0/0                  | http://203.0.113.9/",
                "192.0.2.1/32               | http://192.0.2.1/",
                "2001:db8::1                | http://[2001:db8::1]/",
                "2001:DB8:0::1              | http://[2001:db8::1]/",
                "example.org:               | http://example.org/",
                "2.1                        | http://192.0.2.1/",
                ".2.1                       | http://192.0.2.1/",
                "1                          | http://192.0.2.1/",
                "[192.0.2.1]:80             | http://192.0.2.1/",
                "[example.org]:80           | http://www.example.org/",
                "192.0.2.0/024              | http://192.0.2.9/",
                "::ffff:192.0.2.1           | http://192.0.2.1/",
                "192.0.2.1                  | http://[::ffff:192.0.2.1]/",
                "192.0.2.0/24               | http://[::ffff:192.0.2.7]/",
                "::ffff:192.0.0.0/104       | http://192.1.2.3/",
                "::fffe:0:0/95              | http://[::fffe:1:1]/",
                "::/0                       | http://[2001:db8::1]/",
                "2001:db8::1/128            | http://[2001:db8::1]/",
                "bücher.example             | http://xn--bcher-kva.example/",
                ".bücher.example            | http://www.xn--bcher-kva.example/",
                "fe80::1%eth0               | http://[fe80::1%25eth0]/",
                "[2001:db8::1]:8080         | http://[2001:db8::1]:8080/",
                "2001:db8::/32              | http://[2001:db8:ffff::1]/",
                "2001:db8::/33              | http://[2001:db8:7fff::1]/"
            })
    void hostThatIsExcepted_isExcepted(String value, String uri) {
        assertThat(excepts(value, uri)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | https://example.org/",
                "','                        | https://example.org/",
                "example.org                | https://example.com/",
                "example.org                | https://notexample.org/",
                "www.example.org            | https://example.org/",
                ".example.org               | https://example.org/",
                "*.example.org              | https://example.org/",
                ".example.org               | https://notexample.org/",
                "example.*                  | https://example.org/",
                "example.org:443            | http://example.org/",
                "example.org:8080           | https://example.org/",
                "192.0.2.1                  | http://192.0.2.11/",
                "192.0.2.1:8080             | http://192.0.2.1/",
                "192.0.2.0/24               | http://192.0.3.1/",
                "192.0.2.128/25             | http://192.0.2.127/",
                "192.0.2.0/24               | http://www.example.org/",
                "192.0.2.0/33               | http://192.0.2.1/",
                "192.0.2.0/x                | http://192.0.2.1/",
                "192.0.2.0/                 | http://192.0.2.1/",
                "example.org/24             | http://192.0.2.1/",
                "2001:db8::/32              | http://192.0.2.1/",
                "0.0.0.0/0                  | http://[2001:db8::1]/",
                "2001:db8::/33              | http://[2001:db8:ffff::1]/",
                "[2001:db8::1]:8080         | http://[2001:db8::1]/",
                "LOCALHOST                  | http://example.org/",
                "192.0.2.01                 | http://192.0.2.1/",
                "192.0.2.1                  | http://192.0.2.01/",
                "192.0.2                    | http://192.0.2.1/",
                "192.0.2.256                | http://192.0.2.1/",
                "[2001:db8::1]              | http://[2001:db8::1]/",
                "[[2001:db8::1]]:80         | http://[2001:db8::1]/",
                "[2001:db8::1]:80]          | http://[2001:db8::1]/",
                "2001:db8::1:80             | http://[2001:db8::1]/",
                "[2001:db8::]/32            | http://[2001:db8::1]/",
                "fe80::1%eth0               | http://[fe80::1]/",
                "fe80::1                    | http://[fe80::1%25eth0]/",
                "::ffff:192.0.0.0/104       | http://193.1.2.3/",
                "::ffff:192.0.0.0/90        | http://192.0.0.1/",
                "::ffff:192.0.2.0/129       | http://192.0.2.1/",
                "0::0::1                    | http://[::2]/",
                "*:80                       | http://example.org/",
                "**                         | http://example.org/",
                ".                          | http://example.org/",
                "example.org/               | http://example.org/",
                "http://example.org         | http://example.org/",
                "192.0.2.0/33               | http://[::ffff:192.0.2.1]/",
                "::/0                       | http://192.0.2.1/",
                ":80                        | http://example.org/"
            })
    void hostThatIsNotExcepted_isNot(String value, String uri) {
        assertThat(excepts(value, uri)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "https://localhost:8443/",
                "http://127.0.0.1/",
                "http://127.9.9.9:1/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]:8080/",
                "http://[::ffff:127.0.0.1]/"
            })
    void loopback_isAlwaysExcepted(String uri) {
        assertThat(excepts("", uri)).isTrue();
    }

    @Test
    void nameThatOnlyLooksLikeLoopback_isNot() {
        assertThat(excepts("", "http://localhost.example/")).isFalse();
        assertThat(excepts("", "http://LOCALHOST/")).as("as in Go").isFalse();
        assertThat(excepts("", "http://a.localhost/")).isFalse();
        assertThat(excepts("", "http://127.0.0.01/")).isFalse();
        assertThat(excepts("", "http://[::]/")).isFalse();
        assertThat(excepts("", "http://[1::1]/")).isFalse();
        assertThat(excepts("", "http://0.0.0.0/")).isFalse();
        assertThat(excepts("", "http://128.0.0.1/")).isFalse();
    }

    private static boolean excepts(String value, String uri) {
        return new NoProxy(value).excepts(URI.create(uri));
    }
}
