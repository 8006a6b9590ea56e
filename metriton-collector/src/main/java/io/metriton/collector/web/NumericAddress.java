package io.metriton.collector.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads addresses in the forms in which servers and proxies write them: {@code 192.0.2.1}, {@code 192.0.2.1:5678},
 * {@code 2001:db8::1}, {@code [2001:db8::1]}, {@code [2001:db8::1]:5678}. Never asks for a name.
 */
final class NumericAddress {

    private static final Pattern V4 = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    // What does not start like this, Java would take for a name, and look it up.
    private static final Pattern V6 = Pattern.compile("(?=[^:]*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");

    private NumericAddress() {}

    static Optional<InetAddress> of(String written) {
        String text = written.strip();
        int bracket = text.lastIndexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            boolean good = bracket == text.length() - 1 || isPort(text.substring(bracket + 1));
            return good ? v6(text.substring(1, bracket)) : Optional.empty();
        }
        int colon = text.indexOf(':');
        if (colon >= 0 && colon == text.lastIndexOf(':')) {
            return isPort(text.substring(colon)) ? v4(text.substring(0, colon)) : Optional.empty();
        }
        return colon < 0 ? v4(text) : v6(text);
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches();
    }

    private static Optional<InetAddress> v4(String text) {
        Matcher matcher = V4.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
            int number = Integer.parseInt(matcher.group(i + 1));
            if (number > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) number;
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Without the zone, which is of this machine. */
    private static Optional<InetAddress> v6(String text) {
        String address = text.split("%", 2)[0];
        if (!V6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            // It looks like an address, and is none.
            return Optional.empty();
        }
    }
}
