package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatStoreException;
import dev.duologue.Ending;
import dev.duologue.MessageKey;
import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Hint;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a chat is in Redis, seen past the store. */
class RedisRecordTest {

    private static final Ending ENDED = new Ending(Ending.By.FIRST, Ending.Reason.ENDED);

    private static final Hashing HASHING = Hashing.withRandomPepper();
    private static RedisServer server;
    private static RedisChatStore store;
    private RespClient raw;

    @BeforeAll
    static void start() {
        server = RedisServer.start(RedisProgram.SYSTEM);
        store = RedisChatStore.builder(server.url(), HASHING).build();
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    @BeforeEach
    void connect() {
        raw = server.connect();
    }

    @AfterEach
    void disconnect() {
        raw.close();
    }

    @Test
    @SuppressWarnings("JdkObsolete") // It is what the API gives.
    void messages_are_a_sorted_map_by_timestamp_and_user_name() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        Talk.Sitting anny = talk.enter(store, Side.SECOND);
        MessageKey first = abhi.say("m1", "HI").message().key();
        MessageKey second = anny.say("m1", "HEY\nYOU").message().key();
        SortedMap<MessageKey, String> messages = Talk.get(store.messages(talk.id()));
        assertThat(messages).containsExactly(Map.entry(first, "HI"), Map.entry(second, "HEY\nYOU"));
        assertThat(first.name()).isEqualTo(Talk.CANARY + "ABHI");
        assertThatThrownBy(messages::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(raw.texts("ZRANGE", "duologue:{" + talk.id() + "}:z", "0", "-1", "WITHSCORES"))
                .containsExactly(
                        Talk.CANARY + "ABHI\nm1\nHI",
                        String.valueOf(first.micros()),
                        Talk.CANARY + "ANNY\nm1\nHEY\nYOU",
                        String.valueOf(second.micros()));
        assertThat(Talk.get(store.messages("unknown"))).isEmpty();
    }

    @Test
    void more_messages_than_are_read_at_once_are_all_in_the_map() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        for (int i = 0; i < 501; i++) {
            abhi.say("m" + i, "text " + i);
        }
        assertThat(Talk.get(store.messages(talk.id()))).hasSize(501);
    }

    @Test
    void both_keys_go_by_themselves_soon_after_the_deadline() {
        ChatTimes times = new ChatTimes(
                Duration.ofMinutes(10), Duration.ofMinutes(100), Duration.ofHours(50), Duration.ZERO, Duration.ZERO);
        Talk talk = Talk.begin(store, times);
        assertThat(ttl(talk, "m")).isBetween(Duration.ofSeconds(710), Duration.ofMillis(720_001));
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        abhi.say("m1", "HI");
        assertThat(ttl(talk, "z")).isBetween(Duration.ofSeconds(710), Duration.ofMillis(720_001));
        talk.enter(store, Side.SECOND);
        for (String key : List.of("m", "z")) {
            assertThat(ttl(talk, key)).isBetween(Duration.ofMinutes(110), Duration.ofMinutes(112));
        }
    }

    @Test
    void after_the_end_a_tombstone_stays_for_its_time_without_anything_of_the_record() {
        Talk talk = Talk.begin(store);
        talk.enter(store, Side.FIRST).say("m1", Talk.CANARY + "text");
        talk.enter(store, Side.SECOND);
        Talk.get(store.countAttempt(talk.id(), Side.FIRST, new dev.duologue.spi.AttemptTable(List.of())));
        assertThat(everything()).contains(Talk.CANARY);
        Talk.get(store.end(talk.id(), ENDED));
        assertThat(raw.keys())
                .contains("duologue:{" + talk.id() + "}:m")
                .doesNotContain("duologue:{" + talk.id() + "}:z");
        assertThat(rawOf("duologue:{" + talk.id() + "}:m")).doesNotContain(Talk.CANARY);
        assertThat(ttl(talk, "m")).isBetween(Duration.ofSeconds(590), Duration.ofSeconds(600));
    }

    @Test
    void a_chat_that_lost_its_messages_ends_as_lost() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        Talk.Sitting anny = talk.enter(store, Side.SECOND);
        abhi.say("m1", "HI");
        raw.command("DEL", "duologue:{" + talk.id() + "}:z");
        StoreAnswer.Gone gone = (StoreAnswer.Gone) abhi.trySay("m2", "HI");
        assertThat(gone.tombstone().orElseThrow().ending()).isEqualTo(new Ending(Ending.By.SERVER, Ending.Reason.LOST));
        assertThat(anny.hears(Hint.Ended.class).tombstone().ending().reason()).isEqualTo(Ending.Reason.LOST);
    }

    @Test
    void a_chat_that_lost_some_messages_ends_as_lost() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        abhi.say("m1", "HI");
        abhi.say("m2", "HI");
        raw.command("ZPOPMIN", "duologue:{" + talk.id() + "}:z");
        assertThat(Talk.get(store.readAfter(talk.id(), 0, 10))).isInstanceOf(StoreAnswer.Gone.class);
        assertThat(Talk.get(store.pulses(List.of(talk.id())))).isEmpty();
    }

    @Test
    void of_a_chat_that_lost_its_hash_nothing_stays() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        abhi.say("m1", "HI");
        raw.command("DEL", "duologue:{" + talk.id() + "}:m");
        assertThat(((StoreAnswer.Gone) abhi.trySay("m2", "HI")).tombstone()).isEmpty();
        assertThat(raw.keys()).noneMatch(key -> key.contains(talk.id()));
    }

    @Test
    void without_memory_nothing_is_kept_by_halves_and_chats_can_end() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        abhi.say("m1", "HI");
        Pulse before = talk.find(store).pulse();
        raw.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> abhi.trySay("m2", Talk.CANARY))
                    .cause()
                    .isInstanceOf(ChatStoreException.class)
                    .hasNoCause()
                    .hasMessageContaining("OutOfMemory")
                    .message()
                    .doesNotContain(Talk.CANARY);
            assertThat(talk.find(store).pulse()).isEqualTo(before);
            Talk.get(store.end(talk.id(), ENDED));
        } finally {
            raw.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(((StoreAnswer.Gone) Talk.get(store.find(talk.id()))).tombstone())
                .isPresent();
    }

    @Test
    void without_memory_no_chat_begins() {
        raw.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> Talk.begin(store)).hasCauseInstanceOf(ChatStoreException.class);
        } finally {
            raw.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void without_memory_somebody_wins_the_end_of_a_chat_whose_deadline_others_met() {
        Talk talk = Talk.begin(
                store,
                new ChatTimes(
                        Duration.ofMillis(1),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ZERO,
                        Duration.ofHours(1)));
        Eventually.holds(() -> assertThat(Talk.get(store.find(talk.id()))).isInstanceOf(StoreAnswer.Gone.class));
        raw.command("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(((StoreAnswer.Ended) Talk.get(store.expire(talk.id()))).won())
                    .isTrue();
        } finally {
            raw.command("CONFIG", "SET", "maxmemory", "0");
        }
        assertThat(((StoreAnswer.Ended) Talk.get(store.expire(talk.id()))).won())
                .isFalse();
    }

    @Test
    void after_any_seq_at_all_there_is_a_page() {
        Talk talk = Talk.begin(store);
        talk.enter(store, Side.FIRST).say("m1", "HI");
        assertThat(((StoreAnswer.Page) Talk.get(store.readAfter(talk.id(), Long.MAX_VALUE, Integer.MAX_VALUE)))
                        .messages())
                .isEmpty();
    }

    @Test
    void deadlines_are_kept_while_all_nodes_are_down() {
        Duration soon = Duration.ofMillis(300);
        Duration later = Duration.ofHours(1);
        Map<Ending.Reason, Talk> talks = new EnumMap<>(Ending.Reason.class);
        try (RedisChatStore node = down().build()) {
            talks.put(Ending.Reason.NEVER_ENTERED, Talk.begin(node, times(soon, later, later)));
            talks.put(Ending.Reason.IDLE, conversation(node, times(later, soon, later)));
            talks.put(Ending.Reason.LIFETIME, conversation(node, times(later, later, soon)));
        }
        for (Talk talk : talks.values()) {
            for (String key : raw.keys()) {
                if (key.contains(talk.id())) {
                    // By itself, though no node should ever come back.
                    assertThat(Duration.ofMillis((Long) raw.command("PTTL", key)))
                            .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(61));
                }
            }
        }
        Eventually.holds(() -> {
            try (RedisChatStore node = down().build()) {
                talks.forEach((reason, talk) -> {
                    StoreAnswer.Find found = Talk.get(node.find(talk.id()));
                    assertThat(found).isInstanceOf(StoreAnswer.Gone.class);
                    assertThat(((StoreAnswer.Gone) found)
                                    .tombstone()
                                    .orElseThrow()
                                    .ending())
                            .isEqualTo(new Ending(Ending.By.SERVER, reason));
                });
            }
        });
        assertThat(raw.keys()).noneMatch(key -> key.startsWith("duologue:down:") && key.endsWith(":z"));
    }

    private static RedisChatStore.Builder down() {
        return RedisChatStore.builder(server.url(), HASHING).prefix("duologue:down:");
    }

    private static ChatTimes times(Duration entry, Duration idle, Duration lifetime) {
        return new ChatTimes(entry, idle, lifetime, Duration.ZERO, Duration.ofHours(1));
    }

    private static Talk conversation(RedisChatStore node, ChatTimes times) {
        Talk talk = Talk.begin(node, times);
        talk.enter(node, Side.FIRST).say("m1", "HI");
        talk.enter(node, Side.SECOND);
        return talk;
    }

    private Duration ttl(Talk talk, String key) {
        return Duration.ofMillis((Long) raw.command("PTTL", "duologue:{" + talk.id() + "}:" + key));
    }

    private String everything() {
        StringBuilder all = new StringBuilder();
        raw.keys().forEach(key -> all.append(key).append(rawOf(key)));
        return all.toString();
    }

    private String rawOf(String key) {
        return raw.text("TYPE", key).equals("hash") ? raw.texts("HGETALL", key).toString() : raw.text("DUMP", key);
    }
}
