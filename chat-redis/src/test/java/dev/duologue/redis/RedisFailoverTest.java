package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisFailover;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Hint;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A primary that dies in the middle of a chat. */
class RedisFailoverTest {

    private static final Hashing HASHING = Hashing.withRandomPepper();

    @Test
    void a_chat_goes_on_with_all_that_was_acknowledged_where_replicas_are_waited_for() {
        try (RedisFailover servers = RedisFailover.start(RedisProgram.SYSTEM);
                RedisChatStore one = waiting(servers).build();
                RedisChatStore other = waiting(servers).build()) {
            Talk talk = Talk.begin(one);
            Talk.Sitting abhi = talk.enter(one, Side.FIRST);
            Talk.Sitting anny = talk.enter(other, Side.SECOND);
            for (int i = 0; i < 50; i++) {
                abhi.say("m" + i, "text " + i);
            }
            servers.failOver();
            // There is no second replica to wait for now: the new primary is alone.
            try (RedisChatStore alone =
                    RedisChatStore.builder(servers.url(), HASHING).build()) {
                assertThat(talk.texts(alone)).hasSize(50).last().isEqualTo("text 49");
                Talk.Sitting back = talk.takeOver(alone, Side.FIRST);
                assertThat(back.answer().rewound()).isFalse();
                StoreAnswer.Appended goesOn = back.say("m50", "text 50");
                assertThat(goesOn.message().seq()).isEqualTo(51);
                assertThat(goesOn.generation()).isEqualTo(1);
                // The news may have gone while the inbox was shut; that they may have is told.
                anny.hears(Hint.Behind.class);
                Talk.Sitting here = talk.takeOver(alone, Side.SECOND);
                back.say("m51", "text 51");
                assertThat(here.hears(Hint.Arrived.class).message().seq()).isEqualTo(52);
            }
        }
    }

    @Test
    void an_acknowledgement_waits_for_the_replica() {
        try (RedisFailover servers = RedisFailover.start(RedisProgram.EMBEDDED_6_2);
                RedisChatStore store = waiting(servers).build()) {
            Talk talk = Talk.begin(store);
            Talk.Sitting abhi = talk.enter(store, Side.FIRST);
            servers.replica().suspend();
            assertThatThrownBy(() -> abhi.trySay("m1", "not safe yet")).hasMessageContaining("TooFewReplicas");
            servers.replica().resume();
            Eventually.holds(
                    () -> assertThat(said(abhi, "m1", "not safe yet", 0)).isNotNull());
            assertThat(talk.texts(store)).containsExactly("not safe yet");
        }
    }

    @Test
    void a_primary_that_does_not_know_the_scripts_is_given_them_where_replicas_are_waited_for() {
        try (RedisFailover servers = RedisFailover.start(RedisProgram.SYSTEM);
                RedisChatStore store = waiting(servers).build()) {
            Talk talk = Talk.begin(store);
            Talk.Sitting abhi = talk.enter(store, Side.FIRST);
            AttemptTable table = new AttemptTable(List.of(Duration.ZERO, Duration.ZERO));
            Talk.get(store.countAttempt(talk.id(), Side.SECOND, table));
            abhi.say("m1", "the script is known");
            // As after a failover: a replica was given what scripts did, and none of the scripts.
            try (RespClient raw = servers.primary().connect()) {
                raw.command("SCRIPT", "FLUSH");
            }
            assertThat(abhi.say("m2", "and again").message().seq()).isEqualTo(2);
            assertThat(((StoreAnswer.Counted) Talk.get(store.countAttempt(talk.id(), Side.SECOND, table))).attempts())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_store_that_went_back_in_time_is_noticed_and_keys_go_on_rising() {
        try (RedisFailover servers = RedisFailover.start(RedisProgram.EMBEDDED_6_2);
                RedisChatStore one =
                        RedisChatStore.builder(servers.url(), HASHING).build();
                RedisChatStore other =
                        RedisChatStore.builder(servers.url(), HASHING).build()) {
            Talk talk = Talk.begin(one);
            Talk.Sitting abhi = talk.enter(one, Side.FIRST);
            Talk.Sitting anny = talk.enter(other, Side.SECOND);
            abhi.say("m1", "kept");
            Eventually.holds(() -> {
                try (var raw = servers.replica().connect()) {
                    assertThat(raw.command("ZCARD", "duologue:{" + talk.id() + "}:z"))
                            .isEqualTo(1L);
                }
            });
            servers.stopReplication();
            long seen = abhi.say("m2", "lost by the failover").message().key().micros();
            servers.failOver();
            AtomicReference<StoreAnswer.Appended> back = new AtomicReference<>();
            Eventually.holds(() -> {
                back.set(said(anny, "m1", "after", seen));
                assertThat(back.get()).isNotNull();
            });
            assertThat(back.get().generation()).isEqualTo(2);
            assertThat(back.get().message().seq()).isEqualTo(2);
            assertThat(back.get().message().key().micros()).isGreaterThan(seen);
            // The one node may find the new primary later than the other.
            Eventually.holds(() -> assertThat(read(talk, one)).containsExactly("kept", "after"));
            assertThat(abhi.hears(Hint.Arrived.class).generation()).isEqualTo(2);
            SeatClaim claim = talk.claim(Side.FIRST, true);
            assertThat(talk.sit(one, claim).answer().rewound()).isTrue();
        }
    }

    private static RedisChatStore.Builder waiting(RedisFailover servers) {
        return RedisChatStore.builder(servers.url(), HASHING).waitForReplicas(1, Duration.ofMillis(300));
    }

    private static List<String> read(Talk talk, RedisChatStore store) {
        try {
            return talk.texts(store);
        } catch (CompletionException notYet) {
            return List.of();
        }
    }

    private static StoreAnswer.Appended said(Talk.Sitting by, String id, String text, long lastKeySeen) {
        try {
            return (StoreAnswer.Appended) Talk.get(by.saying(id, text, lastKeySeen));
        } catch (CompletionException notYet) {
            return null;
        }
    }
}
