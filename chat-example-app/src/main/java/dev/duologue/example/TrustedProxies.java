package dev.duologue.example;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out who a client is behind proxies that are known: from the last entry on, each proxy that is trusted vouches for
 * the one before it. What stands further in front anybody could have written. Immutable.
 */
final class TrustedProxies {

    private final List<Network> trusted;
    private final ProxyHeader header;

    /** The header in which the proxies tell whom they forward; what a client sent in the other one is not read. */
    enum ProxyHeader {
        X_FORWARDED_FOR("X-Forwarded-For"),
        FORWARDED("Forwarded");

        private final String text;

        ProxyHeader(String text) {
            this.text = text;
        }

        /** Its name, as it is read and written. */
        @Override
        public String toString() {
            return text;
        }
    }

    TrustedProxies(List<Network> trusted, ProxyHeader header) {
        this.trusted = List.copyOf(trusted);
        this.header = header;
    }

    ProxyHeader header() {
        return header;
    }

    boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * The client.
     *
     * @param peer who is at the other end of the connection
     * @param lines the values of {@link #header}, in their order
     */
    InetAddress client(InetAddress peer, Iterable<String> lines) {
        InetAddress client = peer;
        if (!trusts(peer)) {
            return client;
        }
        for (String entry : backwards(lines)) {
            Optional<InetAddress> forwarded = address(entry);
            if (forwarded.isEmpty()) {
                // A name that hides the address, or nonsense: whoever vouched for it is as far as one can see.
                return client;
            }
            client = forwarded.get();
            if (!trusts(client)) {
                return client;
            }
        }
        return client;
    }

    private static List<String> backwards(Iterable<String> lines) {
        List<String> entries = new ArrayList<>();
        lines.forEach(line -> Collections.addAll(entries, line.split(",", -1)));
        Collections.reverse(entries);
        return entries;
    }

    private Optional<InetAddress> address(String entry) {
        return switch (header) {
            case X_FORWARDED_FOR -> node(entry.strip());
            case FORWARDED -> forwardedFor(entry);
        };
    }

    /** The {@code for} of an element of RFC 7239; no value of an address has a separator in it. */
    private static Optional<InetAddress> forwardedFor(String element) {
        for (String pair : element.split(";", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && parts[0].strip().toLowerCase(Locale.ROOT).equals("for")) {
                return node(parts[1].strip().replaceAll("^\"|\"$", ""));
            }
        }
        return Optional.empty();
    }

    /** An address, perhaps with a port, as RFC 7239 has it in section 6. */
    private static Optional<InetAddress> node(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? Optional.empty() : Network.address(text.substring(1, end));
        }
        boolean port = text.indexOf('.') >= 0 && text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0;
        return Network.address(port ? text.substring(0, text.indexOf(':')) : text);
    }
}
