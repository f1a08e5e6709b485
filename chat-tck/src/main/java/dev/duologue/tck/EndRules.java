package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.NotYet;
import dev.duologue.spi.StoreAnswer.Touched;
import dev.duologue.spi.Tombstone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** S14, S16 and S17: how chats last and end. */
abstract class EndRules extends ReadRules {

    // S14: touch

    @Test
    void S14_touch_starts_the_idle_clock_anew() {
        String id = start();
        enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        Deadline before = deadline(id);
        letPass(tick());
        Deadline touched = expect(Touched.class, store.touch(id, Side.FIRST)).deadline();
        assertThat(touched.reason()).isEqualTo(Deadline.Reason.IDLE);
        assertThat(touched.at()).isAfterOrEqualTo(before.at().plus(tick()));
        assertThat(touched.in()).isBetween(LONG.idle().minus(patience()), LONG.idle());
        assertThat(deadline(id).at()).isEqualTo(touched.at());
    }

    @Test
    void S14_touch_tells_the_other_side_and_not_who_stays() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        Deadline touched = expect(Touched.class, store.touch(id, Side.FIRST)).deadline();
        assertThat(second.hints().await(Hint.DeadlineMoved.class).deadline().at())
                .isEqualTo(touched.at());
        assertThat(first.hints().of(Hint.DeadlineMoved.class)).isEmpty();
    }

    @Test
    void S14_touch_is_counted_so_that_a_lost_hint_is_noticed() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        long before = pulse(id).stays();
        get(store.touch(id, Side.FIRST));
        say(first, "HI");
        get(store.touch(id, Side.SECOND));
        assertThat(pulse(id).stays()).as("stays").isEqualTo(before + 2);
        assertThat(get(store.pulses(List.of(id)))).containsEntry(id, pulse(id));
    }

    @Test
    void S14_touch_does_not_move_the_entry_clock() {
        String id = start();
        enter(id, Side.FIRST);
        Deadline before = deadline(id);
        letPass(tick());
        Deadline touched = expect(Touched.class, store.touch(id, Side.FIRST)).deadline();
        assertThat(touched.reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);
        assertThat(touched.at()).isEqualTo(before.at());
        assertThat(pulse(id).stays()).as("stays").isZero();
    }

    @Test
    void S14_nobody_is_told_where_the_idle_clock_does_not_run() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(store.touch(id, Side.SECOND));
        get(store.signal(id, Side.SECOND, new Signal.Typing()));
        first.hints().await(Hint.Typed.class);
        assertThat(first.hints().of(Hint.DeadlineMoved.class)).isEmpty();
    }

    @Test
    void S14_touch_does_not_move_the_lifetime() {
        ChatTimes shortLife =
                new ChatTimes(LONG.entry(), LONG.idle(), Duration.ofMinutes(90), LONG.warning(), LONG.tombstone());
        String id = start(shortLife);
        enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        Deadline before = deadline(id);
        letPass(tick());
        Deadline touched = expect(Touched.class, store.touch(id, Side.FIRST)).deadline();
        assertThat(touched.reason()).isEqualTo(Deadline.Reason.LIFETIME);
        assertThat(touched.at()).isEqualTo(before.at());
    }

    @Test
    void S14_an_unknown_chat_is_gone() {
        assertThat(get(store.touch(newId(), Side.FIRST))).isEqualTo(new Gone(Optional.empty()));
    }

    // S16: end

    @Test
    void S16_an_end_leaves_a_tombstone() {
        NewChat chat = newChat();
        String id = start(chat);
        enter(id, Side.FIRST);
        Ended ended = expect(Ended.class, store.end(id, BY_SECOND));
        assertThat(ended.won()).as("won").isTrue();
        Tombstone tombstone = ended.tombstone();
        assertThat(tombstone.ending()).isEqualTo(BY_SECOND);
        assertThat(tombstone.firstLink()).isEqualTo(chat.first().secrets().link());
        assertThat(tombstone.secondLink()).isEqualTo(chat.second().secrets().link());
        assertThat(tombstone.hostDigest()).isEqualTo(chat.hostDigest());
        assertThat(get(store.find(id))).isEqualTo(new Gone(Optional.of(tombstone)));
    }

    @Test
    void S16_a_chat_that_nobody_entered_can_be_ended() {
        Ending byServer = new Ending(Ending.By.SERVER, Ending.Reason.ENDED);
        Ended ended = expect(Ended.class, store.end(start(), byServer));
        assertThat(ended.tombstone().ending()).isEqualTo(byServer);
    }

    @Test
    void S16_the_tombstone_knows_the_last_links() {
        NewChat chat = newChat();
        String id = start(chat);
        InvitationDigests secrets = newDigests();
        get(store.reissue(id, Side.SECOND, secrets));
        Tombstone tombstone = end(id);
        assertThat(tombstone.firstLink()).isEqualTo(chat.first().secrets().link());
        assertThat(tombstone.secondLink()).isEqualTo(secrets.link());
    }

    @Test
    void S16_of_many_who_end_at_once_one_wins_and_all_get_one_tombstone() {
        String id = start();
        List<StoreAnswer.End> answers = atOnce(20, i -> store.end(id, i % 2 == 0 ? BY_FIRST : BY_SECOND));
        List<Ended> ended = answers.stream().map(Ended.class::cast).toList();
        assertThat(ended).filteredOn(Ended::won).as("winners").hasSize(1);
        assertThat(ended).extracting(Ended::tombstone).containsOnly(ended.get(0).tombstone());
    }

    @Test
    void S16_who_comes_later_does_not_win() {
        String id = start();
        end(id);
        assertThat(expect(Ended.class, store.end(id, BY_SECOND)).won())
                .as("won")
                .isFalse();
        assertThat(expect(Ended.class, store.expire(id)).won()).as("won").isFalse();
    }

    @Test
    void S16_both_sides_are_told() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        Tombstone tombstone = end(id);
        assertThat(first.hints().await(Hint.Ended.class)).isEqualTo(new Hint.Ended(tombstone));
        assertThat(second.hints().await(Hint.Ended.class)).isEqualTo(new Hint.Ended(tombstone));
    }

    @Test
    void S16_the_end_of_an_unknown_chat_is_won_by_nobody() {
        assertThat(get(store.end(newId(), BY_FIRST))).isEqualTo(new Gone(Optional.empty()));
    }

    // S17: expire

    @Test
    void S17_before_the_deadline_the_chat_goes_on() {
        String id = start();
        NotYet notYet = expect(NotYet.class, store.expire(id));
        assertThat(notYet.deadline().reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);
        assertThat(deadline(id).at()).isEqualTo(notYet.deadline().at());
    }

    @Test
    void S17_a_chat_that_nobody_entered_ends_with_the_entry_time() {
        String id = start(entrySoon());
        passSoon();
        assertExpired(id, Ending.Reason.NEVER_ENTERED);
    }

    @Test
    void S17_a_chat_that_one_of_two_entered_ends_with_the_entry_time() {
        String id = start(entrySoon());
        enter(id, Side.FIRST);
        passSoon();
        assertExpired(id, Ending.Reason.NEVER_ENTERED);
    }

    @Test
    void S17_a_chat_in_which_nobody_writes_ends_with_the_idle_time() {
        String id = start(idleSoon());
        enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        passSoon();
        assertExpired(id, Ending.Reason.IDLE);
    }

    @Test
    void S17_a_chat_ends_with_its_lifetime() {
        String id = start(lifetimeSoon());
        enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        passSoon();
        assertExpired(id, Ending.Reason.LIFETIME);
    }

    private void assertExpired(String id, Ending.Reason reason) {
        Ended ended = expect(Ended.class, store.expire(id));
        assertThat(ended.won()).as("won").isTrue();
        assertThat(ended.tombstone().ending()).isEqualTo(new Ending(Ending.By.SERVER, reason));
        assertThat(get(store.find(id))).isEqualTo(new Gone(Optional.of(ended.tombstone())));
    }

    @Test
    void S17_both_sides_are_told() {
        String id = start(lifetimeSoon());
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        passSoon();
        Tombstone tombstone = expect(Ended.class, store.expire(id)).tombstone();
        assertThat(first.hints().await(Hint.Ended.class)).isEqualTo(new Hint.Ended(tombstone));
        assertThat(second.hints().await(Hint.Ended.class)).isEqualTo(new Hint.Ended(tombstone));
    }

    @Test
    void S17_of_many_who_expire_and_end_at_once_one_wins() {
        String id = start(lifetimeSoon());
        passSoon();
        List<StoreAnswer.End> answers = atOnce(20, i -> i % 2 == 0 ? store.expire(id) : store.end(id, BY_FIRST));
        assertThat(answers)
                .filteredOn(answer -> ((Ended) answer).won())
                .as("winners")
                .hasSize(1);
    }

    @Test
    void S17_where_another_operation_met_the_deadline_the_first_who_expires_wins() {
        String id = start(lifetimeSoon());
        passSoon();
        Gone met = expect(Gone.class, store.find(id));
        Ended first = expect(Ended.class, store.expire(id));
        Ended next = expect(Ended.class, store.expire(id));
        assertThat(first.won()).as("won by first").isTrue();
        assertThat(next.won()).as("won by next").isFalse();
        assertThat(first.tombstone()).isEqualTo(met.tombstone().orElseThrow());
    }

    @Test
    void S17_where_another_operation_met_the_deadline_the_first_who_ends_wins() {
        String id = start(lifetimeSoon());
        passSoon();
        Gone met = expect(Gone.class, store.find(id));
        Ended first = expect(Ended.class, store.end(id, BY_FIRST));
        assertThat(first.won()).as("won by first").isTrue();
        assertThat(first.tombstone()).isEqualTo(met.tombstone().orElseThrow());
        assertThat(expect(Ended.class, store.expire(id)).won()).as("won").isFalse();
    }

    @Test
    void S17_where_another_operation_met_the_deadline_both_sides_are_told() {
        String id = start(lifetimeSoon());
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        passSoon();
        expect(Gone.class, store.find(id));
        expect(Ended.class, store.expire(id));
        first.hints().await(Hint.Ended.class);
        second.hints().await(Hint.Ended.class);
    }

    @Test
    void S17_an_ended_chat_does_not_expire_again() {
        String id = start();
        Tombstone tombstone = end(id);
        assertThat(get(store.expire(id))).isEqualTo(new Ended(tombstone, false));
    }

    @Test
    void S17_an_unknown_chat_is_gone() {
        assertThat(get(store.expire(newId()))).isEqualTo(new Gone(Optional.empty()));
    }
}
