package dev.duologue.redis;

import dev.duologue.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that this node is alive, and frees the seats of nodes that are not. A node's heartbeat is a key that goes by
 * itself unless it is set again; no clock of a node is compared with another's. Thread-safe.
 */
final class Nodes implements AutoCloseable {

    /** How many heartbeats may be missed before a node counts as dead. */
    private static final int BEATS = 3;
    /** Redis may have been away for longer than a heartbeat lasts: a second look gives everybody time for a new one. */
    private static final int LOOKS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final RedissonClient redis;
    private final KeyNames names;
    private final String node;
    private final String fingerprint;
    private final Duration every;
    private final Seats seats;
    private final Scripts scripts;
    private final ScheduledExecutorService timer;

    /** Nodes that were seen alive, and when, by {@link System#nanoTime}. */
    private final Map<String, Long> alive = new ConcurrentHashMap<>();
    /** In how many looks in a row a node was missing. */
    private final Map<String, Integer> missing = new ConcurrentHashMap<>();

    private volatile boolean failing;

    Nodes(
            RedissonClient redis,
            KeyNames names,
            String node,
            String fingerprint,
            Duration every,
            Seats seats,
            Scripts scripts) {
        this.redis = redis;
        this.names = names;
        this.node = node;
        this.fingerprint = fingerprint;
        this.every = every;
        this.seats = seats;
        this.scripts = scripts;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "duologue-redis-nodes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The first heartbeat; false if nodes with another pepper are alive. Others follow by themselves. */
    CompletionStage<Boolean> begin() {
        return beat().thenApply(samePepper -> {
            if (samePepper) {
                Future<?> unused = timer.scheduleWithFixedDelay(
                        this::round, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
            }
            return samePepper;
        });
    }

    /** Beats at once, as after Redis was away for longer than a heartbeat lasts. */
    void beatSoon() {
        if (!timer.isShutdown()) {
            timer.execute(() -> {
                CompletionStage<?> unused = beat().exceptionally(failure -> false);
            });
        }
    }

    /** Whether a node is dead: not this one, not seen alive just now, and without a heartbeat. */
    CompletionStage<Boolean> isDead(String other) {
        Long seen = alive.get(other);
        if (other.equals(node) || (seen != null && System.nanoTime() - seen < every.toNanos())) {
            return CompletableFuture.completedFuture(false);
        }
        return redis.getBucket(names.node(other), StringCodec.INSTANCE)
                .isExistsAsync()
                .thenApply(beats -> {
                    if (beats) {
                        alive.put(other, System.nanoTime());
                    }
                    return !beats;
                });
    }

    /** Frees a seat if a node still holds it; tells the other side. */
    CompletableFuture<Boolean> free(String chatId, Side side, String holder) {
        return scripts.call(Script.RELEASE, chatId, Scripts.arguments(Sides.number(side), "", holder))
                .thenApply(answer -> answer.is("released") && answer.flag(1));
    }

    /** Beats no more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void round() {
        try {
            CompletionStage<?> unused = beat().handle((samePepper, failure) -> {
                told(failure);
                if (failure == null && !samePepper) {
                    LOG.error(
                            "Nodes with another pepper use the same keys: codes and links of theirs do not match here");
                }
                look();
                return true;
            });
        } catch (RuntimeException e) {
            told(e);
        }
    }

    /** Once when it begins, and once when it is over. */
    private void told(@Nullable Throwable failure) {
        boolean before = failing;
        failing = failure != null;
        if (failure != null && !before) {
            LOG.warn("Redis does not answer: {}", Scripts.told(failure));
        } else if (failure == null && before) {
            LOG.info("Redis answers again");
        }
    }

    private CompletionStage<Boolean> beat() {
        long millis = every.multipliedBy(BEATS).toMillis();
        CompletionStage<Void> own = redis.getBucket(names.node(node), StringCodec.INSTANCE)
                .setAsync(fingerprint, Duration.ofMillis(millis));
        CompletionStage<Boolean> shared = redis.getScript(StringCodec.INSTANCE)
                .evalAsync(
                        names.pepper(),
                        RScript.Mode.READ_WRITE,
                        Script.BEAT,
                        RScript.ReturnType.BOOLEAN,
                        List.of(names.pepper()),
                        fingerprint,
                        String.valueOf(millis));
        return own.thenCombine(shared, (done, same) -> same);
    }

    /** Looks for the nodes where the other sides of this node's seats are. */
    private void look() {
        Set<String> peers = seats.peerNodes();
        missing.keySet().retainAll(peers);
        alive.clear();
        for (String peer : peers) {
            CompletionStage<?> unused = isDead(peer).handle((dead, failure) -> {
                if (failure != null || !dead) {
                    missing.remove(peer);
                } else if (missing.merge(peer, 1, Integer::sum) >= LOOKS) {
                    LOG.warn("A node is gone: the seats of {} chats are freed", freeAll(peer));
                }
                return true;
            });
        }
    }

    private int freeAll(String dead) {
        List<Seats.Place> places = seats.withPeerOn(dead);
        for (Seats.Place place : places) {
            // What fails is tried again at the next look.
            CompletableFuture<?> unused = free(place.chatId(), place.side().other(), dead)
                    .thenAccept(freed -> seats.peerLeft(place, dead))
                    .exceptionally(failure -> null);
        }
        return places.size();
    }
}
