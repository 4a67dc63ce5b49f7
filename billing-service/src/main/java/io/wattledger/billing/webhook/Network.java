package io.wattledger.billing.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that begin alike.
 *
 * @param address the first of them, 4 or 16 bytes
 * @param bits how many leading bits they share
 */
public record Network(byte[] address, int bits) {

    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_AT = 10;
    private static final int EMBEDDED_AT = 12;

    /**
     * What is not globally reachable, by the special-purpose registries of IANA for IPv4 (RFC 6890 and later), with
     * multicast and the reserved class E.
     */
    private static final List<Network> CLOSED_IPV4 = all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** All that is unicast and given out; everything else of IPv6 is local, mapped, translated, multicast or unused. */
    private static final Network OPEN_IPV6 = of("2000::/3");

    /** What of it leads elsewhere: protocol assignments with Teredo, documentation, 6to4. */
    private static final List<Network> CLOSED_IPV6 = all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /**
     * A network such as {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (!host.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8");
        }
        try {
            byte[] address = InetAddress.getByName(host).getAddress();
            int bits = slash < 0 ? address.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * Byte.SIZE) {
                throw new IllegalArgumentException("'" + text + "' has a length that no address has");
            }
            return new Network(address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8", e);
        }
    }

    /** Whether anybody on the internet may be reached at an address: no loopback, private, link-local or mapped one. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV4_BYTES) {
            return CLOSED_IPV4.stream().noneMatch(network -> network.contains(bytes));
        }
        return OPEN_IPV6.contains(bytes) && CLOSED_IPV6.stream().noneMatch(network -> network.contains(bytes));
    }

    /** Whether an address is one of these; an IPv4 address written as IPv6 is what it stands for. */
    public boolean contains(InetAddress candidate) {
        return contains(plain(candidate.getAddress()));
    }

    private boolean contains(byte[] candidate) {
        if (candidate.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((candidate[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] plain(byte[] bytes) {
        boolean isMapped = bytes.length > IPV4_BYTES
                && Arrays.equals(bytes, 0, MAPPED_AT, new byte[MAPPED_AT], 0, MAPPED_AT)
                && bytes[MAPPED_AT] == -1
                && bytes[MAPPED_AT + 1] == -1;
        return isMapped ? Arrays.copyOfRange(bytes, EMBEDDED_AT, bytes.length) : bytes;
    }

    private static List<Network> all(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }
}
