package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.example.ImpatientServer;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Two servers on one Redis, a hundred chats between them, and a bad network on both sides of each server. Afterwards the
 * history of each chat is checked, and what still lives in the servers.
 */
final class FaultSoak implements AutoCloseable {

    private static final int SERVERS = 2;
    private static final int CHATS = 100;
    /** Enough to have every pool at work once, before what lives is counted. */
    private static final int FIRST_CHATS = 10;

    private static final int FIRST_MESSAGES = 3;
    /** Most connections of a server to Redis, as its client has it; it keeps those that it does not need for a while. */
    private static final int REDIS_POOL = 64;

    /** A message of each side in this time, so that all are on their way at any fault. */
    private static final Duration RELEASE_EVERY = Duration.ofMillis(700);
    /** The last are sent when all is well again: only hints and the comparison with the store can bring these. */
    private static final int LAST_MESSAGES = 2;
    /** A little more than a node takes to compare its seats with the store. */
    private static final Duration COMPARED = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Dead connections are found, those that were closed are terminated, and tombstones' timers are none. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    /** By then each kind came up on each leg, with nearly every seed. */
    private static final Duration ALL_KINDS = Duration.ofSeconds(60);

    /** How many more of a class may live than before: one on its way is no leak, one for each chat is. */
    private static final long SLACK = 5;

    /** Pools grow with the load up to their bounds, which are below. */
    private static final long MORE_THREADS = 30;

    private static final long MORE_HEAP_BYTES = 12 * 1024 * 1024;

    private final long seed;
    private final Duration time;
    private final RedisServer redis;
    private final List<FaultProxy> toRedis = new ArrayList<>();
    private final List<FaultProxy> toServers = new ArrayList<>();
    private final List<ServerProcess> servers = new ArrayList<>();

    /**
     * Starts the servers.
     *
     * @param seed of the faults
     * @param time how long faults are done
     */
    FaultSoak(long seed, Duration time, Path folder) {
        this.seed = seed;
        this.time = time;
        this.redis = RedisServer.start(RedisProgram.SYSTEM);
        for (int i = 0; i < SERVERS; i++) {
            FaultProxy way = new FaultProxy(redis.port());
            toRedis.add(way);
            ServerProcess server = new ServerProcess(
                    ImpatientServer.class,
                    RedisServer.freePort(),
                    folder.resolve("soak" + i + ".log"),
                    "--redis=redis://127.0.0.1:" + way.port(),
                    "--pepper-file=" + folder.resolve("pepper"),
                    "--send-rate=off");
            servers.add(server);
            server.start();
            toServers.add(new FaultProxy(server.port()));
        }
        servers.forEach(ServerProcess::awaitReady);
    }

    /** Runs all of it, and fails if anything was lost or is left. */
    void run() throws IOException, InterruptedException {
        List<Footprint> before = warmUp();
        int messages = (int) (time.toMillis() / RELEASE_EVERY.toMillis()) + LAST_MESSAGES;
        try (Crowd crowd = crowd()) {
            List<Pair> pairs = start(crowd, CHATS, messages);
            Map<String, Integer> faults = harm(crowd, messages);
            crowd.release(LAST_MESSAGES);
            await(crowd, pairs, PATIENCE, "that may still send", Pair::allSent);
            await(crowd, pairs, COMPARED, "whose open pages lack something", pair -> pair.shows(2 * messages));
            System.out.println("soak of " + time.toSeconds() + " s, seed " + seed + ": faults " + faults + "; crowd "
                    + crowd.events());
            checkFaults(faults);
            check(crowd, pairs, messages);
            end(crowd, pairs);
        }
        checkThatNothingIsLeft(before);
    }

    private List<Footprint> warmUp() throws IOException, InterruptedException {
        try (Crowd crowd = crowd()) {
            List<Pair> pairs = start(crowd, FIRST_CHATS, FIRST_MESSAGES);
            crowd.release(FIRST_MESSAGES);
            await(crowd, pairs, PATIENCE, "that may still send", Pair::allSent);
            end(crowd, pairs);
        }
        awaitNobody();
        return servers.stream().map(Footprint::of).toList();
    }

    private Crowd crowd() {
        return new Crowd(toServers.stream().map(FaultProxy::port).toList());
    }

    /** Starts chats at the servers themselves, and waits until all are in: that is not what is tested here. */
    private List<Pair> start(Crowd crowd, int chats, int messages) throws IOException, InterruptedException {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < chats; i++) {
            int server = i % SERVERS;
            pairs.add(Pair.start(crowd, servers.get(server).port(), SERVERS, server, messages));
        }
        await(crowd, pairs, PATIENCE, "who are not in", Pair::isOnTwoServers);
        return pairs;
    }

    /** Faults, while messages are sent. */
    private Map<String, Integer> harm(Crowd crowd, int messages) {
        List<RandomFaults.Leg> legs = List.of(
                new RandomFaults.Leg("client", toServers, 0.2, Duration.ofSeconds(6), Duration.ofSeconds(1)),
                new RandomFaults.Leg("redis", toRedis, 1, Duration.ofSeconds(3), Duration.ofSeconds(3)));
        try (RandomFaults faults = new RandomFaults(seed, legs)) {
            long end = System.nanoTime() + time.toNanos();
            for (int released = 0; released < messages - LAST_MESSAGES; released++) {
                crowd.release(1);
                LockSupport.parkNanos(RELEASE_EVERY.toNanos());
            }
            LockSupport.parkNanos(Math.max(0, end - System.nanoTime()));
            return faults.done();
        }
    }

    private void checkFaults(Map<String, Integer> faults) {
        for (String leg : List.of("client", "redis")) {
            long kinds = faults.keySet().stream()
                    .filter(name -> name.startsWith(leg + " "))
                    .count();
            assertThat(kinds)
                    .as("kinds of faults on the leg of the " + leg)
                    .isGreaterThanOrEqualTo(time.compareTo(ALL_KINDS) < 0 ? 1 : RandomFaults.Kind.values().length);
        }
    }

    /** Both open their chat anew, and read it from the beginning: that is the record. */
    private void check(Crowd crowd, List<Pair> pairs, int messages) {
        List<List<History.Page>> seen =
                crowd.ask(() -> pairs.stream().map(Pair::pages).toList());
        crowd.ask(() -> {
            pairs.forEach(pair -> {
                pair.first().takeOver(false);
                pair.second().takeOver(false);
            });
            return true;
        });
        await(crowd, pairs, PATIENCE, "whose new pages lack something", pair -> pair.shows(2 * messages));
        List<History> histories = crowd.ask(() -> IntStream.range(0, pairs.size())
                .mapToObj(i -> pairs.get(i).history(seen.get(i)))
                .toList());
        Map<History.Fault, Integer> wrong = new EnumMap<>(History.Fault.class);
        histories.forEach(history -> history.faults().forEach(fault -> wrong.merge(fault, 1, Integer::sum)));
        int acknowledged = histories.stream()
                .mapToInt(history -> history.acknowledged().size())
                .sum();
        System.out.println("soak: " + acknowledged + " messages acknowledged in " + pairs.size()
                + " chats; chats with faults in their history " + wrong);
        assertThat(wrong).as("chats with faults in their history, seed " + seed).isEmpty();
        assertThat(acknowledged).isEqualTo(2 * messages * pairs.size());
        assertThat(crowd.events()).as("Redis never went back in time").doesNotContainKey(Crowd.Event.REPLACED_LIST);
    }

    private static void end(Crowd crowd, List<Pair> pairs) {
        crowd.ask(() -> {
            pairs.forEach(pair -> pair.first().end());
            return true;
        });
        await(crowd, pairs, PATIENCE, "whose end was not told to both", Pair::ended);
    }

    /** No connection, no seat, no chat: what is counted then is what the server itself needs. */
    private void awaitNobody() {
        Eventually.holds(
                SETTLED,
                () -> assertThat(servers).allSatisfy(server -> {
                    assertThat(server.metric("duologue_connections")).isZero();
                    assertThat(server.metric("duologue_chats_live")).isZero();
                }));
    }

    private void checkThatNothingIsLeft(List<Footprint> before) {
        toServers.forEach(proxy -> proxy.wires().forEach(FaultProxy.Wire::cut));
        awaitNobody();
        for (int i = 0; i < SERVERS; i++) {
            ServerProcess server = servers.get(i);
            Footprint then = before.get(i);
            Eventually.holds(SETTLED, () -> {
                Footprint now = Footprint.of(server);
                assertThat(now.grownSince(then, SLACK))
                        .as("objects that live and did not before")
                        .isEmpty();
            });
            Footprint now = Footprint.of(server);
            System.out.println("soak: server " + i + ": heap in use " + then.heapBytes() / 1024 + " KiB before, "
                    + now.heapBytes() / 1024 + " KiB after; threads " + then.threads() + " and " + now.threads());
            assertThat(now.threads()).isLessThanOrEqualTo(then.threads() + MORE_THREADS);
            assertThat(now.heapBytes()).isLessThanOrEqualTo(then.heapBytes() + MORE_HEAP_BYTES);
        }
        try (RespClient raw = redis.connect()) {
            assertThat(raw.texts("PUBSUB", "CHANNELS", "duologue:*"))
                    .as("subscriptions")
                    .hasSize(SERVERS);
            assertThat(raw.text("CLIENT", "LIST", "TYPE", "normal").lines().count())
                    .as("connections to Redis, this one too")
                    .isLessThanOrEqualTo(SERVERS * REDIS_POOL + 1);
            assertThat(raw.keys()).as("records").noneMatch(key -> key.endsWith(":z"));
        }
    }

    /** Waits until something holds for all chats; tells the story of some for which it does not. */
    private static void await(Crowd crowd, List<Pair> pairs, Duration patience, String failing, Predicate<Pair> holds) {
        Eventually.holds(patience, () -> {
            List<String> stories = crowd.ask(() -> pairs.stream()
                    .filter(holds.negate())
                    .map(pair ->
                            "\n" + pair.first().story() + "\n" + pair.second().story())
                    .toList());
            assertThat(stories.stream().limit(3))
                    .as("some of " + stories.size() + " chats " + failing)
                    .isEmpty();
        });
    }

    @Override
    public void close() {
        toServers.forEach(FaultProxy::close);
        servers.forEach(ServerProcess::close);
        toRedis.forEach(FaultProxy::close);
        redis.close();
    }
}
