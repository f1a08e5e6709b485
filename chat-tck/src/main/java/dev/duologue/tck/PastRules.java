package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.Hint;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.Tombstone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** S2 and S3: what is over. */
abstract class PastRules extends GeneralRules {

    private static final AttemptTable FREE_TRIES = new AttemptTable(List.of(Duration.ZERO, Duration.ZERO));

    // S2: deadlines are met by whichever operation comes

    @Test
    void S2_create_meets_the_deadline() {
        NewChat chat = newChat(lifetimeSoon());
        start(chat);
        passSoon();
        assertThat(get(store.create(chat))).isFalse();
    }

    @Test
    void S2_find_meets_the_deadline() {
        String id = overdue();
        assertEndedByLifetime(store.find(id));
    }

    @Test
    void S2_countAttempt_meets_the_deadline() {
        String id = overdue();
        assertEndedByLifetime(store.countAttempt(id, Side.FIRST, FREE_TRIES));
    }

    @Test
    void S2_claimSeat_meets_the_deadline() {
        String id = overdue();
        assertEndedByLifetime(trying(byCode(id, Side.FIRST)));
    }

    @Test
    void S2_releaseSeat_meets_the_deadline() {
        Seated seat = overdueSeat();
        assertThat(leave(seat)).isFalse();
    }

    @Test
    void S2_append_meets_the_deadline() {
        Seated seat = overdueSeat();
        assertEndedByLifetime(store.append(message(seat, "m1", "HI")));
    }

    @Test
    void S2_readAfter_meets_the_deadline() {
        String id = overdue();
        assertEndedByLifetime(store.readAfter(id, 0, 10));
    }

    @Test
    void S2_signal_meets_the_deadline() {
        String id = overdue();
        assertThat(get(store.signal(id, Side.FIRST, new Signal.Typing()))).isFalse();
    }

    @Test
    void S2_touch_meets_the_deadline() {
        String id = overdue();
        assertEndedByLifetime(store.touch(id, Side.FIRST));
    }

    @Test
    void S2_reissue_meets_the_deadline() {
        String id = overdue();
        assertEndedByLifetime(store.reissue(id, Side.FIRST, newDigests()));
    }

    @Test
    void S2_end_meets_the_deadline() {
        String id = overdue();
        assertByLifetime(expect(Ended.class, store.end(id, BY_FIRST)).tombstone());
    }

    @Test
    void S2_pulses_meet_the_deadline() {
        String id = overdue();
        assertThat(get(store.pulses(List.of(id)))).isEmpty();
    }

    private String overdue() {
        String id = start(lifetimeSoon());
        passSoon();
        return id;
    }

    private Seated overdueSeat() {
        Seated seat = enter(start(lifetimeSoon()), Side.FIRST);
        passSoon();
        return seat;
    }

    private void assertEndedByLifetime(CompletionStage<?> stage) {
        assertThat(expect(Gone.class, stage).tombstone()).hasValueSatisfying(PastRules::assertByLifetime);
    }

    private static void assertByLifetime(Tombstone tombstone) {
        assertThat(tombstone.ending()).isEqualTo(new Ending(Ending.By.SERVER, Ending.Reason.LIFETIME));
    }

    // S3: what has ended stays ended

    @Test
    void S3_nothing_of_an_ended_chat_can_be_read_but_its_tombstone() {
        NewChat chat = newChat();
        Seated first = enter(start(chat), Side.FIRST);
        say(first, "HI");
        end(chat.id());
        expect(Gone.class, store.readAfter(chat.id(), 0, 10));
        assertThat(expect(Gone.class, store.find(chat.id())).tombstone()).hasValueSatisfying(tombstone -> {
            assertThat(tombstone.ending()).isEqualTo(BY_FIRST);
            assertThat(tombstone.toString()).doesNotContain(FIRST_NAME, SECOND_NAME, "HI");
        });
        assertThat(get(store.pulses(List.of(chat.id())))).isEmpty();
    }

    @Test
    void S3_no_operation_brings_an_ended_chat_back() {
        NewChat chat = newChat();
        String id = start(chat);
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        NewMessage message = message(first, "m1", "HI");
        append(message);
        end(id);
        Gone gone = expect(Gone.class, store.find(id));

        assertThat(get(store.create(chat))).as("create").isFalse();
        assertThat(get(store.create(rivalOf(chat)))).as("create another").isFalse();
        assertThat(get(store.countAttempt(id, Side.FIRST, FREE_TRIES))).isEqualTo(gone);
        assertThat(get(trying(byCode(id, Side.FIRST)))).isEqualTo(gone);
        assertThat(get(trying(byToken(id, Side.FIRST, first.token())))).isEqualTo(gone);
        assertThat(get(trying(first.claim()))).isEqualTo(gone);
        assertThat(leave(first)).as("release").isFalse();
        assertThat(get(store.append(message))).isEqualTo(gone);
        assertThat(get(store.append(message(first, "m2", "ARE YOU THERE")))).isEqualTo(gone);
        assertThat(get(store.signal(id, Side.FIRST, new Signal.Typing()))).isFalse();
        assertThat(get(store.signal(id, Side.FIRST, new Signal.Progress(1, 1)))).isFalse();
        assertThat(get(store.touch(id, Side.FIRST))).isEqualTo(gone);
        assertThat(get(store.reissue(id, Side.FIRST, newDigests()))).isEqualTo(gone);
        assertThat(expect(Ended.class, store.expire(id)).tombstone())
                .isEqualTo(gone.tombstone().orElseThrow());

        assertThat(get(store.find(id))).isEqualTo(gone);
        assertThat(get(store.readAfter(id, 0, 10))).isEqualTo(gone);
        assertThat(get(store.pulses(List.of(id)))).isEmpty();
    }

    @Test
    void S3_after_its_time_the_tombstone_is_gone_too() {
        String id = start(tombstoneSoon());
        Seated first = enter(id, Side.FIRST);
        end(id);
        passSoon();
        Gone nothing = new Gone(Optional.empty());
        assertThat(get(store.find(id))).isEqualTo(nothing);
        assertThat(get(store.countAttempt(id, Side.FIRST, FREE_TRIES))).isEqualTo(nothing);
        assertThat(get(trying(first.claim()))).isEqualTo(nothing);
        assertThat(leave(first)).isFalse();
        assertThat(get(store.append(message(first, "m1", "HI")))).isEqualTo(nothing);
        assertThat(get(store.readAfter(id, 0, 10))).isEqualTo(nothing);
        assertThat(get(store.signal(id, Side.FIRST, new Signal.Typing()))).isFalse();
        assertThat(get(store.touch(id, Side.FIRST))).isEqualTo(nothing);
        assertThat(get(store.reissue(id, Side.FIRST, newDigests()))).isEqualTo(nothing);
        assertThat(get(store.end(id, BY_FIRST))).isEqualTo(nothing);
        assertThat(get(store.expire(id))).isEqualTo(nothing);
    }

    @Test
    void S3_a_new_chat_under_an_old_id_has_nothing_of_the_old() {
        NewChat old = newChat(tombstoneSoon());
        Seated before = enter(start(old), Side.FIRST);
        say(before, "OLD");
        end(old.id());
        passSoon();
        start(rivalOf(old));
        assertThat(texts(old.id())).isEmpty();
        assertThat(pulse(old.id()).first().present()).isFalse();
        Seated now = enter(old.id(), Side.FIRST);
        get(store.signal(old.id(), Side.SECOND, new Signal.Typing()));
        now.hints().await(Hint.Typed.class);
        assertThat(before.hints().of(Hint.Typed.class)).isEmpty();
    }
}
