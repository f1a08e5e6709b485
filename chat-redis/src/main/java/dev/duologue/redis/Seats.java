package dev.duologue.redis;

import dev.duologue.Message;
import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.spi.Hint;
import dev.duologue.spi.Tombstone;
import dev.duologue.spi.Watcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seats of this node and who watches them. Claims may be answered in another order than Redis granted them: the
 * higher epoch wins. Thread-safe; watchers are called with no lock held.
 */
final class Seats {

    private static final Logger LOG = LoggerFactory.getLogger(Seats.class);

    private final Map<Place, Taken> seats = new ConcurrentHashMap<>();

    /** A seat of a chat. */
    record Place(String chatId, Side side) {}

    /**
     * What is known of a place.
     *
     * @param watcher who watches; none before the first claim was answered
     * @param epoch the watcher's epoch
     * @param claims how many claims are under way
     * @param missed whether news came that the claims under way should have heard
     * @param peerName the other side's name
     * @param peerNode where the other side was last known to be; empty for nowhere
     */
    private record Taken(
            @Nullable Watcher watcher, long epoch, int claims, boolean missed, String peerName, String peerNode) {

        Taken withClaims(int number) {
            return new Taken(watcher, epoch, number, number > 0 && missed, peerName, peerNode);
        }

        Taken havingMissed() {
            return new Taken(watcher, epoch, claims, claims > 0, peerName, peerNode);
        }

        Taken without() {
            return new Taken(null, 0, claims, claims > 0, peerName, "");
        }

        Taken withPeerOn(String node) {
            return new Taken(watcher, epoch, claims, missed, peerName, node);
        }

        @Nullable
        Taken orNothing() {
            return watcher == null && claims == 0 ? null : this;
        }
    }

    /** A claim goes out: what comes from now on may be meant for who claims. */
    void claiming(Place place) {
        seats.compute(
                place,
                (key, taken) ->
                        taken == null ? new Taken(null, 0, 1, false, "", "") : taken.withClaims(taken.claims() + 1));
    }

    /** The claim failed, or did not get the seat. */
    void notClaimed(Place place) {
        seats.computeIfPresent(
                place, (key, taken) -> taken.withClaims(taken.claims() - 1).orNothing());
    }

    /** The claim got the seat. */
    void claimed(Place place, long epoch, Watcher watcher, String peerName, String peerNode) {
        Told told = new Told();
        seats.compute(place, (key, taken) -> {
            // Under way since before, so there is always something.
            Taken before = taken == null ? new Taken(null, 0, 1, false, "", "") : taken;
            Taken after = before.withClaims(Math.max(0, before.claims() - 1));
            if (before.watcher() != null && before.epoch() > epoch) {
                told.add(watcher, new Hint.Displaced(before.epoch(), SeatLoss.TAKEN_OVER));
                return after.orNothing();
            }
            if (before.watcher() != null && before.watcher() != watcher && before.epoch() < epoch) {
                told.add(before.watcher(), new Hint.Displaced(epoch, SeatLoss.TAKEN_OVER));
            }
            if (before.missed()) {
                told.add(watcher, new Hint.Behind());
            }
            return new Taken(watcher, epoch, after.claims(), after.missed(), peerName, peerNode);
        });
        told.give();
    }

    /** The seat is nobody's any more. */
    void left(Place place, long epoch) {
        seats.computeIfPresent(
                place, (key, taken) -> taken.epoch() == epoch ? taken.without().orNothing() : taken);
    }

    /**
     * Whether somebody here holds the seat under this epoch or a later one, or may be about to.
     *
     * @param own how many claims of who asks are under way, which do not count
     */
    boolean mayHold(Place place, long epoch, int own) {
        Taken taken = seats.get(place);
        return taken != null && (taken.claims() > own || (taken.watcher() != null && taken.epoch() >= epoch));
    }

    /** The peer's message is in the record. */
    void arrived(String chatId, Side side, Message message, long generation) {
        Hint hint = new Hint.Arrived(message, generation);
        deliver(new Place(chatId, side), taken -> hint);
    }

    /** News came. */
    void deliver(News news) {
        Place place = new Place(news.chatId(), news.side());
        if (news.isPresence()) {
            peerIsOn(place, news.peerNode());
        }
        deliver(place, taken -> news.hint(taken.peerName()));
    }

    /** The hint is made where the watcher is looked up: a claim answered in between brings the name that goes with it. */
    private void deliver(Place place, Function<Taken, Hint> made) {
        Told told = new Told();
        seats.computeIfPresent(place, (key, taken) -> {
            Hint hint = made.apply(taken);
            Watcher watcher = taken.watcher();
            if (hint instanceof Hint.Displaced displaced && taken.epoch() >= displaced.epoch()) {
                return taken;
            }
            if (watcher != null) {
                told.add(watcher, hint);
            }
            boolean last = hint instanceof Hint.Displaced || hint instanceof Hint.Ended;
            return (last ? taken.without() : taken.havingMissed()).orNothing();
        });
        told.give();
    }

    /** Where the other side is, as the store said. */
    void peerIsOn(Place place, String node) {
        seats.computeIfPresent(place, (key, taken) -> taken.peerNode().equals(node) ? taken : taken.withPeerOn(node));
    }

    /** The other side is no longer on a node. */
    void peerLeft(Place place, String node) {
        seats.computeIfPresent(place, (key, taken) -> taken.peerNode().equals(node) ? taken.withPeerOn("") : taken);
    }

    /** A chat is over: who watched it and was not told yet is told, or has to look where nothing is left of it. */
    void over(String chatId, Optional<Tombstone> left) {
        Hint hint = left.<Hint>map(Hint.Ended::new).orElseGet(Hint.Behind::new);
        for (Side side : Side.values()) {
            Told told = new Told();
            seats.computeIfPresent(new Place(chatId, side), (key, taken) -> {
                Watcher watcher = taken.watcher();
                if (watcher != null) {
                    told.add(watcher, hint);
                }
                return taken.without().orNothing();
            });
            told.give();
        }
    }

    /** Hints may have been lost for every seat. */
    void allBehind() {
        for (Place place : seats.keySet()) {
            deliver(place, taken -> new Hint.Behind());
        }
    }

    /** The nodes where the other sides of this node's seats are. */
    Set<String> peerNodes() {
        Set<String> nodes = new HashSet<>();
        seats.values().forEach(taken -> nodes.add(taken.peerNode()));
        nodes.remove("");
        return nodes;
    }

    /** The seats of this node whose other side is on a node. */
    List<Place> withPeerOn(String node) {
        List<Place> places = new ArrayList<>();
        seats.forEach((place, taken) -> {
            if (taken.peerNode().equals(node)) {
                places.add(place);
            }
        });
        return places;
    }

    /** How many seats are watched or about to be. */
    int size() {
        return seats.size();
    }

    void clear() {
        seats.clear();
    }

    /** Collects hints inside of a step on the map, and gives them outside. */
    private static final class Told {

        private final List<Runnable> hints = new ArrayList<>(2);

        void add(Watcher watcher, Hint hint) {
            hints.add(() -> watcher.hint(hint));
        }

        void give() {
            for (Runnable hint : hints) {
                try {
                    hint.run();
                } catch (Throwable e) {
                    // Whoever caused the news is not to suffer. No stack trace: its message might hold a text.
                    LOG.warn("A watcher threw {}", e.getClass().getName());
                }
            }
        }
    }
}
