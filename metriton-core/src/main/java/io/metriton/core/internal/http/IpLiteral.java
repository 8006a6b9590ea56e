package io.metriton.core.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads IP addresses and blocks as Go does: no leading zeros in IPv4, no zones, IPv4-mapped IPv6 addresses as IPv4. Stateless.
 */
final class IpLiteral {
    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_BITS = 96;
    private static final int LONGEST_IPV6 = 45;
    private static final Pattern OCTETS =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern HEXTETS = Pattern.compile("(?:[0-9a-fA-F]{0,4}:)+(?:[0-9a-fA-F]{0,4}|([0-9.]+))");
    private static final Pattern PREFIX_LENGTH = Pattern.compile("0*(\\d{1,3})");

    private IpLiteral() {}

    /** The 4 or 16 bytes of an address; empty if the text is none. Nothing is looked up. */
    static Optional<byte[]> address(String text) {
        boolean ipv6 = text.indexOf(':') >= 0;
        if (!(ipv6 ? isPlainIpv6(text) : isIpv4(text))) {
            return Optional.empty();
        }
        try {
            // In brackets it can only be an IPv6 address, and nothing is looked up even if it is none.
            return Optional.of(
                    InetAddress.getByName(ipv6 ? "[" + text + "]" : text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty(); // Looks like an address and is none.
        }
    }

    static boolean isLoopback(byte[] address) {
        return address.length == IPV4_BYTES ? address[0] == 127 : isOne(address);
    }

    /**
     * Whether a text is a block of addresses ({@code 10.0.0.0/8}).
     *
     * @return empty if it is none; otherwise the block
     */
    static Optional<Block> block(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String address = text.substring(0, slash);
        Optional<byte[]> network = address(address);
        var length = PREFIX_LENGTH.matcher(text.substring(slash + 1));
        if (network.isEmpty() || !length.matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length.group(1));
        boolean ipv6 = address.indexOf(':') >= 0;
        if (bits > (ipv6 ? 128 : 32)) {
            return Optional.empty();
        }
        byte[] bytes = network.get();
        if (ipv6 && bytes.length == IPV4_BYTES) {
            return Optional.of(
                    bits < MAPPED_BITS ? new Block(mapped(bytes), bits) : new Block(bytes, bits - MAPPED_BITS));
        }
        return Optional.of(new Block(bytes, bits));
    }

    /** Addresses whose first bits are those of the network. */
    record Block(@SuppressWarnings("ArrayRecordComponent") byte[] network, int bits) {

        boolean contains(byte[] address) {
            if (network.length != address.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int mask = 0xff00 >> (bits % Byte.SIZE) & 0xff;
            return Arrays.equals(network, 0, whole, address, 0, whole)
                    && (mask == 0 || (network[whole] & mask) == (address[whole] & mask));
        }
    }

    private static boolean isIpv4(String text) {
        return OCTETS.matcher(text).matches();
    }

    /** Without a zone; the last part may be an IPv4 address. */
    private static boolean isPlainIpv6(String text) {
        if (text.length() > LONGEST_IPV6) { // A pattern takes some stack for each part.
            return false;
        }
        var matcher = HEXTETS.matcher(text);
        return matcher.matches() && (matcher.group(1) == null || isIpv4(matcher.group(1)));
    }

    private static boolean isOne(byte[] address) {
        for (int i = 0; i < address.length - 1; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[address.length - 1] == 1;
    }

    private static byte[] mapped(byte[] ipv4) {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(ipv4, 0, bytes, 12, IPV4_BYTES);
        return bytes;
    }
}
