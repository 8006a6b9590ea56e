package io.metriton.api;

import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Basic scheme (RFC 7617). */
final class BasicAuthentication {

    private BasicAuthentication() {}

    static String headerValue(PasswordAuthentication credentials) {
        String pair = credentials.getUserName() + ":" + new String(credentials.getPassword());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
