package dev.duologue.example.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    private static final int MESSAGES_OF_A_SIDE = 50;
    private static final String CANARY = "CANARY";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final AtomicBoolean over = new AtomicBoolean();
    private final Set<String> keysWithoutTtl = new TreeSet<>();
    private final AtomicInteger scans = new AtomicInteger();

    @TempDir
    Path folder;

    /** The two sides of a chat. */
    private record Pair(Crowd.Person first, Crowd.Person second, List<String> secrets) {}

    @ParameterizedTest(name = "{0} servers")
    @ValueSource(ints = {2, 3})
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    @DisplayName("lose no message that was acknowledged, double none, and keep the order")
    void nothingIsLost(int number) throws Exception {
        List<ServerProcess> servers = new ArrayList<>();
        try (RedisServer redis = RedisServer.startDurable(RedisProgram.SYSTEM)) {
            for (int i = 0; i < number; i++) {
                ServerProcess server = new ServerProcess(
                        RedisServer.freePort(),
                        folder.resolve("server" + i + ".log"),
                        "--redis=" + redis.url(),
                        "--pepper-file=" + folder.resolve("pepper"),
                        "--send-rate=off");
                servers.add(server);
                server.start();
            }
            servers.forEach(server -> server.awaitReady(1));
            Thread scanner = new Thread(() -> scanForKeysWithoutTtl(redis));
            scanner.start();
            try (Crowd crowd =
                    new Crowd(servers.stream().map(ServerProcess::port).toList())) {
                long began = System.nanoTime();
                List<Pair> pairs = startChats(crowd, servers);
                String faults = doHarm(redis, servers, crowd, pairs);
                Eventually.holds(
                        Duration.ofSeconds(90),
                        () -> assertThat(unsent(crowd, pairs)).isZero());
                List<History> histories = readEverything(crowd, pairs);
                tell(number, crowd, faults, Duration.ofNanos(System.nanoTime() - began));
                check(histories);
                endAll(crowd, pairs);
                checkThatNothingIsLeft(redis, pairs);
            } finally {
                over.set(true);
                scanner.join();
            }
            assertThat(scans.get()).as("looks at all keys").isGreaterThan(10);
            assertThat(keysWithoutTtl).isEmpty();
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private static List<Pair> startChats(Crowd crowd, List<ServerProcess> servers) throws Exception {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            int server = i % servers.size();
            JsonNode chat = start(servers.get(server).port());
            String firstLink = linkOf(chat, "first");
            String secondLink = linkOf(chat, "second");
            String firstCode = chat.at("/first/code").asText();
            String secondCode = chat.at("/second/code").asText();
            pairs.add(new Pair(
                    crowd.person(firstLink, firstCode, server, texts("A")),
                    // On another node than the first.
                    crowd.person(secondLink, secondCode, server + 1, texts("B")),
                    List.of(
                            firstLink,
                            secondLink,
                            firstCode.replace("-", ""),
                            secondCode.replace("-", ""),
                            chat.get("host").asText())));
        }
        return pairs;
    }

    /** Every kind of fault, one after the other, while people chat. */
    private static String doHarm(RedisServer redis, List<ServerProcess> servers, Crowd crowd, List<Pair> pairs) {
        int[] starts = new int[servers.size()];
        int redisKills = 0;
        int connectionKills = 0;
        int takeovers = 0;
        for (int round = 0; round < 2; round++) {
            int victim = round % servers.size();
            pass(2_000);
            servers.get(victim).kill();
            pass(500);
            servers.get(victim).start();
            starts[victim]++;
            pass(1_500);
            connectionKills += kill(redis, "pubsub");
            takeovers += takeOver(crowd, pairs, 2 * round);
            // A server does not start without Redis, and is to be there when Redis dies.
            servers.get(victim).awaitReady(starts[victim] + 1);
            pass(1_000);
            redis.kill();
            redisKills++;
            pass(700);
            redis.start();
            pass(1_500);
            connectionKills += kill(redis, "normal");
            takeovers += takeOver(crowd, pairs, 2 * round + 1);
        }
        int nodeKills = 0;
        for (int each : starts) {
            nodeKills += each;
        }
        return nodeKills + " nodes and " + redisKills + " times Redis killed, " + connectionKills
                + " connections of Redis cut, " + takeovers + " seats taken over";
    }

    private static int kill(RedisServer redis, String type) {
        try (RespClient raw = redis.connect()) {
            return Integer.parseInt(raw.text("CLIENT", "KILL", "TYPE", type));
        }
    }

    private static int takeOver(Crowd crowd, List<Pair> pairs, int offset) {
        return crowd.ask(() -> {
            int taken = 0;
            for (int i = offset; i < pairs.size(); i += 10) {
                (i % 20 < 10 ? pairs.get(i).first() : pairs.get(i).second()).takeOver();
                taken++;
            }
            return taken;
        });
    }

    private static long unsent(Crowd crowd, List<Pair> pairs) {
        return crowd.ask(() -> pairs.stream()
                .filter(pair -> !pair.first().allSent() || !pair.second().allSent())
                .count());
    }

    /** Both open their chat anew, and read it from the beginning. */
    private static List<History> readEverything(Crowd crowd, List<Pair> pairs) {
        Map<Pair, List<History.Page>> before = new HashMap<>();
        for (Pair pair : pairs) {
            before.put(pair, crowd.ask(() -> {
                List<History.Page> pages = new ArrayList<>(pair.first().pages());
                pages.addAll(pair.second().pages());
                pair.first().takeOver();
                pair.second().takeOver();
                return pages;
            }));
        }
        int all = 2 * MESSAGES_OF_A_SIDE;
        Eventually.holds(
                Duration.ofSeconds(60),
                () -> assertThat(crowd.ask(() -> pairs.stream()
                                .filter(pair -> pair.first().wholePage().size() < all
                                        || pair.second().wholePage().size() < all)
                                .count()))
                        .as("chats of which a page does not show everything")
                        .isZero());
        List<History> histories = new ArrayList<>();
        for (Pair pair : pairs) {
            histories.add(crowd.ask(() -> {
                Map<String, Long> acknowledged = new HashMap<>(pair.first().acknowledged());
                acknowledged.putAll(pair.second().acknowledged());
                return new History(
                        before.get(pair),
                        acknowledged,
                        List.of(pair.first().wholePage(), pair.second().wholePage()));
            }));
        }
        return histories;
    }

    private static void check(List<History> histories) {
        Map<History.Fault, Integer> faults = new TreeMap<>();
        int acknowledged = 0;
        int recorded = 0;
        for (History history : histories) {
            history.faults().forEach(fault -> faults.merge(fault, 1, Integer::sum));
            acknowledged += history.acknowledged().size();
            recorded += history.recorded().get(0).size();
        }
        System.out.println("checked: " + acknowledged + " messages acknowledged, " + recorded + " in the records of "
                + histories.size() + " chats, faults " + faults);
        assertThat(faults).isEmpty();
        assertThat(acknowledged).isEqualTo(CHATS * 2 * MESSAGES_OF_A_SIDE).isGreaterThanOrEqualTo(20_000);
        assertThat(recorded).isEqualTo(acknowledged);
    }

    private static void tell(int number, Crowd crowd, String faults, Duration took) {
        System.out.println(number + " servers, " + CHATS + " chats, " + took.toSeconds() + " s: " + faults + "; "
                + crowd.events());
    }

    private static void endAll(Crowd crowd, List<Pair> pairs) {
        pairs.forEach(pair -> crowd.ask(() -> {
            pair.first().end();
            return true;
        }));
        Eventually.holds(
                Duration.ofSeconds(30),
                () -> assertThat(crowd.ask(() -> pairs.stream()
                                .filter(pair ->
                                        !pair.first().ended() || !pair.second().ended())
                                .count()))
                        .as("chats whose end was not told to both")
                        .isZero());
    }

    private static void checkThatNothingIsLeft(RedisServer redis, List<Pair> pairs) {
        Map<String, String> everything = new HashMap<>();
        try (RespClient raw = redis.connect()) {
            for (String key : raw.keys()) {
                everything.put(
                        key,
                        switch (raw.text("TYPE", key)) {
                                    case "hash" -> raw.texts("HGETALL", key).toString();
                                    case "zset" ->
                                        raw.texts("ZRANGE", key, "0", "-1").toString();
                                    default -> raw.text("GET", key);
                                }
                                + raw.text("DUMP", key));
            }
        }
        assertThat(everything.keySet()).noneMatch(key -> key.endsWith(":z"));
        String all = everything.toString();
        assertThat(all).doesNotContain(CANARY);
        for (Pair pair : pairs) {
            pair.secrets().forEach(secret -> assertThat(all).doesNotContain(secret));
            assertThat(all).doesNotContain(pair.first().token(), pair.second().token());
        }
    }

    private void scanForKeysWithoutTtl(RedisServer redis) {
        while (!over.get()) {
            try (RespClient raw = redis.connect()) {
                for (String key : raw.keys()) {
                    if (Long.valueOf(-1).equals(raw.command("PTTL", key))) {
                        keysWithoutTtl.add(key);
                    }
                }
                scans.incrementAndGet();
            } catch (UncheckedIOException | RespClient.RedisError e) {
                // Redis is being killed: there are no keys to look at just now.
                pass(50);
            }
            pass(200);
        }
    }

    private static List<String> texts(String side) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MESSAGES_OF_A_SIDE; i++) {
            texts.add(CANARY + " text " + i + " of " + side);
        }
        return texts;
    }

    private static JsonNode start(int port) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/chats"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"first\":\"" + CANARY + "ABHI\",\"second\":\"" + CANARY + "ANNY\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(201);
        return new ObjectMapper().readTree(answer.body());
    }

    private static String linkOf(JsonNode chat, String side) {
        return URI.create(chat.at("/" + side + "/shortUrl").asText()).getRawFragment();
    }

    /** Lets real time pass, in which people chat and faults have their effect. */
    private static void pass(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
