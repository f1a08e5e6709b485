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
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis that is away or slow for a while. */
class RedisAwayTest {

    /** What a participant waits at most; with room for a machine that is busy. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Less than fit into a chat of the tests. */
    private static final int MOST_MESSAGES = 450;

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
    void over_a_pause_of_two_seconds_no_message_is_doubled_and_none_changes_places() {
        Talk talk = Talk.begin(store);
        Queue<Long> seqs = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger();
        List<CompletableFuture<List<String>>> sending = new ArrayList<>();
        for (Side side : Side.values()) {
            Talk.Sitting sender = talk.enter(store, side);
            sending.add(CompletableFuture.supplyAsync(() -> sendAll(sender, side + " ", seqs, failures)));
        }
        Eventually.holds(() -> assertThat(seqs.size()).isGreaterThan(20));
        server.pause(Duration.ofSeconds(2));
        List<String> texts = new ArrayList<>();
        for (CompletableFuture<List<String>> sent : sending) {
            List<String> own = sent.orTimeout(30, TimeUnit.SECONDS).join();
            assertThat(talk.texts(store).stream().filter(own::contains)).containsExactlyElementsOf(own);
            texts.addAll(own);
        }
        assertThat(talk.texts(store)).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(seqs)
                .as("what was acknowledged")
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, texts.size()).boxed().toList());
        assertThat(failures).as("tries whose outcome was unknown").hasPositiveValue();
    }

    /** One after the other, each until it is acknowledged. */
    private static List<String> sendAll(Talk.Sitting by, String prefix, Queue<Long> seqs, AtomicInteger failures) {
        List<String> texts = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        for (int i = 0; System.nanoTime() < end && i < MOST_MESSAGES; i++) {
            String id = "m" + i;
            String text = prefix + i;
            texts.add(text);
            Eventually.holds(() -> {
                try {
                    seqs.add(by.say(id, text).message().seq());
                } catch (CompletionException unknown) {
                    failures.incrementAndGet();
                    throw new AssertionError("not acknowledged yet", unknown);
                }
            });
        }
        return texts;
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

    @Test
    void a_seat_whose_claim_was_carried_out_though_it_failed_is_freed_for_other_nodes_too() {
        Hashing hashing = Hashing.withRandomPepper();
        Duration beat = Duration.ofMillis(200);
        try (RedisChatStore one = builder(hashing).heartbeat(beat).build();
                RedisChatStore other = builder(hashing).heartbeat(beat).build()) {
            Talk talk = Talk.begin(one);
            // Redis knows the script from then on, so that one try is enough for it to run.
            Talk.Sitting anny = talk.enter(other, Side.SECOND);
            SeatClaim claim = talk.claim(Side.FIRST, false);
            server.suspend();
            assertThatThrownBy(() -> Talk.get(one.claimSeat(claim, hint -> {})))
                    .hasCauseInstanceOf(ChatStoreException.class);
            server.resume();
            Eventually.holds(() -> {
                Pulse.SeatPulse seat = talk.find(other).pulse().first();
                assertThat(seat.epoch()).isEqualTo(1);
                assertThat(seat.present()).isFalse();
            });
            // First that somebody came, then that they went, each a moment after it happened.
            Eventually.holds(
                    () -> assertThat(anny.hears(Hint.Presence.class).present()).isFalse());
            talk.enter(other, Side.FIRST).say("m1", "without a question");
        }
    }

    @Test
    void a_claim_that_is_made_again_after_it_failed_keeps_its_seat() {
        try (RedisChatStore one = builder(Hashing.withRandomPepper())
                .prefix("duologue:again:")
                .heartbeat(Duration.ofMillis(200))
                .build()) {
            Talk talk = Talk.begin(one);
            talk.enter(one, Side.SECOND);
            SeatClaim claim = talk.claim(Side.FIRST, false);
            server.suspend();
            assertThatThrownBy(() -> Talk.get(one.claimSeat(claim, hint -> {})))
                    .hasCauseInstanceOf(ChatStoreException.class);
            server.resume();
            Talk.Sitting abhi = talk.sit(one, claim);
            long beats = calls("pexpire");
            Eventually.holds(() -> assertThat(calls("pexpire")).isGreaterThan(beats + 12));
            assertThat(talk.find(one).pulse().first().present()).isTrue();
            abhi.say("m1", "still here");
        }
    }

    @Test
    void a_seat_is_remembered_once_however_many_claims_of_it_failed() {
        Talk talk = Talk.begin(store);
        server.suspend();
        List<CompletionStage<StoreAnswer.Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            claims.add(store.claimSeat(talk.claim(Side.FIRST, true), hint -> {}));
        }
        for (CompletionStage<StoreAnswer.Claim> claim : claims) {
            assertThatThrownBy(() -> Talk.get(claim)).hasCauseInstanceOf(ChatStoreException.class);
        }
        assertThat(store.failedClaims()).isEqualTo(1);
        server.resume();
        assertThat(store.watched()).as("places of claims that failed").isZero();
    }

    private RedisChatStore.Builder builder(Hashing hashing) {
        return RedisChatStore.builder(server.url(), hashing).prefix("duologue:nobody:");
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
