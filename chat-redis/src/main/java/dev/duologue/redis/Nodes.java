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
import org.redisson.api.RBucket;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that this node is alive, and frees the seats of nodes that are not, and its own that nobody took up. A node's heartbeat is a key that goes by
 * itself unless it is set again; no clock of a node is compared with another's. Thread-safe.
 */
final class Nodes implements AutoCloseable {

    /** How many heartbeats may be missed before a node counts as dead. */
    private static final int BEATS = 3;
    /** Redis may have been away for longer than a heartbeat lasts: a second look gives everybody time for a new one. */
    private static final int LOOKS = 2;
    /** As many as there may be chats on a node by default. Of seats beyond, each is freed when somebody asks for it. */
    private static final int MOST_FAILED = 100_000;
    /** For so many heartbeats after Redis was away, nobody is taken for dead: all have to tell first that they live. */
    private static final int GRACE = 2;

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

    /** Seats that this node may have though a claim of it failed, and in how many looks to come to look. */
    private final Map<Seats.Place, Integer> failed = new ConcurrentHashMap<>();

    private volatile boolean failing;
    /** Since when Redis answers again, by {@link System#nanoTime}, or long enough ago if it always did. */
    private volatile long answersSince;

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
        this.answersSince = System.nanoTime() - every.multipliedBy(GRACE).toNanos();
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

    /** Whether a node is dead: not this one, not seen alive just now, and without a heartbeat though Redis is there. */
    CompletionStage<Boolean> isDead(String other) {
        Long seen = alive.get(other);
        if (other.equals(node) || isGrace() || (seen != null && System.nanoTime() - seen < every.toNanos())) {
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

    private boolean isGrace() {
        return failing
                || System.nanoTime() - answersSince < every.multipliedBy(GRACE).toNanos();
    }

    /** Frees a seat if a node still holds it; tells the other side. */
    CompletableFuture<Boolean> free(String chatId, Side side, String holder) {
        return release(chatId, side, "", holder);
    }

    /** Frees a seat of this node that nobody sits in, unless it was taken anew meanwhile. */
    CompletableFuture<Boolean> freeOwn(String chatId, Side side, long epoch) {
        return release(chatId, side, String.valueOf(epoch), node);
    }

    /** A claim failed with its outcome unknown: what it took is freed once Redis answers, unless somebody sits there. */
    void claimFailed(Seats.Place place) {
        if (failed.size() < MOST_FAILED) {
            failed.put(place, LOOKS);
        }
    }

    /** How many seats are to be looked at as a claim of them failed. */
    int failedClaims() {
        return failed.size();
    }

    /** Not before the next look, and twice: what Redis was asked before it slept may be done later than what is asked now. */
    private void freeClaimed() {
        failed.forEach((place, looks) -> scripts.call(Script.FIND, place.chatId())
                .thenAccept(answer -> {
                    if (answer.isGone() || looks == 1) {
                        failed.remove(place);
                    } else {
                        failed.replace(place, looks - 1);
                    }
                    if (!answer.isGone()) {
                        freeUnheld(place, new ChatFields(answer.number(1), answer.list(2)));
                    }
                })
                .exceptionally(failure -> {
                    if (Scripts.cause(failure) instanceof NoRecordException) {
                        // Where there is no record there is no seat.
                        failed.remove(place);
                    }
                    return null;
                }));
    }

    /** Nobody sits here under the epoch of the record, nor is about to: whatever claim took the seat, it failed. */
    private void freeUnheld(Seats.Place place, ChatFields fields) {
        long epoch = fields.epoch(place.side());
        if (fields.node(place.side()).equals(node) && !seats.mayHold(place, epoch, 0)) {
            freeOwn(place.chatId(), place.side(), epoch).exceptionally(failure -> {
                claimFailed(place);
                return false;
            });
        }
    }

    private CompletableFuture<Boolean> release(String chatId, Side side, String epoch, String holder) {
        return scripts.call(Script.RELEASE, chatId, Scripts.arguments(Sides.number(side), epoch, holder))
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
                if (failure == null) {
                    freeClaimed();
                }
                return true;
            });
        } catch (RuntimeException e) {
            told(e);
        }
    }

    /** Once when it begins, and once when it is over. */
    private void told(@Nullable Throwable failure) {
        boolean before = failing;
        if (before && failure == null) {
            answersSince = System.nanoTime();
        }
        failing = failure != null;
        if (failure != null && !before) {
            LOG.warn("Redis does not answer: {}", Scripts.told(failure));
        } else if (failure == null && before) {
            LOG.info("Redis answers again");
        }
    }

    private CompletionStage<Boolean> beat() {
        long millis = every.multipliedBy(BEATS).toMillis();
        Duration lasts = Duration.ofMillis(millis);
        RBucket<String> key = redis.getBucket(names.node(node), StringCodec.INSTANCE);
        // To last longer takes no memory: who lives is known also where Redis has none left.
        CompletionStage<Void> own = key.expireAsync(lasts)
                .thenCompose(there ->
                        there ? CompletableFuture.<Void>completedFuture(null) : key.setAsync(fingerprint, lasts));
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
