package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer.Attempt;
import dev.duologue.spi.StoreAnswer.Counted;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.spi.StoreAnswer.Locked;
import dev.duologue.spi.StoreAnswer.ProofReplaced;
import dev.duologue.spi.StoreAnswer.Wait;
import dev.duologue.spi.StoredChat;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** S8 and S15: attempts at a code, and new invitations. */
abstract class InvitationRules extends RecordRules {

    private static final AttemptTable THREE_TRIES = new AttemptTable(List.of(Duration.ZERO, Duration.ZERO));

    // S8: countAttempt

    @Test
    void S8_attempts_are_counted_one_by_one_for_the_invitation_as_it_stands() {
        NewChat chat = newChat();
        String id = start(chat);
        String code = chat.first().secrets().code();
        assertThat(get(store.countAttempt(id, Side.FIRST, THREE_TRIES))).isEqualTo(new Counted(1, 1, code));
        assertThat(get(store.countAttempt(id, Side.FIRST, THREE_TRIES))).isEqualTo(new Counted(2, 1, code));
        assertThat(find(id).first().attempts()).isEqualTo(2);
    }

    @Test
    void S8_of_a_hundred_tries_at_once_only_those_before_the_first_wait_are_counted() {
        AttemptTable table = new AttemptTable(
                List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1)));
        String id = start();
        List<Attempt> answers = atOnce(100, i -> store.countAttempt(id, Side.FIRST, table));
        assertThat(answers).filteredOn(Counted.class::isInstance).hasSize(4);
        assertThat(answers).filteredOn(Wait.class::isInstance).hasSize(96);
        assertThat(find(id).first().attempts()).isEqualTo(4);
    }

    @Test
    void S8_no_two_of_a_hundred_tries_at_once_share_a_count() {
        AttemptTable table = new AttemptTable(Collections.nCopies(200, Duration.ZERO));
        String id = start();
        List<Attempt> answers = atOnce(100, i -> store.countAttempt(id, Side.FIRST, table));
        assertThat(answers)
                .extracting(answer -> ((Counted) answer).attempts())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 100).boxed().toList());
        assertThat(find(id).first().attempts()).isEqualTo(100);
    }

    @Test
    void S8_a_try_while_the_wait_is_not_over_is_refused_and_not_counted() {
        AttemptTable table = new AttemptTable(List.of(Duration.ofHours(1)));
        String id = start();
        get(store.countAttempt(id, Side.FIRST, table));
        Wait wait = expect(Wait.class, store.countAttempt(id, Side.FIRST, table));
        assertThat(wait.retryAfter()).isBetween(Duration.ofHours(1).minus(patience()), Duration.ofHours(1));
        assertThat(find(id).first().attempts()).isEqualTo(1);
    }

    @Test
    void S8_once_the_wait_is_over_the_next_try_is_counted() {
        AttemptTable table = new AttemptTable(List.of(soon(), soon()));
        String id = start();
        get(store.countAttempt(id, Side.FIRST, table));
        passSoon();
        assertThat(expect(Counted.class, store.countAttempt(id, Side.FIRST, table))
                        .attempts())
                .isEqualTo(2);
    }

    @Test
    void S8_a_refused_try_does_not_lengthen_the_wait() {
        AttemptTable table = new AttemptTable(List.of(soon(), Duration.ZERO));
        String id = start();
        get(store.countAttempt(id, Side.FIRST, table));
        letPass(tick().multipliedBy(2));
        get(store.countAttempt(id, Side.FIRST, table));
        letPass(tick().multipliedBy(2));
        expect(Counted.class, store.countAttempt(id, Side.FIRST, table));
    }

    @Test
    void S8_with_no_attempts_left_the_invitation_is_locked() {
        String id = start();
        for (int i = 0; i < THREE_TRIES.attempts(); i++) {
            expect(Counted.class, store.countAttempt(id, Side.FIRST, THREE_TRIES));
        }
        assertThat(get(store.countAttempt(id, Side.FIRST, THREE_TRIES))).isEqualTo(new Locked());
        assertThat(find(id).first().attempts()).isEqualTo(THREE_TRIES.attempts());
    }

    @Test
    void S8_a_table_without_waits_allows_one_attempt() {
        AttemptTable table = new AttemptTable(List.of());
        String id = start();
        expect(Counted.class, store.countAttempt(id, Side.FIRST, table));
        assertThat(get(store.countAttempt(id, Side.FIRST, table))).isEqualTo(new Locked());
    }

    @Test
    void S8_the_two_sides_are_counted_apart() {
        String id = start();
        get(store.countAttempt(id, Side.FIRST, THREE_TRIES));
        assertThat(expect(Counted.class, store.countAttempt(id, Side.SECOND, THREE_TRIES))
                        .attempts())
                .isEqualTo(1);
    }

    @Test
    void S8_tries_leave_a_taken_seat_alone() {
        String id = start();
        enter(id, Side.FIRST);
        Pulse before = pulse(id);
        for (int i = 0; i < THREE_TRIES.attempts() + 1; i++) {
            get(store.countAttempt(id, Side.FIRST, THREE_TRIES));
        }
        assertThat(pulse(id)).isEqualTo(before);
    }

    @Test
    void S8_an_unknown_chat_is_gone() {
        assertThat(get(store.countAttempt(newId(), Side.FIRST, THREE_TRIES))).isEqualTo(new Gone(Optional.empty()));
    }

    // S15: reissue

    @Test
    void S15_a_new_invitation_has_the_next_number_and_epoch_and_a_free_seat() {
        String id = start();
        enter(id, Side.FIRST);
        InvitationDigests secrets = newDigests();
        StoredChat chat =
                expect(Live.class, store.reissue(id, Side.FIRST, secrets)).chat();
        assertThat(chat.pulse().first()).isEqualTo(new Pulse.SeatPulse(2, 2, false, 0, 0));
        assertThat(chat.first().secrets()).isEqualTo(secrets);
        assertThat(pulse(id)).isEqualTo(chat.pulse());
    }

    @Test
    void S15_the_new_code_is_the_one_to_compare() {
        String id = start();
        InvitationDigests secrets = newDigests();
        get(store.reissue(id, Side.FIRST, secrets));
        assertThat(get(store.countAttempt(id, Side.FIRST, THREE_TRIES))).isEqualTo(new Counted(1, 2, secrets.code()));
        assertThat(take(byCode(id, Side.FIRST, 2)).epoch()).isEqualTo(2);
    }

    @Test
    void S15_a_locked_invitation_is_replaced_by_an_open_one() {
        String id = start();
        for (int i = 0; i < THREE_TRIES.attempts(); i++) {
            get(store.countAttempt(id, Side.FIRST, THREE_TRIES));
        }
        get(store.reissue(id, Side.FIRST, newDigests()));
        assertThat(find(id).first().attempts()).isZero();
        expect(Counted.class, store.countAttempt(id, Side.FIRST, THREE_TRIES));
    }

    @Test
    void S15_the_seat_token_is_cleared() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(store.reissue(id, Side.FIRST, newDigests()));
        assertThat(get(trying(byToken(id, Side.FIRST, first.token())))).isEqualTo(new ProofReplaced());
        assertThat(pulse(id).first().present()).isFalse();
    }

    @Test
    void S15_who_sat_there_is_told_and_hears_no_more() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(store.reissue(id, Side.FIRST, newDigests()));
        assertThat(first.hints().await(Hint.Displaced.class))
                .isEqualTo(new Hint.Displaced(2, SeatLoss.INVITATION_REPLACED));
        assertNoMoreHints(first, take(byCode(id, Side.FIRST, 2)));
    }

    @Test
    void S15_the_other_side_is_told_that_the_seat_is_free() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        get(store.reissue(id, Side.SECOND, newDigests()));
        first.hints().await(Hint.Presence.class, new Hint.Presence(2, false)::equals);
    }

    @Test
    void S15_the_other_side_and_the_messages_stay() {
        NewChat chat = newChat();
        String id = start(chat);
        say(enter(id, Side.FIRST), "HI");
        Pulse.SeatPulse before = pulse(id).first();
        get(store.reissue(id, Side.SECOND, newDigests()));
        assertThat(pulse(id).first()).isEqualTo(before);
        assertThat(find(id).first().secrets()).isEqualTo(chat.first().secrets());
        assertThat(texts(id)).containsExactly("HI");
    }

    @Test
    void S15_the_side_has_been_in_and_has_come_as_far_as_before() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        say(enter(id, Side.SECOND), "HI");
        say(first, "HO");
        get(store.signal(id, Side.FIRST, new Signal.Progress(2, 1)));
        StoredChat chat =
                expect(Live.class, store.reissue(id, Side.FIRST, newDigests())).chat();
        assertThat(chat.first().everIn()).as("everIn").isTrue();
        assertThat(chat.pulse().first()).isEqualTo(new Pulse.SeatPulse(2, 2, false, 2, 1));
        assertThat(find(id).first().everIn()).as("everIn, found").isTrue();
        assertThat(pulse(id)).isEqualTo(chat.pulse());
        assertThat(texts(id)).containsExactly("HI", "HO");
        assertThat(take(byCode(id, Side.FIRST, 2)).answer().returned())
                .as("returned")
                .isTrue();
    }

    @Test
    void S15_each_new_invitation_counts() {
        String id = start();
        get(store.reissue(id, Side.FIRST, newDigests()));
        get(store.reissue(id, Side.FIRST, newDigests()));
        assertThat(pulse(id).first()).isEqualTo(new Pulse.SeatPulse(3, 2, false, 0, 0));
    }

    @Test
    void S15_an_unknown_chat_is_gone() {
        assertThat(get(store.reissue(newId(), Side.FIRST, newDigests()))).isEqualTo(new Gone(Optional.empty()));
    }
}
