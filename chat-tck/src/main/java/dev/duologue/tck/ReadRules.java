package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.Deadline;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.Hint;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** S12 and S13: reading messages, and signals. */
abstract class ReadRules extends AppendRules {

    // S12: readAfter

    @Test
    void S12_messages_are_read_in_order_without_a_gap() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add("text " + i);
            say(i % 2 == 0 ? first : second, "text " + i);
        }
        List<Message> read = page(id, 0, 100).messages();
        assertThat(read).extracting(Message::text).isEqualTo(texts);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).seq()).isEqualTo(i + 1L);
        }
    }

    @Test
    void S12_a_read_begins_after_a_seq_and_ends_at_the_limit() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        for (int i = 1; i <= 7; i++) {
            say(first, "text " + i);
        }
        assertThat(page(id, 3, 2).messages()).extracting(Message::text).containsExactly("text 4", "text 5");
        assertThat(page(id, 5, 100).messages()).extracting(Message::text).containsExactly("text 6", "text 7");
        assertThat(page(id, 6, 1).messages()).extracting(Message::text).containsExactly("text 7");
    }

    @Test
    void S12_at_the_end_the_page_is_empty() {
        String id = start();
        assertThat(get(store.readAfter(id, 0, 10))).isEqualTo(new Page(List.of(), 1));
        say(enter(id, Side.FIRST), "HI");
        assertThat(page(id, 1, 10).messages()).isEmpty();
        assertThat(page(id, 100, 10).messages()).isEmpty();
    }

    @Test
    void S12_a_read_message_is_the_one_that_was_appended() {
        String id = start();
        Message written = say(enter(id, Side.FIRST), "HI");
        assertThat(page(id, 0, 10).messages()).containsExactly(written);
    }

    @Test
    void S12_a_read_sees_what_a_watcher_was_told_of() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        CompletableFuture<Object> read = new CompletableFuture<>();
        get(store.claimSeat(byCode(id, Side.SECOND), hint -> {
            if (hint instanceof Hint.Arrived) {
                store.readAfter(id, 0, 10).whenComplete((page, failure) -> read.complete(page));
            }
        }));
        say(first, "HI");
        assertThat(expect(Page.class, read).messages())
                .extracting(Message::text)
                .containsExactly("HI");
    }

    @Test
    void S12_a_page_tells_the_generation() {
        String id = start();
        long future = say(enter(id, Side.FIRST), "HI").key().micros() + HOUR_MICROS;
        take(havingSeen(future, byCode(id, Side.SECOND)));
        assertThat(page(id, 0, 10).generation()).isEqualTo(2);
    }

    @Test
    void S12_a_limit_below_one_is_refused() {
        String id = start();
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> store.readAfter(id, 0, limit))
                    .as("readAfter with a limit of " + limit)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void S12_an_unknown_chat_is_gone() {
        assertThat(get(store.readAfter(newId(), 0, 10))).isEqualTo(new Gone(Optional.empty()));
    }

    // S13: signal

    @Test
    void S13_typing_is_passed_on_to_the_other_side_and_not_kept() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        Pulse before = pulse(id);
        assertThat(get(store.signal(id, Side.FIRST, new Signal.Typing()))).isTrue();
        second.hints().await(Hint.Typed.class);
        assertThat(first.hints().of(Hint.Typed.class)).isEmpty();
        assertThat(pulse(id)).isEqualTo(before);
    }

    @Test
    void S13_progress_is_kept_and_passed_on_to_the_other_side() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated second = enter(id, Side.SECOND);
        say(first, "ONE");
        say(first, "TWO");
        assertThat(get(store.signal(id, Side.SECOND, new Signal.Progress(2, 1))))
                .isTrue();
        assertThat(first.hints().await(Hint.Progressed.class)).isEqualTo(new Hint.Progressed(2, 1));
        assertThat(second.hints().of(Hint.Progressed.class)).isEmpty();
        assertThat(pulse(id).second()).isEqualTo(new Pulse.SeatPulse(1, 1, true, 2, 1));
    }

    @Test
    void S13_progress_only_rises() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        say(first, "ONE");
        say(first, "TWO");
        get(store.signal(id, Side.SECOND, new Signal.Progress(2, 1)));
        get(store.signal(id, Side.SECOND, new Signal.Progress(1, 0)));
        get(store.signal(id, Side.SECOND, new Signal.Progress(-1, Long.MIN_VALUE)));
        assertThat(pulse(id).second()).isEqualTo(new Pulse.SeatPulse(1, 0, false, 2, 1));
    }

    @Test
    void S13_what_is_seen_is_received() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        say(first, "ONE");
        say(first, "TWO");
        get(store.signal(id, Side.SECOND, new Signal.Progress(0, 2)));
        assertThat(pulse(id).second()).isEqualTo(new Pulse.SeatPulse(1, 0, false, 2, 2));
    }

    @Test
    void S13_progress_stops_at_the_last_message() {
        String id = start();
        say(enter(id, Side.FIRST), "ONE");
        get(store.signal(id, Side.SECOND, new Signal.Progress(Long.MAX_VALUE, 7)));
        assertThat(pulse(id).second()).isEqualTo(new Pulse.SeatPulse(1, 0, false, 1, 1));
    }

    @Test
    void S13_progress_is_passed_on_as_it_is_kept() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        say(first, "ONE");
        get(store.signal(id, Side.SECOND, new Signal.Progress(Long.MAX_VALUE, -1)));
        assertThat(first.hints().await(Hint.Progressed.class)).isEqualTo(new Hint.Progressed(1, 0));
    }

    @Test
    void S13_signals_do_not_restart_the_idle_clock() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        say(first, "HI");
        Deadline before = deadline(id);
        letPass(tick());
        get(store.signal(id, Side.FIRST, new Signal.Typing()));
        get(store.signal(id, Side.SECOND, new Signal.Progress(1, 1)));
        assertThat(deadline(id).at()).isEqualTo(before.at());
    }

    @Test
    void S13_an_unknown_chat_is_not_live() {
        assertThat(get(store.signal(newId(), Side.FIRST, new Signal.Typing()))).isFalse();
    }
}
