package dev.duologue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Where a client calls from, as far as limits count it: an IPv4 address, or the /64 network of an IPv6 address, as one
 * subscriber is commonly given all of that (RFC 6177). Immutable. Personal data: {@link #toString} does not tell it.
 */
public final class ClientAddress {

    /** The half of an IPv6 address that names the network. */
    private static final int NETWORK_BYTES = 8;

    private static final int IPV6_BYTES = 16;

    private final String text;

    private ClientAddress(String text) {
        this.text = text;
    }

    /**
     * What an address counts as.
     *
     * @param address the address of the client itself, not of a proxy in between
     * @return the same for all addresses that count as one
     */
    public static ClientAddress of(InetAddress address) {
        Objects.requireNonNull(address, "address");
        return new ClientAddress(
                address instanceof Inet6Address ? network(address.getAddress()) : address.getHostAddress());
    }

    private static String network(byte[] bytes) {
        byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), IPV6_BYTES);
        try {
            // By its bytes, so that neither the rest of the address nor a scope makes a difference.
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    /**
     * The address or network, for what counts by it. Keep it out of logs, metrics and names of keys.
     *
     * @return an IPv4 address, or an IPv6 network and {@code /64}
     */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientAddress address && text.equals(address.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "ClientAddress";
    }
}
