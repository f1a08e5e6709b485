package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Deadline;
import dev.duologue.Message;
import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hint;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer.Claim;
import dev.duologue.spi.StoreAnswer.Claimed;
import dev.duologue.spi.StoreAnswer.Counted;
import dev.duologue.spi.StoreAnswer.Full;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.ProofReplaced;
import dev.duologue.spi.StoreAnswer.Taken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** S9 and S10: taking and leaving seats. */
abstract class SeatRules extends InvitationRules {

    private static final AttemptTable THREE_TRIES = new AttemptTable(List.of(Duration.ZERO, Duration.ZERO));

    // S9: claimSeat

    @Test
    void S9_the_first_claim_gets_epoch_one_and_sees_the_chat_right_after() {
        String id = start();
        Claimed claimed = enter(id, Side.FIRST).answer();
        assertThat(claimed.epoch()).isEqualTo(1);
        assertThat(claimed.returned()).isFalse();
        assertThat(claimed.rewound()).isFalse();
        assertThat(claimed.chat().pulse().first()).isEqualTo(new Pulse.SeatPulse(1, 1, true, 0, 0));
        assertThat(claimed.chat().first().everIn()).isTrue();
        assertThat(pulse(id)).isEqualTo(claimed.chat().pulse());
    }

    @Test
    void S9_each_claim_raises_the_epoch_by_one() {
        String id = start();
        Seated one = enter(id, Side.FIRST);
        leave(one);
        Seated two = take(byToken(id, Side.FIRST, one.token()));
        leave(two);
        Seated three = enter(id, Side.FIRST);
        assertThat(two.epoch()).isEqualTo(2);
        assertThat(three.epoch()).isEqualTo(3);
        assertThat(three.answer().returned()).isTrue();
    }

    @Test
    void S9_another_tab_is_told_that_the_seat_is_taken() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Pulse before = pulse(id);
        assertThat(get(trying(byCode(id, Side.FIRST)))).isEqualTo(new Taken());
        assertThat(get(trying(byToken(id, Side.FIRST, first.token())))).isEqualTo(new Taken());
        assertThat(pulse(id)).isEqualTo(before);
    }

    @Test
    void S9_a_refused_claim_leaves_the_holder_its_token() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(trying(byCode(id, Side.FIRST)));
        take(takingOver(byToken(id, Side.FIRST, first.token())));
    }

    @Test
    void S9_a_refused_claim_brings_no_key() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long future = say(first, "HI").key().micros() + HOUR_MICROS;
        expect(Taken.class, trying(havingSeen(future, byCode(id, Side.FIRST))));
        assertThat(pulse(id).generation()).as("generation").isEqualTo(1);
        assertThat(say(first, "AGAIN").key().micros()).as("the next key").isLessThan(future);
    }

    @Test
    void S9_a_refused_claim_is_judged_anew() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        SeatClaim claim = byCode(id, Side.FIRST);
        get(trying(claim));
        leave(first);
        assertThat(take(claim).epoch()).isEqualTo(2);
    }

    @Test
    void S9_another_tab_gets_the_seat_by_takeover() {
        String id = start();
        enter(id, Side.FIRST);
        assertThat(take(takingOver(byCode(id, Side.FIRST))).epoch()).isEqualTo(2);
    }

    @Test
    void S9_the_same_tab_gets_the_seat_without_takeover() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated reloaded = take(fromTab(first.claim().tab(), byToken(id, Side.FIRST, first.token())));
        assertThat(reloaded.epoch()).isEqualTo(2);
        assertThat(reloaded.answer().returned()).isTrue();
    }

    @Test
    void S9_of_many_tabs_at_once_one_gets_the_seat() {
        String id = start();
        List<Claim> answers = atOnce(20, i -> store.claimSeat(byCode(id, Side.FIRST), newHints()));
        assertThat(answers).filteredOn(Claimed.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Taken.class::isInstance).hasSize(19);
        assertThat(pulse(id).first().epoch()).isEqualTo(1);
    }

    @Test
    void S9_the_two_seats_are_apart() {
        String id = start();
        enter(id, Side.FIRST);
        assertThat(enter(id, Side.SECOND).epoch()).isEqualTo(1);
    }

    @Test
    void S9_a_right_code_sets_the_attempts_back() {
        String id = start();
        get(store.countAttempt(id, Side.FIRST, THREE_TRIES));
        get(store.countAttempt(id, Side.SECOND, THREE_TRIES));
        enter(id, Side.FIRST);
        assertThat(find(id).first().attempts()).isZero();
        assertThat(find(id).second().attempts()).isEqualTo(1);
    }

    @Test
    void S9_a_right_code_sets_the_attempts_back_also_where_the_seat_stays_with_another_tab() {
        String id = start();
        enter(id, Side.FIRST);
        get(store.countAttempt(id, Side.FIRST, THREE_TRIES));
        expect(Taken.class, trying(byCode(id, Side.FIRST)));
        assertThat(find(id).first().attempts()).isZero();
    }

    @Test
    void S9_a_token_does_not_set_the_attempts_back() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(store.countAttempt(id, Side.FIRST, THREE_TRIES));
        take(takingOver(byToken(id, Side.FIRST, first.token())));
        assertThat(find(id).first().attempts()).isEqualTo(1);
    }

    @Test
    void S9_a_code_whose_invitation_was_replaced_after_the_check_does_not_get_in() {
        String id = start();
        Counted counted = expect(Counted.class, store.countAttempt(id, Side.FIRST, THREE_TRIES));
        get(store.reissue(id, Side.FIRST, newDigests()));
        assertThat(get(trying(byCode(id, Side.FIRST, counted.invitation())))).isEqualTo(new ProofReplaced());
        assertThat(pulse(id).first().present()).isFalse();
    }

    @Test
    void S9_a_token_that_was_replaced_after_the_check_does_not_get_in() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = take(takingOver(byCode(id, Side.FIRST)));
        assertThat(get(trying(takingOver(byToken(id, Side.FIRST, first.token())))))
                .isEqualTo(new ProofReplaced());
        take(takingOver(byToken(id, Side.FIRST, second.token())));
    }

    @Test
    void S9_a_claim_from_before_a_new_invitation_cannot_be_repeated() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(store.reissue(id, Side.FIRST, newDigests()));
        assertThat(get(trying(first.claim()))).isEqualTo(new ProofReplaced());
    }

    @Test
    void S9_a_wrong_proof_does_not_get_in() {
        String id = start();
        assertThat(get(trying(byToken(id, Side.FIRST, "none was made yet")))).isEqualTo(new ProofReplaced());
        Seated first = enter(id, Side.FIRST);
        leave(first);
        assertThat(get(trying(byToken(id, Side.FIRST, "another")))).isEqualTo(new ProofReplaced());
        assertThat(get(trying(byToken(id, Side.SECOND, first.token())))).isEqualTo(new ProofReplaced());
        assertThat(get(trying(byCode(id, Side.FIRST, 2)))).isEqualTo(new ProofReplaced());
    }

    @Test
    void S9_an_unknown_chat_is_gone() {
        assertThat(get(trying(byCode(newId(), Side.FIRST)))).isEqualTo(new Gone(Optional.empty()));
    }

    @Test
    void S9_who_is_displaced_is_told_and_hears_no_more() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = take(takingOver(byCode(id, Side.FIRST)));
        assertThat(first.hints().await(Hint.Displaced.class)).isEqualTo(new Hint.Displaced(2, SeatLoss.TAKEN_OVER));
        assertNoMoreHints(first, second);
    }

    @Test
    void S9_who_is_displaced_by_the_same_tab_is_told_and_hears_no_more() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = take(fromTab(first.claim().tab(), byToken(id, Side.FIRST, first.token())));
        assertThat(first.hints().await(Hint.Displaced.class)).isEqualTo(new Hint.Displaced(2, SeatLoss.TAKEN_OVER));
        assertNoMoreHints(first, second);
    }

    @Test
    void S9_the_other_side_is_told_who_came_and_who_came_is_not() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        first.hints().await(Hint.Presence.class, new Hint.Presence(1, true)::equals);
        Seated again = take(takingOver(byCode(id, Side.SECOND)));
        first.hints().await(Hint.Presence.class, new Hint.Presence(2, true)::equals);
        assertThat(first.hints().of(Hint.Displaced.class)).isEmpty();
        assertThat(second.hints().of(Hint.Presence.class)).isEmpty();
        assertThat(again.hints().of(Hint.Presence.class)).isEmpty();
    }

    @Test
    void S9_the_idle_clock_starts_when_both_have_been_in_once() {
        String id = start();
        leave(enter(id, Side.FIRST));
        assertThat(deadline(id).reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);
        enter(id, Side.SECOND);
        Deadline deadline = deadline(id);
        assertThat(deadline.reason()).isEqualTo(Deadline.Reason.IDLE);
        assertThat(deadline.in()).isBetween(LONG.idle().minus(patience()), LONG.idle());
    }

    @Test
    void S9_one_side_alone_does_not_move_the_entry_clock() {
        String id = start();
        Deadline before = deadline(id);
        letPass(tick());
        say(enter(id, Side.FIRST), "ARE YOU THERE");
        assertThat(deadline(id).at()).isEqualTo(before.at());
        assertThat(deadline(id).reason()).isEqualTo(before.reason());
    }

    @Test
    void S9_coming_back_does_not_restart_the_idle_clock() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        Deadline before = deadline(id);
        letPass(tick());
        leave(first);
        enter(id, Side.FIRST);
        assertThat(deadline(id).at()).isEqualTo(before.at());
    }

    @Test
    void S9_keys_stay_above_the_highest_that_was_seen() {
        String id = start();
        Seated first = take(havingSeen(ChatStore.HIGHEST_KEY, byCode(id, Side.FIRST)));
        assertThat(first.answer().chat().pulse().generation()).isEqualTo(2);
        assertThat(get(store.append(message(first, "m1", "HI")))).isEqualTo(new Full());
    }

    @Test
    void S9_a_key_that_the_record_does_not_know_raises_the_generation() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long future = say(first, "HI").key().micros() + HOUR_MICROS;
        Claimed claimed =
                take(takingOver(havingSeen(future, byCode(id, Side.FIRST)))).answer();
        assertThat(claimed.rewound()).isTrue();
        assertThat(claimed.chat().pulse().generation()).isEqualTo(2);
    }

    @Test
    void S9_later_keys_are_above_the_key_that_the_record_did_not_know() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long future = say(first, "HI").key().micros() + HOUR_MICROS;
        take(havingSeen(future, byCode(id, Side.SECOND)));
        Message next = say(first, "AGAIN");
        assertThat(next.key().micros()).isGreaterThan(future);
    }

    @Test
    void S9_the_generation_rises_once_for_one_key_and_both_sides_are_told() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        long future = say(first, "HI").key().micros() + HOUR_MICROS;
        take(takingOver(havingSeen(future, byCode(id, Side.FIRST))));
        Claimed same =
                take(takingOver(havingSeen(future, byCode(id, Side.FIRST)))).answer();
        Claimed other =
                take(takingOver(byToken(id, Side.SECOND, second.token()))).answer();
        assertThat(same.rewound()).isFalse();
        assertThat(other.rewound()).isTrue();
        assertThat(other.chat().pulse().generation()).isEqualTo(2);
    }

    @Test
    void S9_the_first_claim_of_a_side_is_rewound_by_its_own_key_only() {
        String id = start();
        Claimed own = take(havingSeen(HOUR_MICROS, byCode(id, Side.FIRST))).answer();
        assertThat(own.rewound()).as("rewound by its own key").isTrue();
        assertThat(enter(id, Side.SECOND).answer().rewound())
                .as("rewound by a key from before")
                .isFalse();
    }

    @Test
    void S9_a_key_that_the_record_knows_leaves_the_generation() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long last = say(first, "HI").key().micros();
        Claimed claimed =
                take(takingOver(havingSeen(last, byCode(id, Side.FIRST)))).answer();
        assertThat(claimed.rewound()).isFalse();
        assertThat(claimed.chat().pulse().generation()).isEqualTo(1);
    }

    // S10: releaseSeat

    @Test
    void S10_a_seat_that_was_left_is_free_and_keeps_its_epoch() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        assertThat(leave(first)).isTrue();
        assertThat(pulse(id).first()).isEqualTo(new Pulse.SeatPulse(1, 1, false, 0, 0));
    }

    @Test
    void S10_only_the_current_epoch_can_leave() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = take(takingOver(byCode(id, Side.FIRST)));
        assertThat(leave(first)).isFalse();
        assertThat(get(store.releaseSeat(id, Side.FIRST, second.epoch() + 1))).isFalse();
        assertThat(pulse(id).first().present()).isTrue();
    }

    @Test
    void S10_a_seat_that_was_never_taken_cannot_be_left() {
        String id = start();
        assertThat(get(store.releaseSeat(id, Side.FIRST, 0))).isFalse();
        get(store.reissue(id, Side.FIRST, newDigests()));
        assertThat(get(store.releaseSeat(id, Side.FIRST, 1))).isFalse();
        assertThat(get(store.releaseSeat(newId(), Side.FIRST, 1))).isFalse();
    }

    @Test
    void S10_the_token_takes_the_seat_again() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        leave(first);
        assertThat(take(byToken(id, Side.FIRST, first.token())).epoch()).isEqualTo(2);
    }

    @Test
    void S10_the_other_side_is_told_who_left() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        leave(enter(id, Side.SECOND));
        first.hints().await(Hint.Presence.class, new Hint.Presence(1, false)::equals);
    }

    @Test
    void S10_who_left_hears_no_more() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        leave(first);
        get(store.signal(id, Side.SECOND, new Signal.Typing()));
        assertNoMoreHints(first, take(byToken(id, Side.FIRST, first.token())));
    }
}
