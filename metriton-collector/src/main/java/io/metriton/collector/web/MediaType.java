package io.metriton.collector.web;

import io.javalin.http.Context;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks of which type a body is. It reads the header itself: {@link Context#contentType()} and what reads forms look up the
 * charset, too, and where nobody knows it, they throw an exception whose message repeats it.
 */
final class MediaType {

    private static final String CHARSET = "charset";
    private static final Pattern KNOWN = Pattern.compile(CHARSET + "\\s*=\\s*(\"?)([^\"]+)\\1");

    private MediaType() {}

    /** Whether a body is of a type such as {@code application/json}, and names no charset that Java does not know. */
    static boolean is(Context ctx, String type) {
        return is(Optional.ofNullable(ctx.header("Content-Type")).orElse(""), type);
    }

    static boolean is(String header, String type) {
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        return parts[0].strip().equals(type) && Arrays.stream(parts).skip(1).allMatch(MediaType::isUnderstood);
    }

    /** Whether a request names no charset that Java does not know. */
    static boolean isUnderstood(Context ctx) {
        String[] parts = Optional.ofNullable(ctx.header("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split(";", -1);
        return Arrays.stream(parts).skip(1).allMatch(MediaType::isUnderstood);
    }

    private static boolean isUnderstood(String parameter) {
        String stripped = parameter.strip();
        if (!stripped.startsWith(CHARSET)) {
            return true;
        }
        Matcher charset = KNOWN.matcher(stripped);
        try {
            return charset.matches() && Charset.isSupported(charset.group(2));
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
