package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Ending;
import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Hint;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/** Several nodes on one Redis. */
class RedisNodesTest {

    private static final Hashing HASHING = Hashing.withRandomPepper();
    private static final Duration BEAT = Duration.ofMillis(200);

    private RedisServer server;
    private RedissonClient client;
    private RedisChatStore one;
    private RedisChatStore other;

    @BeforeEach
    void start() {
        server = RedisServer.startDurable(RedisProgram.EMBEDDED_6_2);
        one = RedisChatStore.builder(server.url(), HASHING).heartbeat(BEAT).build();
        client = Redisson.create(RedisUrl.of(server.url()).config(null));
        other = RedisChatStore.builder(client, HASHING).heartbeat(BEAT).build();
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        client.shutdown();
        server.close();
    }

    @Test
    void a_message_is_published_to_another_node_and_never_to_the_own() {
        Talk talk = Talk.begin(one);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        Talk.Sitting anny = talk.enter(one, Side.SECOND);
        long before = calls("publish");
        abhi.say("m1", "on one node");
        assertThat(anny.hears(Hint.Arrived.class).message().text()).isEqualTo("on one node");
        assertThat(calls("publish")).isEqualTo(before);
        Talk.Sitting moved = talk.takeOver(other, Side.SECOND);
        before = calls("publish");
        abhi.say("m2", "on two\nnodes\n");
        Hint.Arrived arrived = moved.hears(Hint.Arrived.class);
        assertThat(arrived.message().text()).isEqualTo("on two\nnodes\n");
        assertThat(arrived.message().name()).isEqualTo(Talk.CANARY + "ABHI");
        assertThat(arrived.message().seq()).isEqualTo(2);
        assertThat(calls("publish")).isEqualTo(before + 1);
    }

    @Test
    void a_message_takes_one_script_and_nothing_else() {
        Talk talk = Talk.begin(one);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        talk.enter(other, Side.SECOND);
        abhi.say("m0", "the script is known from now on");
        long before = calls("evalsha");
        long loads = calls("eval") + calls("script");
        for (int i = 1; i <= 20; i++) {
            abhi.say("m" + i, "text");
        }
        // Heartbeats go on meanwhile.
        assertThat(calls("evalsha") - before).isBetween(20L, 26L);
        assertThat(calls("eval") + calls("script")).isEqualTo(loads);
    }

    @Test
    void a_seat_taken_over_from_another_node_is_told_and_fenced() {
        Talk talk = Talk.begin(one);
        Talk.Sitting before = talk.enter(one, Side.FIRST);
        Talk.Sitting now = talk.takeOver(other, Side.FIRST);
        assertThat(before.hears(Hint.Displaced.class).loss()).isEqualTo(SeatLoss.TAKEN_OVER);
        assertThat(before.trySay("m1", "too late")).isInstanceOf(StoreAnswer.Fenced.class);
        now.say("m1", "in time");
        assertThat(talk.texts(one)).containsExactly("in time");
    }

    @Test
    void whoever_sits_on_a_node_that_died_is_away_and_the_seat_is_free() {
        Talk talk = Talk.begin(one);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        Talk.Sitting anny = talk.enter(other, Side.SECOND);
        abhi.hears(Hint.Presence.class);
        abhi.hints().clear();
        die();
        Hint.Presence gone = abhi.hears(Hint.Presence.class);
        assertThat(gone.present()).isFalse();
        assertThat(gone.epoch()).isEqualTo(anny.answer().epoch());
        assertThat(talk.find(one).pulse().second().present()).isFalse();
        assertThat(talk.enter(one, Side.SECOND).answer().epoch())
                .isEqualTo(anny.answer().epoch() + 1);
    }

    @Test
    void a_seat_of_a_node_that_died_is_given_without_a_question_though_nobody_watched() {
        Talk talk = Talk.begin(one);
        talk.enter(other, Side.SECOND);
        die();
        Eventually.holds(() -> {
            try (RespClient raw = server.connect()) {
                assertThat(raw.keys().stream().filter(key -> key.contains("node:")))
                        .hasSize(1);
            }
        });
        assertThat(talk.enter(one, Side.SECOND).answer().epoch()).isEqualTo(2);
        assertThat(talk.find(one).pulse().second().present()).isTrue();
    }

    @Test
    void a_node_that_lives_is_not_taken_for_dead_because_redis_was_away() {
        Talk talk = Talk.begin(one);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        Talk.Sitting anny = talk.enter(other, Side.SECOND);
        // For so long that both heartbeats are gone when it comes back.
        server.suspend();
        java.util.concurrent.locks.LockSupport.parkNanos(BEAT.multipliedBy(6).toNanos());
        server.resume();
        Eventually.holds(() -> assertThat(Talk.get(one.signal(talk.id(), Side.FIRST, new Signal.Typing())))
                .isTrue());
        long beats = calls("pexpire");
        Eventually.holds(() -> assertThat(calls("pexpire")).isGreaterThan(beats + 12));
        assertThat(talk.find(one).pulse().second().present()).isTrue();
        assertThat(abhi.hints()).noneMatch(hint -> hint instanceof Hint.Presence seat && !seat.present());
        anny.say("m1", "still here");
    }

    @Test
    void nobody_is_taken_for_dead_at_the_first_look_after_redis_was_away() {
        Talk talk = Talk.begin(one);
        Talk.Sitting anny = talk.enter(other, Side.SECOND);
        server.suspend();
        java.util.concurrent.locks.LockSupport.parkNanos(
                BEAT.multipliedBy(4).plusMillis(400).toNanos());
        server.resume();
        try (RespClient raw = server.connect()) {
            // As where the other node is slower to come back.
            Eventually.holds(() -> {
                for (String key : raw.keys()) {
                    if (key.contains("node:")) {
                        raw.command("DEL", key);
                    }
                }
                assertThat(talk.find(one).pulse().second().present()).isTrue();
            });
        }
        anny.say("m1", "still here");
    }

    @Test
    void a_node_that_lives_is_not_taken_for_dead_because_redis_had_no_memory() {
        Talk talk = Talk.begin(one);
        talk.enter(one, Side.FIRST);
        Talk.Sitting anny = talk.enter(other, Side.SECOND);
        try (RespClient raw = server.connect()) {
            raw.command("CONFIG", "SET", "maxmemory", "1");
            java.util.concurrent.locks.LockSupport.parkNanos(
                    BEAT.multipliedBy(6).toNanos());
            assertThat(raw.keys().stream().filter(key -> key.contains("node:"))).hasSize(2);
            raw.command("CONFIG", "SET", "maxmemory", "0");
        }
        long looks = calls("exists");
        Eventually.holds(() -> assertThat(calls("exists")).isGreaterThan(looks + 4));
        anny.say("m1", "still here");
    }

    @Test
    void who_watched_a_chat_of_which_nothing_is_left_is_let_go() {
        Talk talk = Talk.begin(one);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        Talk.Sitting anny = talk.enter(one, Side.SECOND);
        try (RespClient raw = server.connect()) {
            raw.command("DEL", "duologue:{" + talk.id() + "}:m");
        }
        assertThat(abhi.trySay("m1", "lost")).isInstanceOf(StoreAnswer.Gone.class);
        abhi.hears(Hint.Behind.class);
        anny.hears(Hint.Behind.class);
        assertThat(one.watched()).isZero();
    }

    @Test
    void who_watched_a_chat_whose_end_was_not_told_is_told_with_the_next_answer_and_let_go() {
        Talk talk = Talk.begin(one);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        try (RespClient raw = server.connect()) {
            // The seat as it is, but nobody by whom to tell it.
            raw.command("HSET", "duologue:{" + talk.id() + "}:m", "1.node", "nobody");
        }
        Talk.get(other.end(talk.id(), new Ending(Ending.By.SECOND, Ending.Reason.ENDED)));
        assertThat(Talk.get(one.pulses(List.of(talk.id())))).isEmpty();
        assertThat(abhi.hears(Hint.Ended.class).tombstone().ending().by()).isEqualTo(Ending.By.SECOND);
        assertThat(one.watched()).isZero();
    }

    @Test
    void who_leaves_a_seat_that_is_another_ones_by_now_is_let_go() {
        Talk talk = Talk.begin(one);
        Talk.Sitting before = talk.enter(one, Side.FIRST);
        try (RespClient raw = server.connect()) {
            raw.command("HSET", "duologue:{" + talk.id() + "}:m", "1.node", "nobody");
        }
        talk.takeOver(other, Side.FIRST);
        assertThat(Talk.get(
                        one.releaseSeat(talk.id(), Side.FIRST, before.answer().epoch())))
                .isFalse();
        assertThat(one.watched()).isZero();
    }

    @Test
    void news_that_were_lost_with_a_connection_are_looked_up() {
        Talk talk = Talk.begin(one);
        Talk.Sitting anny = talk.enter(other, Side.SECOND);
        try (RespClient raw = server.connect()) {
            raw.command("CLIENT", "KILL", "TYPE", "pubsub");
        }
        anny.hears(Hint.Behind.class);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        abhi.say("m1", "heard again");
        assertThat(anny.hears(Hint.Arrived.class).message().text()).isEqualTo("heard again");
    }

    /** The node stops without a word, as its process would. */
    private void die() {
        client.shutdown();
    }

    private long calls(String command) {
        try (RespClient raw = server.connect()) {
            Matcher calls = Pattern.compile("cmdstat_" + command + "(?:\\|\\w+)?:calls=(\\d+)")
                    .matcher(raw.text("INFO", "commandstats"));
            long sum = 0;
            while (calls.find()) {
                sum += Long.parseLong(calls.group(1));
            }
            return sum;
        }
    }
}
