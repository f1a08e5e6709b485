package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatStoreException;
import dev.duologue.ClientAddress;
import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Something else has written to the keys of one chat: that chat fails, and no other is harmed. */
class RedisNonsenseTest {

    private static final Hashing HASHING = Hashing.withRandomPepper();
    private static final Duration BEAT = Duration.ofMillis(200);
    private static final String SECRET = Talk.CANARY + "nonsense";

    private static final Map<RedisProgram, RedisServer> SERVERS = new EnumMap<>(RedisProgram.class);
    private static final Map<RedisProgram, RedisChatStore> STORES = new EnumMap<>(RedisProgram.class);

    /** What may stand there. */
    @SuppressWarnings("ImmutableEnumChecker") // Lambdas that hold nothing.
    private enum Nonsense {
        HASH_IS_A_STRING((raw, id) -> {
            raw.command("DEL", hash(id));
            raw.command("SET", hash(id), SECRET);
        }),
        MESSAGES_ARE_A_LIST((raw, id) -> {
            raw.command("DEL", messages(id));
            raw.command("RPUSH", messages(id), SECRET);
        }),
        HASH_WITHOUT_ITS_FIELDS((raw, id) -> {
            raw.command("DEL", hash(id), messages(id));
            raw.command("HSET", hash(id), SECRET, SECRET);
        }),
        NO_NUMBERS((raw, id) -> {
            for (String field : List.of("n", "gen", "last", "bytes", "1.epoch", "2.epoch", "1.got", "stays", "1.inv")) {
                raw.command("HSET", hash(id), field, SECRET);
            }
        }),
        NO_DEADLINE((raw, id) -> raw.command("HSET", hash(id), "quietEnd", "nan", "lifeEnd", SECRET)),
        MESSAGE_OF_ONE_LINE((raw, id) -> {
            raw.command("DEL", messages(id));
            raw.command("ZADD", messages(id), "1.5", SECRET);
        }),
        TOMBSTONE_OF_NOTHING((raw, id) -> {
            raw.command("DEL", hash(id), messages(id));
            raw.command("HSET", hash(id), "reason", SECRET, "by", SECRET);
        });

        private final BiConsumer<RespClient, String> write;

        Nonsense(BiConsumer<RespClient, String> write) {
            this.write = write;
        }

        void write(RespClient raw, String chatId) {
            write.accept(raw, chatId);
        }
    }

    @BeforeAll
    static void start() {
        for (RedisProgram program : RedisProgram.values()) {
            RedisServer server = RedisServer.start(program);
            SERVERS.put(program, server);
            STORES.put(
                    program,
                    RedisChatStore.builder(server.url(), HASHING)
                            .heartbeat(BEAT)
                            .build());
        }
    }

    @AfterAll
    static void stop() {
        STORES.values().forEach(RedisChatStore::close);
        SERVERS.values().forEach(RedisServer::close);
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(RedisProgram.values())
                .flatMap(program -> Stream.of(Nonsense.values()).map(nonsense -> Arguments.of(program, nonsense)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everywhere")
    @DisplayName("one chat fails, without a word of what stands there, and the comparison has all others")
    void oneChat(RedisProgram program, Nonsense nonsense) {
        RedisChatStore store = STORES.get(program);
        Talk one = Talk.begin(store);
        Talk.Sitting abhi = one.enter(store, Side.FIRST);
        Talk.Sitting anny = one.enter(store, Side.SECOND);
        Talk other = Talk.begin(store);
        Talk harmed = Talk.begin(store);
        Talk.Sitting sitting = harmed.enter(store, Side.FIRST);
        sitting.say("m1", SECRET);
        write(program, nonsense, harmed);
        int watched = store.watched();

        Map<String, Pulse> pulses = Talk.get(store.pulses(List.of(one.id(), harmed.id(), other.id())));
        assertThat(pulses)
                .containsEntry(one.id(), one.find(store).pulse())
                .containsEntry(other.id(), other.find(store).pulse());

        operations(store, harmed, sitting).forEach((name, operation) -> {
            // Each meets the nonsense, not what the one before it left.
            write(program, nonsense, harmed);
            assertThatItTellsNothing(name, operation);
        });
        assertThat(store.watched()).as("places of claims that failed").isLessThanOrEqualTo(watched);
        abhi.say("m2", "still here");
        assertThat(anny.hears(Hint.Arrived.class).message().text()).isEqualTo("still here");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("calls about other chats that go out together with one about that chat are answered")
    void together(RedisProgram program) {
        RedisChatStore store = STORES.get(program);
        Talk harmed = Talk.begin(store);
        write(program, Nonsense.HASH_IS_A_STRING, harmed);
        List<Talk> talks = Stream.generate(() -> Talk.begin(store)).limit(20).toList();
        for (int round = 0; round < 10; round++) {
            List<CompletionStage<StoreAnswer.Find>> good = new ArrayList<>();
            List<CompletionStage<StoreAnswer.Find>> bad = new ArrayList<>();
            talks.forEach(talk -> {
                good.add(store.find(talk.id()));
                bad.add(store.find(harmed.id()));
            });
            assertThat(good).allSatisfy(found -> assertThat(Talk.get(found)).isInstanceOf(StoreAnswer.Live.class));
            assertThat(bad)
                    .allSatisfy(found ->
                            assertThatThrownBy(() -> Talk.get(found)).hasCauseInstanceOf(NoRecordException.class));
        }
    }

    /** All that can be asked about a chat. */
    private static Map<String, Supplier<CompletionStage<?>>> operations(
            RedisChatStore store, Talk talk, Talk.Sitting sitting) {
        String id = talk.id();
        Map<String, Supplier<CompletionStage<?>>> operations = new LinkedHashMap<>();
        operations.put("find", () -> store.find(id));
        operations.put("create", () -> store.create(talk.newChat(ChatTimes.DEFAULT)));
        operations.put("count", () -> store.countAttempt(id, Side.SECOND, new AttemptTable(List.of(Duration.ZERO))));
        operations.put("claim", () -> store.claimSeat(talk.claim(Side.SECOND, true), hint -> {}));
        operations.put("append", () -> sitting.saying("m2", SECRET, 0));
        operations.put("read", () -> store.readAfter(id, 0, 10));
        operations.put("pulses", () -> store.pulses(List.of(id)));
        operations.put("progress", () -> store.signal(id, Side.FIRST, new Signal.Progress(1, 1)));
        operations.put("touch", () -> store.touch(id, Side.FIRST));
        operations.put("reissue", () -> store.reissue(id, Side.FIRST, new InvitationDigests(SECRET, SECRET)));
        operations.put("release", () -> store.releaseSeat(id, Side.SECOND, 1));
        operations.put("expire", () -> store.expire(id));
        operations.put("end", () -> store.end(id, new Ending(Ending.By.FIRST, Ending.Reason.ENDED)));
        return operations;
    }

    private static void assertThatItTellsNothing(String name, Supplier<CompletionStage<?>> operation) {
        try {
            Object answer = Talk.get(operation.get());
            assertThat(answer).as(name).isNotNull();
        } catch (CompletionException failed) {
            assertThat(failed.getCause())
                    .as(name)
                    .isInstanceOf(ChatStoreException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(SECRET)
                    .doesNotContain("Timeout");
        }
    }

    @Test
    @DisplayName("a claim that failed so is not looked for again and again")
    void claims() {
        RedisChatStore store = STORES.get(RedisProgram.SYSTEM);
        Talk harmed = Talk.begin(store);
        write(RedisProgram.SYSTEM, Nonsense.HASH_IS_A_STRING, harmed);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> Talk.get(store.claimSeat(harmed.claim(Side.FIRST, false), hint -> {})))
                    .hasCauseInstanceOf(NoRecordException.class);
        }
        try (RespClient raw = SERVERS.get(RedisProgram.SYSTEM).connect()) {
            Eventually.holds(() -> {
                long looks = calls(raw, "hgetall");
                long beats = calls(raw, "pexpire");
                Eventually.holds(() -> assertThat(calls(raw, "pexpire")).isGreaterThan(beats + 6));
                assertThat(calls(raw, "hgetall")).isEqualTo(looks);
            });
        }
    }

    @Test
    @DisplayName("what an address did is counted anew where something else stands, and never locks it out")
    void limits() throws Exception {
        AddressLimits limits = STORES.get(RedisProgram.SYSTEM).addressLimits(AddressRates.STANDARD);
        ClientAddress address = ClientAddress.of(InetAddress.getByName("198.51.100.7"));
        assertThat(Talk.get(limits.take(AddressLimit.STARTS, address))).isZero();
        try (RespClient raw = SERVERS.get(RedisProgram.SYSTEM).connect()) {
            String key = raw.keys().stream()
                    .filter(name -> name.contains(":limit:"))
                    .findFirst()
                    .orElseThrow();
            raw.command("HSET", key, "1", SECRET, "2", "nan");
            assertThat(Talk.get(limits.take(AddressLimit.STARTS, address))).isZero();
            raw.command("HSET", key, "1", "1e300", "2", "1e300");
            assertThat(Talk.get(limits.take(AddressLimit.STARTS, address)))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofMinutes(2));
            raw.command("DEL", key);
            raw.command("SET", key, SECRET);
            assertThat(Talk.get(limits.take(AddressLimit.STARTS, address))).isZero();
            assertThat((Long) raw.command("PTTL", key)).isPositive();
        }
    }

    @Test
    @DisplayName("the fingerprint of the pepper is written anew where something else stands, and nodes live on")
    void pepper() {
        RedisServer server = SERVERS.get(RedisProgram.SYSTEM);
        try (RespClient raw = server.connect()) {
            raw.command("DEL", "duologue:pepper");
            raw.command("RPUSH", "duologue:pepper", SECRET);
            Eventually.holds(
                    () -> assertThat(raw.text("TYPE", "duologue:pepper")).isEqualTo("string"));
            RedisChatStore.builder(server.url(), HASHING).build().close();
        }
    }

    private static void write(RedisProgram program, Nonsense nonsense, Talk talk) {
        try (RespClient raw = SERVERS.get(program).connect()) {
            nonsense.write(raw, talk.id());
        }
    }

    private static long calls(RespClient raw, String command) {
        Matcher calls =
                Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(raw.text("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private static String hash(String chatId) {
        return "duologue:{" + chatId + "}:m";
    }

    private static String messages(String chatId) {
        return "duologue:{" + chatId + "}:z";
    }
}
