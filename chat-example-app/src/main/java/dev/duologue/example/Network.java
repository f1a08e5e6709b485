package dev.duologue.example;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits, as {@code 10.0.0.0/8} (RFC 4632) or one address alone. Immutable.
 *
 * @param first an address of the network
 * @param bits how many leading bits its addresses share
 */
record Network(InetAddress first, int bits) {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern NETWORK = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

    /** The network that a text names; empty if it names none. */
    static Optional<Network> parse(String text) {
        Matcher network = NETWORK.matcher(text);
        if (!network.matches()) {
            return Optional.empty();
        }
        return address(network.group(1)).flatMap(first -> {
            int most = 8 * first.getAddress().length;
            int bits = network.group(2) == null ? most : Integer.parseInt(network.group(2));
            return bits <= most ? Optional.of(new Network(first, bits)) : Optional.empty();
        });
    }

    /** The address that a text is, and nothing that would have to be looked up. */
    static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
