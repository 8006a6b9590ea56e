package io.metriton.api.support;

import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the Basic scheme (RFC 7617) for {@code Authorization} and {@code Proxy-Authorization}. Stateless. */
public final class BasicAuthentication {

    private BasicAuthentication() {}

    /**
     * The value of the header.
     *
     * @param login a name without a colon, and a password
     * @return in UTF-8, as Base64
     */
    public static String of(PasswordAuthentication login) {
        return of(login.getUserName() + ":" + new String(login.getPassword()));
    }

    /**
     * The value of the header.
     *
     * @param userInfo as a URI holds it, decoded; without a colon the password is empty
     * @return in UTF-8, as Base64
     */
    public static String of(String userInfo) {
        String pair = userInfo.indexOf(':') < 0 ? userInfo.concat(":") : userInfo;
        return "Basic ".concat(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
