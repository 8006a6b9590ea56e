package io.metriton.core;

import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.Log;
import io.metriton.core.internal.util.OneLine;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where reports go. Stateless. */
public final class Endpoints {

    /**
     * The endpoint of the Go package: {@code https://metriton.datawire.io/scout}. It is somebody else's domain and may not
     * answer: pass your own.
     */
    public static final URI DEFAULT = URI.create("https://metriton.datawire.io/scout");

    /** The endpoint for trying things out, of the Go package 2.0.3-ea: {@code https://kubernaut.io/beta/scout}. */
    public static final URI BETA = URI.create("https://kubernaut.io/beta/scout");

    private static final String PATH = "/scout";
    private static final Set<String> FALSE = Set.of("0", "f", "false", "n", "no", "off");
    private static final Set<String> TRUE = Set.of("1", "t", "true", "y", "yes", "on");

    private Endpoints() {}

    /**
     * The endpoint that the variables of {@code scout.py} name: {@code SCOUT_HOST} (a host, perhaps with port, user info
     * and path; {@code metriton.datawire.io} if unset or blank) and {@code SCOUT_HTTPS} ({@code 0 f false n no off} in
     * any case mean plain http; anything else https, and what is neither yes nor no is logged).
     *
     * <p>Never throws. A host that no URI can hold gives an endpoint without a host: a {@link Reporter} with it is built
     * disabled, as it is the user's mistake. A host of other letters than ASCII's has to be written as IDNA says, {@code
     * xn--…}.
     *
     * @param environment for example {@link System#getenv()}
     * @return an absolute URI
     */
    public static URI fromEnvironment(Map<String, String> environment) {
        String scheme = isHttps(environment.getOrDefault("SCOUT_HTTPS", "")) ? "https" : "http";
        String host = environment.getOrDefault("SCOUT_HOST", "").strip();
        if (host.isEmpty()) {
            host = DEFAULT.getHost();
        }
        // People paste whole URLs; SCOUT_HTTPS alone decides on the scheme.
        host = host.substring(host.indexOf("://") < 0 ? 0 : host.indexOf("://") + 3);
        String base = host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
        return uri(scheme, base);
    }

    /**
     * Why nothing can be reported to an endpoint, if the variables are to blame: the application can do nothing about a wrong
     * setting of the user's.
     */
    static Optional<String> problem(URI endpoint, Map<String, String> environment) {
        return Target.isUsable(endpoint) || !endpoint.equals(fromEnvironment(environment))
                ? Optional.empty()
                : Optional.of("SCOUT_HOST names no host that can be reported to: "
                        + OneLine.of(Target.withoutUserInfo(endpoint).toString()));
    }

    private static URI uri(String scheme, String base) {
        try {
            return URI.create(scheme + "://" + Ascii.percentEncode(base, "-._~!$&'()*+,;=:@/[]%") + PATH);
        } catch (IllegalArgumentException e) {
            // A bracket or percent sign in the wrong place: encode those too, as a host that nobody can take for one.
            // Without what may be user info, which nobody could tell from the host any more and keep out of messages.
            String host = base.substring(base.lastIndexOf('@') + 1);
            return URI.create(scheme + "://" + Ascii.percentEncode(host, "-._~") + PATH);
        }
    }

    private static boolean isHttps(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (FALSE.contains(word)) {
            return false;
        }
        if (!word.isEmpty() && !TRUE.contains(word)) {
            Log.once(
                    System.Logger.Level.WARNING,
                    "SCOUT_HTTPS is neither yes nor no: '" + Ascii.printable(value) + "'; reports go by https");
        }
        return true;
    }
}
