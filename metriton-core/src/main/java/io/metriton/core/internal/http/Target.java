package io.metriton.core.internal.http;

import io.metriton.api.TransportResponse;
import io.metriton.api.support.BasicAuthentication;
import io.metriton.core.internal.util.UriOrigin;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one request goes: the URI that a transport gets, and the user info that was cut off from it, which is sent as
 * Basic authentication (RFC 7617), as Go's client and {@code scout.py}'s do. Immutable.
 *
 * @param uri absolute, http or https, with a host, without user info and fragment, in ASCII
 * @param authorization the value of the Authorization header, or null
 */
public record Target(URI uri, @Nullable String authorization) {
    private static final int MAX_PORT = 65_535;

    /** A class of its own, so that the patterns are compiled only when they are needed. */
    private static final class Patterns {
        static final Pattern USER_INFO = Pattern.compile("^((?:[^:/?#]+:)?//)[^/?#]*@");

        /** Without a host nobody can say where user info would begin and end: everything up to the last "@". */
        static final Pattern PERHAPS_USER_INFO = Pattern.compile("^((?:[^:/?#]+:)?/{0,2}).*@");
    }

    /**
     * The target that an endpoint names.
     *
     * @throws IllegalArgumentException if it is not http or https, or has no host
     */
    public static Target of(URI endpoint) {
        if (!isUsable(endpoint)) {
            throw new IllegalArgumentException("the endpoint must be an http or https URI with a host, not "
                    + withoutUserInfo(endpoint) + " (a host name holds letters, digits, '-' and '.'; a port is at most "
                    + MAX_PORT + ")");
        }
        String userInfo = endpoint.getUserInfo();
        return new Target(withoutUserInfo(endpoint), userInfo == null ? null : BasicAuthentication.of(userInfo));
    }

    /** Whether something can be sent there. */
    public static boolean isUsable(URI endpoint) {
        return isHttp(endpoint) && endpoint.getHost() != null && endpoint.getPort() <= MAX_PORT;
    }

    /**
     * Where a redirect leads: by 307 and 308 only, which keep method and body (RFC 9110, 15.4.8 and 15.4.9), to http or
     * https, and never from https to http.
     *
     * @return empty if the answer is no redirect that may be followed
     */
    public Optional<Target> redirect(TransportResponse answer) {
        if (answer.status() != 307 && answer.status() != 308) {
            return Optional.empty();
        }
        return answer.header("Location")
                .filter(location -> !location.isBlank())
                .flatMap(this::resolve)
                .filter(this::mayFollow)
                .map(next -> new Target(
                        withoutUserInfo(next), UriOrigin.of(next).equals(UriOrigin.of(uri)) ? authorization : null));
    }

    private Optional<URI> resolve(String location) {
        try {
            String reference = decoded(location.strip());
            // URI.resolve goes by RFC 2396 and would drop the end of the path; RFC 3986, section 5.2.2, keeps it.
            return Optional.of(
                    reference.startsWith("?")
                            ? URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + reference)
                            : withoutParentsOfTheRoot(uri.resolve(reference)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // The caller's HttpStatusException names it.
        }
    }

    /** Bytes of UTF-8 stand in a header as one character each (ISO 8859-1), but with clients that decode them. */
    private static String decoded(String reference) {
        byte[] bytes = reference.getBytes(StandardCharsets.ISO_8859_1);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(reference)) {
            return reference;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return reference;
        }
    }

    /** RFC 3986, section 5.2.4, where URI.resolve leaves them. */
    private static URI withoutParentsOfTheRoot(URI found) {
        String path = String.valueOf(found.getRawPath());
        int start = 0;
        while (path.startsWith("/../", start)) {
            start += "/..".length();
        }
        String query = found.getRawQuery() == null ? "" : "?" + found.getRawQuery();
        return start == 0
                ? found
                : URI.create(found.getScheme() + "://" + found.getRawAuthority() + path.substring(start) + query);
    }

    private boolean mayFollow(URI next) {
        boolean downgrade = "https".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(next.getScheme());
        return isUsable(next) && !downgrade;
    }

    /** A Location, or any text that may be a URI, as it may be shown. */
    public static String withoutUserInfo(String text) {
        return text.indexOf('@') < 0 ? text : Patterns.USER_INFO.matcher(text).replaceFirst("$1");
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    /** The URI as it may be sent and shown: without user info and fragment, in ASCII. */
    public static URI withoutUserInfo(URI uri) {
        String text = uri.toASCIIString();
        if (uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && text.equals(uri.toString())) {
            return uri;
        }
        int fragment = text.indexOf('#');
        text = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(
                uri.getHost() == null
                        ? Patterns.PERHAPS_USER_INFO.matcher(text).replaceFirst("$1***@")
                        : withoutUserInfo(text));
    }
}
