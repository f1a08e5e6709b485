package dev.duologue.websocket;

import dev.duologue.ClientAddress;
import java.util.Optional;

/** One client's connection as its host knows it. Implementations must be thread-safe. */
public interface ClientConnection {

    /**
     * Where the client calls from.
     *
     * @return the address; empty if it is not known, and no limit of an address holds
     */
    Optional<ClientAddress> address();

    /**
     * Cuts the connection at the transport, without a word and without waiting, as the container was asked to close it
     * long ago and could not: the peer reads nothing. Frees the socket and all that waits to be sent. Must not block;
     * safe to repeat, and after the connection has gone.
     */
    void terminate();

    /**
     * Whether the connection has gone, so that there is nothing to terminate: it is let go of then. Must not block.
     *
     * @return true if it has; by default false, which keeps each connection for half a minute after its close
     */
    default boolean isGone() {
        return false;
    }

    /**
     * A connection of which nothing is known.
     *
     * @return one without an address, which the container alone can close
     */
    static ClientConnection unknown() {
        return Occupancy.UNKNOWN;
    }

    /**
     * A connection that the container alone can close, as in a servlet container.
     *
     * @param address where the client calls from; empty if it is not known
     * @return one whose {@link #terminate} does nothing
     */
    static ClientConnection of(Optional<ClientAddress> address) {
        return new Occupancy.AddressOnly(address);
    }
}
