package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Servers on one Redis, while nodes and Redis die and connections are cut")
@Tag("slow")
class RedisChaosTest {

    private static final int CHATS = 200;
    private static final int ROUNDS = 2;
    /** The last are sent when all is well again: only hints and the comparison with the store can bring these. */
    private static final int MESSAGES_OF_A_SIDE = (ROUNDS * Harm.Kind.values().length + 1) * Harm.MESSAGES;

    private static final int ALL_MESSAGES = CHATS * 2 * MESSAGES_OF_A_SIDE;
    /** A little more than a node takes to compare its seats with the store. */
    private static final Duration COMPARED = Duration.ofSeconds(18);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} servers")
    @ValueSource(ints = {2, 3})
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    @DisplayName("lose no message that was acknowledged, double none, keep the order, and show each on every page")
    void nothingIsLost(int number) throws Exception {
        List<ServerProcess> servers = new ArrayList<>();
        try (RedisServer redis = RedisServer.startDurable(RedisProgram.SYSTEM)) {
            IntStream.range(0, number).forEach(i -> servers.add(server(redis, i)));
            // One after the other: on a busy machine, one of three that began at once gave up as Redis did not answer.
            for (ServerProcess server : servers) {
                server.start();
                server.awaitReady();
            }
            try (Keys keys = new Keys(redis);
                    Crowd crowd =
                            new Crowd(servers.stream().map(ServerProcess::port).toList())) {
                long began = System.nanoTime();
                List<Pair> pairs = startChats(crowd, servers);
                List<Harm.Done> harm = new Harm(redis, servers, crowd, pairs).doAll(ROUNDS);
                crowd.release(Harm.MESSAGES);
                await(crowd, pairs, PATIENCE, "that may still send", Pair::allSent);
                long sent = System.nanoTime();
                await(crowd, pairs, COMPARED, "whose open pages lack something", pair -> pair.shows(all()));
                tell(number, crowd, began, sent);
                checkHarm(harm, crowd.ways());
                checkHistories(readAnew(crowd, pairs));
                assertThat(crowd.events())
                        .as("Redis never went back in time")
                        .doesNotContainKey(Crowd.Event.REPLACED_LIST);
                assertThat(keys.everything())
                        .as("what can be found while chats live")
                        .contains(Pair.CANARY);
                endAll(crowd, pairs);
                checkThatNothingIsLeft(keys, pairs);
                checkLogs(servers, pairs);
                int looks = keys.stop();
                System.out.println("all keys were looked at " + looks + " times; without a TTL: " + keys.withoutTtl());
                assertThat(looks).isGreaterThan(10);
                assertThat(keys.withoutTtl()).isEmpty();
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private ServerProcess server(RedisServer redis, int number) {
        return new ServerProcess(
                RedisServer.freePort(),
                folder.resolve("server" + number + ".log"),
                "--redis=" + redis.url(),
                "--pepper-file=" + folder.resolve("pepper"),
                "--send-rate=off");
    }

    private static List<Pair> startChats(Crowd crowd, List<ServerProcess> servers) throws Exception {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            pairs.add(Pair.start(crowd, servers, i % servers.size(), MESSAGES_OF_A_SIDE));
        }
        return pairs;
    }

    /** Waits until something holds for all chats; tells the story of one for which it does not. */
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

    /** Each harm met chats between servers, while messages were sent, and before and after it as well. */
    private static void checkHarm(List<Harm.Done> harm, List<Crowd.Way> ways) {
        for (int i = 0; i < harm.size(); i++) {
            Harm.Done done = harm.get(i);
            long since = i == 0 ? Long.MIN_VALUE : harm.get(i - 1).ended();
            long until = i == harm.size() - 1 ? Long.MAX_VALUE : harm.get(i + 1).began();
            long before = ways.stream()
                    .filter(way -> way.sent() > since && way.acknowledged() < done.began())
                    .count();
            long during = ways.stream()
                    .filter(way -> way.sent() < done.ended() && way.acknowledged() > done.began())
                    .count();
            long after = ways.stream()
                    .filter(way -> way.sent() > done.ended() && way.acknowledged() < until)
                    .count();
            String told = done.kind() + " (" + done.things() + ", "
                    + TimeUnit.NANOSECONDS.toMillis(done.ended() - done.began()) + " ms): " + done.onTwoServers()
                    + " of "
                    + CHATS + " chats on two servers; messages before " + before + ", on their way meanwhile " + during
                    + ", after " + after;
            System.out.println(told);
            assertThat(done.onTwoServers()).as(told).isGreaterThanOrEqualTo(CHATS * 9 / 10);
            assertThat(done.things()).as(told).isPositive();
            assertThat(List.of(before, during, after)).as(told).allMatch(messages -> messages > 0);
        }
    }

    /** Both open their chat anew, and read it from the beginning: that is the record. */
    private static List<History> readAnew(Crowd crowd, List<Pair> pairs) {
        List<List<History.Page>> seen =
                crowd.ask(() -> pairs.stream().map(Pair::pages).toList());
        crowd.ask(() -> {
            pairs.forEach(pair -> {
                pair.first().takeOver(false);
                pair.second().takeOver(false);
            });
            return true;
        });
        await(crowd, pairs, PATIENCE, "whose new pages lack something", pair -> pair.shows(all()));
        return crowd.ask(() -> IntStream.range(0, pairs.size())
                .mapToObj(i -> pairs.get(i).history(seen.get(i)))
                .toList());
    }

    private static void checkHistories(List<History> histories) {
        Map<History.Fault, Integer> faults = new EnumMap<>(History.Fault.class);
        for (History.Fault fault : History.Fault.values()) {
            faults.put(fault, 0);
        }
        int acknowledged = 0;
        int recorded = 0;
        for (History history : histories) {
            history.faults().forEach(fault -> faults.merge(fault, 1, Integer::sum));
            acknowledged += history.acknowledged().size();
            recorded += history.recorded().get(0).size();
        }
        System.out.println("checked: " + acknowledged + " messages acknowledged, " + recorded + " in the records of "
                + histories.size() + " chats, chats with faults " + faults);
        assertThat(faults.values()).as("chats with faults " + faults).allMatch(chats -> chats == 0);
        assertThat(acknowledged).isEqualTo(ALL_MESSAGES).isGreaterThanOrEqualTo(20_000);
        assertThat(recorded).isEqualTo(acknowledged);
    }

    private static void tell(int number, Crowd crowd, long began, long sent) {
        System.out.println(number + " servers, " + CHATS + " chats: all sent after "
                + TimeUnit.NANOSECONDS.toMillis(sent - began) + " ms, on every open page "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent) + " ms later; " + crowd.events());
    }

    private static void endAll(Crowd crowd, List<Pair> pairs) {
        crowd.ask(() -> {
            pairs.forEach(pair -> pair.first().end());
            return true;
        });
        await(crowd, pairs, PATIENCE, "whose end was not told to both", Pair::ended);
    }

    private static void checkThatNothingIsLeft(Keys keys, List<Pair> pairs) {
        String everything = keys.everything();
        assertThat(everything).as("tombstones").contains(":m=").doesNotContain(":z=");
        assertThat(everything).doesNotContain(secrets(pairs));
    }

    private static void checkLogs(List<ServerProcess> servers, List<Pair> pairs) {
        for (ServerProcess server : servers) {
            assertThat(server.log()).doesNotContain(secrets(pairs));
        }
    }

    /** What is in every name and text, and all links, codes and tokens. */
    private static List<String> secrets(List<Pair> pairs) {
        List<String> secrets = new ArrayList<>(List.of(Pair.CANARY));
        for (Pair pair : pairs) {
            secrets.addAll(pair.secrets());
            secrets.add(pair.first().token());
            secrets.add(pair.second().token());
        }
        return secrets;
    }

    private static int all() {
        return 2 * MESSAGES_OF_A_SIDE;
    }
}
