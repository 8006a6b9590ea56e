package io.metriton.core.internal.http;

import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The http proxy that a variable names: {@code http://user:password@host:port}, of which all but the host may be missing.
 * Immutable.
 *
 * @param userInfo as it is written, or null
 */
record ProxyAddress(String host, int port, @Nullable String userInfo) {
    private static final int DEFAULT_PORT = 80;
    private static final int MAX_PORT = 65_535;

    /** A scheme that is not followed by two slashes would otherwise be taken for the name of a host. */
    private static final Pattern SCHEME_ALONE =
            Pattern.compile("(?i)(?:https?|socks[45]?[ah]?|ftp):?(?:/.*)?|(?:https?|socks[45]?[ah]?|ftp):.*");

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<user>.*)@)?(?<host>\\[[0-9a-fA-F:.]+]|[^\\[\\]:@]+)(?::(?<port>\\d{0,5}))?");

    /** What user info may hold but "%" (RFC 3986, section 3.2.1), and "@", which Go takes. */
    private static final Pattern USER_INFO = Pattern.compile("[\\w.~!$&'()*+,;=:@-]*");

    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");

    private static final Pattern HOST = Pattern.compile("[\\w.~-]+");

    /** Empty if the value names no http proxy. */
    static Optional<ProxyAddress> parse(String value) {
        int scheme = value.indexOf("://");
        if (scheme >= 0
                ? !value.substring(0, scheme).toLowerCase(Locale.ROOT).equals("http")
                : SCHEME_ALONE.matcher(value).matches()) {
            return Optional.empty();
        }
        String rest = scheme >= 0 ? value.substring(scheme + 3) : value;
        Matcher authority = AUTHORITY.matcher(rest.split("[/?#]", 2)[0]);
        if (!authority.matches()) {
            return Optional.empty();
        }
        String user = authority.group("user");
        String port = authority.group("port");
        int number = port == null || port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port);
        boolean valid = number > 0
                && number <= MAX_PORT
                && (user == null
                        || USER_INFO
                                .matcher(ESCAPE.matcher(user).replaceAll(""))
                                .matches());
        return valid
                ? host(authority.group("host")).map(host -> new ProxyAddress(host, number, user))
                : Optional.empty();
    }

    /** The user and the password, which may be empty; none if the variable names no user. */
    Optional<String[]> credentials() {
        if (userInfo == null) {
            return Optional.empty();
        }
        String[] parts = userInfo.split(":", 2);
        return Optional.of(new String[] {decode(parts[0]), parts.length > 1 ? decode(parts[1]) : ""});
    }

    private static Optional<String> host(String host) {
        if (host.startsWith("[")) {
            return IpLiteral.address(host.substring(1, host.length() - 1)).map(address -> host);
        }
        try {
            String ascii = IDN.toASCII(host); // Takes underscores, which many names of machines have.
            return HOST.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
