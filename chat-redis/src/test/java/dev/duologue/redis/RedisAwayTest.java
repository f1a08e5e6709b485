package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatStoreException;
import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Hint;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis that is away or slow for a while. */
class RedisAwayTest {

    /** What a participant waits at most; with room for a machine that is busy. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private RedisServer server;
    private RedisChatStore store;

    @BeforeEach
    void start() {
        server = RedisServer.startDurable(RedisProgram.SYSTEM);
        store = RedisChatStore.builder(server.url(), Hashing.withRandomPepper()).build();
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void a_call_fails_within_a_second_without_telling_its_arguments_and_works_again_once_redis_is_back() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        Talk.Sitting anny = talk.enter(store, Side.SECOND);
        abhi.say("m1", "before");
        server.kill();
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> abhi.trySay("m2", Talk.CANARY))
                    .cause()
                    .isInstanceOf(ChatStoreException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(Talk.CANARY, talk.id());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        }
        server.start();
        Eventually.holds(() -> assertThat(sent(abhi, "m2", "after")).isTrue());
        assertThat(talk.texts(store)).containsExactly("before", "after");
        // The inbox is open again too, by itself.
        anny.hears(Hint.Behind.class);
        assertThat(anny.say("m1", "heard").message().seq()).isEqualTo(3);
        assertThat(abhi.hears(Hint.Arrived.class).message().text()).isEqualTo("heard");
    }

    @Test
    void a_message_is_there_once_however_often_it_was_sent_to_a_redis_that_slept() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = "m" + i;
            String text = "text " + i;
            expected.add(text);
            server.suspend();
            assertThatThrownBy(() -> abhi.trySay(id, text)).hasCauseInstanceOf(ChatStoreException.class);
            assertThatThrownBy(() -> abhi.trySay(id, text)).hasCauseInstanceOf(ChatStoreException.class);
            server.resume();
            Eventually.holds(() -> assertThat(sent(abhi, id, text)).isTrue());
        }
        assertThat(talk.texts(store)).isEqualTo(expected);
        // One of them ran each script at least twice, or nothing was tried.
        assertThat(calls("evalsha")).isGreaterThan(3 + 3);
    }

    @Test
    void a_peer_on_the_same_node_hears_of_a_message_whose_first_answer_came_too_late() {
        Talk talk = Talk.begin(store);
        Talk.Sitting abhi = talk.enter(store, Side.FIRST);
        Talk.Sitting anny = talk.enter(store, Side.SECOND);
        abhi.say("m1", "the script is known from now on");
        server.suspend();
        CompletionStage<StoreAnswer.Append> saying = abhi.saying("m2", "late", 0);
        // Longer than the client waits for the first answer, and shorter than for both.
        LockSupport.parkNanos(Duration.ofMillis(550).toNanos());
        server.resume();
        assertThat(((StoreAnswer.Appended) Talk.get(saying)).repeated()).isTrue();
        assertThat(anny.hears(Hint.Arrived.class).message().text()).isEqualTo("late");
        assertThat(talk.texts(store)).hasSize(2);
    }

    @Test
    void an_attempt_whose_outcome_is_unknown_is_not_counted_twice() {
        Talk talk = Talk.begin(store);
        // Redis knows the script from then on, so that one try is enough for it to run.
        Talk.get(store.countAttempt(talk.id(), Side.SECOND, new AttemptTable(List.of())));
        server.suspend();
        assertThatThrownBy(() -> Talk.get(store.countAttempt(talk.id(), Side.FIRST, new AttemptTable(List.of()))))
                .hasCauseInstanceOf(ChatStoreException.class);
        server.resume();
        Eventually.holds(() -> assertThat(attempts(talk)).isEqualTo(1));
    }

    private int attempts(Talk talk) {
        try {
            return talk.find(store).first().attempts();
        } catch (CompletionException notYet) {
            return -1;
        }
    }

    private static boolean sent(Talk.Sitting by, String id, String text) {
        try {
            return by.trySay(id, text) instanceof StoreAnswer.Appended;
        } catch (CompletionException notYet) {
            return false;
        }
    }

    private long calls(String command) {
        try (RespClient raw = server.connect()) {
            String stats = raw.text("INFO", "commandstats");
            int from = stats.indexOf("cmdstat_" + command + ":calls=");
            int begin = stats.indexOf('=', from) + 1;
            return Long.parseLong(stats.substring(begin, stats.indexOf(',', begin)));
        }
    }
}
