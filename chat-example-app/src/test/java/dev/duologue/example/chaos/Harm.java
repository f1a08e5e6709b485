package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * Does every kind of harm, one after the other, each to chats whose sides are on different servers and just send
 * messages, of which more are sent when it is over.
 */
final class Harm {

    /** How many messages each side may send for each harm. */
    static final int MESSAGES = 5;
    /** How many of them are sent when it is over. */
    private static final int MESSAGES_AFTER = 1;

    /** Most chats are to have their sides on different servers, or a harm would not show much. */
    private static final double SETTLED = 0.95;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisServer redis;
    private final List<ServerProcess> servers;
    private final Crowd crowd;
    private final List<Pair> pairs;
    private final List<Done> done = new ArrayList<>();

    Harm(RedisServer redis, List<ServerProcess> servers, Crowd crowd, List<Pair> pairs) {
        this.redis = redis;
        this.servers = servers;
        this.crowd = crowd;
        this.pairs = pairs;
    }

    /** The kinds of harm. */
    enum Kind {
        NODE_KILLED,
        SUBSCRIPTIONS_CUT,
        SEATS_TAKEN_OVER,
        REDIS_KILLED,
        CONNECTIONS_CUT
    }

    /**
     * A harm that was done.
     *
     * @param onTwoServers how many chats had their sides on different servers when it began
     * @param things how many processes, connections or seats it met
     * @param began when, by {@link System#nanoTime}
     * @param ended when all that it met was back
     */
    record Done(Kind kind, int onTwoServers, int things, long began, long ended) {}

    /** All kinds of harm, each time to another server. */
    List<Done> doAll(int rounds) {
        for (int round = 0; round < rounds; round++) {
            int victim = round % servers.size();
            int offset = 2 * round;
            harm(Kind.NODE_KILLED, () -> killServer(victim));
            harm(Kind.SUBSCRIPTIONS_CUT, this::cutSubscriptions);
            harm(Kind.SEATS_TAKEN_OVER, () -> takeOverSeats(offset));
            harm(Kind.REDIS_KILLED, this::killRedis);
            harm(Kind.CONNECTIONS_CUT, this::cutConnections);
        }
        settle();
        return done;
    }

    /** Waits until nearly all people are at home, and nearly all that they may send is acknowledged. */
    void settle() {
        Eventually.holds(PATIENCE, () -> {
            assertThat(count(Pair::isHome)).as("chats whose people are at home").isGreaterThan(enough());
            assertThat(count(Pair::allSent)).as("chats that sent all").isGreaterThan(enough());
        });
    }

    /** A harm gives how many things it met, once these are back. */
    private void harm(Kind kind, IntSupplier doIt) {
        settle();
        int before = crowd.acknowledged();
        crowd.release(MESSAGES - MESSAGES_AFTER);
        Eventually.holds(
                PATIENCE,
                () -> assertThat(crowd.acknowledged()).as("acknowledged").isGreaterThan(before + pairs.size() / 2));
        int onTwoServers = count(Pair::isOnTwoServers);
        long began = System.nanoTime();
        int things = doIt.getAsInt();
        done.add(new Done(kind, onTwoServers, things, began, System.nanoTime()));
        crowd.release(MESSAGES_AFTER);
    }

    private int killServer(int victim) {
        ServerProcess server = servers.get(victim);
        crowd.isDown(victim);
        server.kill();
        pass(500);
        server.start();
        server.awaitReady();
        crowd.isUp(victim);
        return 1;
    }

    private int killRedis() {
        redis.kill();
        pass(700);
        redis.start();
        awaitHealth();
        return 1;
    }

    private int cutSubscriptions() {
        int subscriptions = subscriptions();
        assertThat(subscriptions).as("subscriptions of all servers").isGreaterThanOrEqualTo(servers.size());
        int cut = kill("pubsub");
        Eventually.holds(
                PATIENCE, () -> assertThat(subscriptions()).as("subscriptions").isGreaterThanOrEqualTo(subscriptions));
        return cut;
    }

    private int cutConnections() {
        int cut = kill("normal");
        awaitHealth();
        return cut;
    }

    private int takeOverSeats(int offset) {
        List<Crowd.Person> takers = new ArrayList<>();
        for (int i = offset; i < pairs.size(); i += 10) {
            takers.add(i % 20 < 10 ? pairs.get(i).first() : pairs.get(i).second());
        }
        crowd.ask(() -> {
            for (int i = 0; i < takers.size(); i++) {
                takers.get(i).takeOver(i % 2 == 0);
            }
            return true;
        });
        Eventually.holds(
                PATIENCE,
                () -> assertThat(crowd.ask(() -> takers.stream()
                                .filter(person -> !person.isHome() || person.hasLeftOver())
                                .count()))
                        .as("seats that were not taken over, or are still held by the page before")
                        .isZero());
        return takers.size();
    }

    private void awaitHealth() {
        Eventually.holds(PATIENCE, () -> assertThat(servers).allMatch(ServerProcess::isHealthy));
    }

    private int subscriptions() {
        try (RespClient raw = redis.connect()) {
            return (int) raw.text("CLIENT", "LIST", "TYPE", "pubsub").lines().count();
        }
    }

    private int kill(String type) {
        try (RespClient raw = redis.connect()) {
            return Integer.parseInt(raw.text("CLIENT", "KILL", "TYPE", type));
        }
    }

    private int count(Predicate<Pair> what) {
        return crowd.ask(() -> (int) pairs.stream().filter(what).count());
    }

    private int enough() {
        return (int) (pairs.size() * SETTLED);
    }

    /** Lets real time pass, in which a fault has its effect. */
    private static void pass(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
