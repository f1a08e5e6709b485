package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Deadline;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoreAnswer.Appended;
import dev.duologue.spi.StoreAnswer.Fenced;
import dev.duologue.spi.StoreAnswer.Full;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.IdReused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** S11: writing messages. */
abstract class AppendRules extends SeatRules {

    // S11: append, place and key

    @Test
    void S11_seqs_are_dense_and_keys_rise_over_both_sides() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        long lastKey = 0;
        for (int seq = 1; seq <= 20; seq++) {
            Message message = say(seq % 3 == 0 ? first : second, "text " + seq);
            assertThat(message.seq()).isEqualTo(seq);
            assertThat(message.key().micros()).isGreaterThan(lastKey);
            lastKey = message.key().micros();
        }
    }

    @Test
    void S11_a_message_bears_what_was_sent_and_by_whom() {
        String id = start();
        Seated second = enter(id, Side.SECOND);
        Appended appended = append(message(second, "aZ09_-", "HI"));
        Message message = appended.message();
        assertThat(message.id()).isEqualTo("aZ09_-");
        assertThat(message.text()).isEqualTo("HI");
        assertThat(message.side()).isEqualTo(Side.SECOND);
        assertThat(message.name()).isEqualTo(SECOND_NAME);
        assertThat(appended.repeated()).isFalse();
        assertThat(appended.generation()).isEqualTo(1);
    }

    @Test
    void S11_texts_are_kept_to_the_letter() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        List<String> odd = List.of(
                "two\nlines\r\nand a tab\t",
                " blanks around ",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 e\u0301 \u0645\u0631\u062D\u0628\u0627 \u202Eabc",
                "{\"json\":[1,2]} <b>&amp;</b> %s $1 \\n '; --",
                "1",
                "x".repeat(4_000));
        for (String text : odd) {
            assertThat(say(first, text).text()).isEqualTo(text);
        }
        assertThat(texts(id)).isEqualTo(odd);
    }

    @Test
    void S11_two_writers_at_once_share_one_order() {
        for (int round = 0; round < 5; round++) {
            String id = start();
            List<Seated> seats = List.of(enter(id, Side.FIRST), enter(id, Side.SECOND));
            int each = 200;
            List<List<Message>> written = atOnce(2, i -> writing(seats.get(i), each));
            assertOneOrder(written, 2 * each);
        }
    }

    private static void assertOneOrder(List<List<Message>> written, int messages) {
        List<Message> order = new ArrayList<>();
        for (List<Message> own : written) {
            assertThat(own).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
            order.addAll(own);
        }
        order.sort((a, b) -> Long.compare(a.seq(), b.seq()));
        assertThat(order).hasSize(messages);
        long lastKey = 0;
        for (int i = 0; i < order.size(); i++) {
            assertThat(order.get(i).seq()).isEqualTo(i + 1L);
            assertThat(order.get(i).key().micros()).isGreaterThan(lastKey);
            lastKey = order.get(i).key().micros();
        }
    }

    private CompletionStage<List<Message>> writing(Seated seat, int messages) {
        List<Message> written = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            written.add(say(seat, "text " + i));
        }
        return CompletableFuture.completedFuture(written);
    }

    @Test
    void S11_a_key_is_above_the_last_one_that_was_seen() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long future = say(first, "HI").key().micros() + HOUR_MICROS;
        Appended appended = append(havingSeen(future, message(first, "m2", "AGAIN")));
        assertThat(appended.message().key().micros()).isGreaterThan(future);
        assertThat(appended.generation()).isEqualTo(2);
    }

    @Test
    void S11_the_generation_rises_only_for_keys_that_the_record_does_not_know() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long known = say(first, "HI").key().micros();
        assertThat(append(havingSeen(known, message(first, "m2", "TWO"))).generation())
                .isEqualTo(1);
        long future = known + HOUR_MICROS;
        append(havingSeen(future, message(first, "m3", "THREE")));
        assertThat(append(havingSeen(future, message(first, "m4", "FOUR"))).generation())
                .isEqualTo(2);
    }

    // S11: append, repeats

    @Test
    void S11_a_late_duplicate_neither_moves_nor_doubles() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        NewMessage early = message(first, "m1", "ONE");
        Message once = append(early).message();
        say(second, "TWO");
        say(first, "THREE");
        say(first, "FOUR");
        letPass(tick());
        Appended again = append(early);
        assertThat(again.repeated()).as("repeated").isTrue();
        assertThat(again.message()).isEqualTo(once);
        assertThat(texts(id)).containsExactly("ONE", "TWO", "THREE", "FOUR");
    }

    @Test
    void S11_a_duplicate_after_coming_back_gets_the_first_answer() {
        String id = start();
        Seated before = enter(id, Side.FIRST);
        Message once = append(message(before, "m1", "ONE")).message();
        say(before, "TWO");
        Seated after = take(takingOver(byCode(id, Side.FIRST)));
        assertThat(append(message(after, "m1", "ONE")).message()).isEqualTo(once);
        assertThat(texts(id)).containsExactly("ONE", "TWO");
    }

    @Test
    void S11_a_duplicate_in_a_full_record_gets_the_first_answer() {
        NewChat chat = newChat(newId(), LONG, 2, 1_000);
        Seated first = enter(start(chat), Side.FIRST);
        NewMessage one = message(first, "m1", "ONE");
        Message once = append(one).message();
        say(first, "TWO");
        assertThat(append(one).message()).isEqualTo(once);
    }

    @Test
    void S11_a_duplicate_does_not_restart_the_idle_clock() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        NewMessage one = message(first, "m1", "ONE");
        append(one);
        Deadline before = deadline(id);
        letPass(tick());
        append(one);
        assertThat(deadline(id).at()).isEqualTo(before.at());
    }

    @Test
    void S11_a_duplicate_brings_no_key() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        NewMessage message = message(first, "m1", "HI");
        long future = append(message).message().key().micros() + HOUR_MICROS;
        assertThat(append(havingSeen(future, message)).repeated())
                .as("repeated")
                .isTrue();
        assertNothingMoved(first, future);
    }

    @Test
    void S11_an_id_that_was_reused_brings_no_key() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long future = append(message(first, "m1", "HI")).message().key().micros() + HOUR_MICROS;
        expect(IdReused.class, store.append(havingSeen(future, message(first, "m1", "OTHER"))));
        assertNothingMoved(first, future);
    }

    private void assertNothingMoved(Seated seat, long seen) {
        assertThat(pulse(seat.chatId()).generation()).as("generation").isEqualTo(1);
        assertThat(say(seat, "NEXT").key().micros()).as("the next key").isLessThan(seen);
    }

    @Test
    void S11_the_same_id_and_text_of_the_other_side_is_another_message() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        append(message(first, "m1", "HI"));
        assertThat(append(message(second, "m1", "HI")).repeated()).isFalse();
        assertThat(texts(id)).containsExactly("HI", "HI");
    }

    @Test
    void S11_the_same_text_under_another_id_is_another_message() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        append(message(first, "m1", "HI"));
        assertThat(append(message(first, "m2", "HI")).repeated()).isFalse();
        assertThat(texts(id)).containsExactly("HI", "HI");
    }

    @Test
    void S11_the_id_of_the_last_message_with_another_text_is_refused() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        append(message(first, "m1", "ONE"));
        say(enter(id, Side.SECOND), "BETWEEN");
        assertThat(get(store.append(message(first, "m1", "OTHER")))).isEqualTo(new IdReused());
        assertThat(texts(id)).containsExactly("ONE", "BETWEEN");
    }

    @Test
    void S11_an_older_id_with_another_text_is_a_message_of_its_own() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        append(message(first, "m1", "ONE"));
        append(message(first, "m2", "TWO"));
        assertThat(append(message(first, "m1", "OTHER")).repeated()).isFalse();
        assertThat(append(message(first, "m1", "ONE")).message().seq()).isEqualTo(1);
        assertThat(append(message(first, "m1", "OTHER")).message().seq()).isEqualTo(3);
    }

    // S11: append, fences and bounds

    @Test
    void S11_a_stale_epoch_is_fenced_off() {
        String id = start();
        Seated before = enter(id, Side.FIRST);
        take(takingOver(byCode(id, Side.FIRST)));
        Fenced fenced = expect(Fenced.class, store.append(message(before, "m1", "HI")));
        assertThat(fenced.seat()).isEqualTo(new Pulse.SeatPulse(1, 2, true, 0, 0));
        assertThat(texts(id)).isEmpty();
    }

    @Test
    void S11_a_stale_epoch_is_fenced_off_also_for_a_repeat() {
        String id = start();
        Seated before = enter(id, Side.FIRST);
        NewMessage message = message(before, "m1", "HI");
        append(message);
        take(takingOver(byCode(id, Side.FIRST)));
        expect(Fenced.class, store.append(message));
    }

    @Test
    void S11_an_epoch_above_the_current_one_is_fenced_off() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        expect(Fenced.class, store.append(new NewMessage(id, Side.FIRST, first.epoch() + 1, 0, "m1", "HI")));
        expect(Fenced.class, store.append(new NewMessage(id, Side.SECOND, 1, 0, "m1", "HI")));
        assertThat(texts(id)).isEmpty();
    }

    @Test
    void S11_who_is_fenced_off_brings_no_key() {
        String id = start();
        Seated before = enter(id, Side.FIRST);
        long future = say(before, "HI").key().micros() + HOUR_MICROS;
        Seated after = take(takingOver(byCode(id, Side.FIRST)));
        expect(Fenced.class, store.append(havingSeen(future, message(before, "m2", "LATE"))));
        assertNothingMoved(after, future);
    }

    @Test
    void S11_a_seat_that_was_left_is_fenced_off() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        leave(first);
        Fenced fenced = expect(Fenced.class, store.append(message(first, "m1", "HI")));
        assertThat(fenced.seat()).isEqualTo(new Pulse.SeatPulse(1, 1, false, 0, 0));
        assertThat(texts(id)).isEmpty();
    }

    @Test
    void S11_a_seat_whose_invitation_was_replaced_is_fenced_off() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(store.reissue(id, Side.FIRST, newDigests()));
        Fenced fenced = expect(Fenced.class, store.append(message(first, "m1", "HI")));
        assertThat(fenced.seat().invitation()).isEqualTo(2);
    }

    @Test
    void S11_no_more_messages_are_kept_than_the_record_may_hold() {
        NewChat chat = newChat(newId(), LONG, 3, 1_000);
        Seated first = enter(start(chat), Side.FIRST);
        Seated second = enter(chat.id(), Side.SECOND);
        say(first, "ONE");
        say(second, "TWO");
        say(first, "THREE");
        assertThat(get(store.append(message(second, "m4", "FOUR")))).isEqualTo(new Full());
        assertThat(texts(chat.id())).containsExactly("ONE", "TWO", "THREE");
    }

    @Test
    void S11_no_more_bytes_are_kept_than_the_record_may_hold() {
        NewChat chat = newChat(newId(), LONG, 1_000, 12);
        Seated first = enter(start(chat), Side.FIRST);
        // 1 + 2 + 3 + 4 bytes of UTF-8
        say(first, "a\u00E9\u20AC\uD83D\uDE00");
        assertThat(get(store.append(message(first, "m2", "\u20AC")))).isEqualTo(new Full());
        say(first, "\u00E9");
        assertThat(get(store.append(message(first, "m4", "a")))).isEqualTo(new Full());
        assertThat(pulse(chat.id()).last()).isEqualTo(2);
    }

    @Test
    void S11_keys_go_up_to_the_highest_and_then_the_record_is_full() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        NewMessage last = havingSeen(ChatStore.HIGHEST_KEY - 1, message(first, "m1", "LAST"));
        Message highest = append(last).message();
        assertThat(highest.key().micros()).isEqualTo(ChatStore.HIGHEST_KEY);
        assertThat(page(id, 0, 10).messages()).containsExactly(highest);
        assertThat(get(store.append(message(first, "m2", "ONE TOO MANY")))).isEqualTo(new Full());
        assertThat(append(last).message()).isEqualTo(highest);
        assertThat(texts(id)).containsExactly("LAST");
    }

    @Test
    void S11_nothing_is_kept_above_a_seen_key_that_is_the_highest() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        long generation = pulse(id).generation();
        assertThat(get(store.append(havingSeen(ChatStore.HIGHEST_KEY, message(first, "m1", "HI")))))
                .isEqualTo(new Full());
        assertThat(pulse(id).generation()).isEqualTo(generation);
        assertThat(say(first, "AGAIN").key().micros()).isLessThan(ChatStore.HIGHEST_KEY);
    }

    @Test
    void S11_an_unknown_chat_is_gone() {
        assertThat(get(store.append(new NewMessage(newId(), Side.FIRST, 1, 0, "m1", "HI"))))
                .isEqualTo(new Gone(Optional.empty()));
    }

    // S11: append, clock and hints

    @Test
    void S11_a_message_restarts_the_idle_clock() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        Deadline before = deadline(id);
        letPass(tick());
        say(first, "HI");
        assertThat(deadline(id).at()).isAfterOrEqualTo(before.at().plus(tick()));
        assertThat(deadline(id).reason()).isEqualTo(Deadline.Reason.IDLE);
    }

    @Test
    void S11_a_message_does_not_move_the_lifetime() {
        ChatTimes shortLife =
                new ChatTimes(LONG.entry(), LONG.idle(), Duration.ofMinutes(30), LONG.warning(), LONG.tombstone());
        String id = start(shortLife);
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        Deadline before = deadline(id);
        letPass(tick());
        say(first, "HI");
        assertThat(deadline(id).at()).isEqualTo(before.at());
    }

    @Test
    void S11_the_other_side_is_told_and_the_writer_is_not() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        Message one = say(first, "ONE");
        Message two = say(second, "TWO");
        assertThat(second.hints().await(Hint.Arrived.class)).isEqualTo(new Hint.Arrived(one, 1));
        assertThat(first.hints().await(Hint.Arrived.class)).isEqualTo(new Hint.Arrived(two, 1));
    }

    @Test
    void S11_who_writes_is_told_whether_the_other_side_is_in() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        assertThat(append(message(first, "m1", "ONE")).peerPresent()).isFalse();
        Seated second = enter(id, Side.SECOND);
        assertThat(append(message(first, "m2", "TWO")).peerPresent()).isTrue();
        leave(second);
        assertThat(append(message(first, "m3", "THREE")).peerPresent()).isFalse();
    }
}
