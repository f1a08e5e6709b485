package dev.duologue.websocket;

import dev.duologue.ClientAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections that were let in, in all and by address. As big as there are connections. Thread-safe. */
final class Occupancy {

    static final ClientConnection UNKNOWN = new AddressOnly(Optional.empty());

    /** There is nothing at hand to terminate; the container's own ways remain. */
    record AddressOnly(Optional<ClientAddress> address) implements ClientConnection {

        @Override
        public void terminate() {}
    }

    private final int mostOfAddress;
    private final int most;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<ClientAddress, Integer> byAddress = new ConcurrentHashMap<>();

    Occupancy(int mostOfAddress, int most) {
        this.mostOfAddress = mostOfAddress;
        this.most = most;
    }

    ConnectionRoom room(Optional<ClientAddress> address) {
        if (all.get() >= most) {
            return ConnectionRoom.FULL;
        }
        boolean full = address.map(known -> byAddress.getOrDefault(known, 0)).orElse(0) >= mostOfAddress;
        return full ? ConnectionRoom.ADDRESS_FULL : ConnectionRoom.FREE;
    }

    /** Lets one in if there is room, in one step. */
    boolean enter(Optional<ClientAddress> address) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return false;
        }
        if (address.isPresent() && byAddress.merge(address.get(), 1, Integer::sum) > mostOfAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    /** One that was let in has gone. */
    void leave(Optional<ClientAddress> address) {
        all.decrementAndGet();
        address.ifPresent(known -> byAddress.computeIfPresent(known, (same, count) -> count == 1 ? null : count - 1));
    }
}
