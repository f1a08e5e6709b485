package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.House.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two people in their seats do with each other. */
class ConversationTest {

    private final House house = new House();
    private StartedChat chat;
    private Guest abhi;
    private Guest anny;

    @BeforeEach
    void both_come_in() {
        chat = house.start();
        abhi = house.enter(chat.first());
        anny = house.enter(chat.second());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_message_reaches_the_other_side_with_its_key_and_the_sender_with_its_answer() {
        Message hi = abhi.says("HI");
        Message hello = anny.says("HELLO");

        assertThat(hi.seq()).isEqualTo(1);
        assertThat(hi.name()).isEqualTo("ABHI");
        assertThat(hi.key()).hasToString("5DEC2023120912ABHI");
        assertThat(hi.at()).isEqualTo(house.clock.instant());
        assertThat(hello.seq()).isEqualTo(2);
        assertThat(hello.key()).isGreaterThan(hi.key());
        anny.heard().awaitMessages(2);
        abhi.heard().awaitMessages(2);
        assertThat(anny.heard().messages()).containsExactly(hi, hello);
        assertThat(abhi.heard().messages()).containsExactly(hi, hello);
        assertThat(abhi.heard().all(Heard.News.Sent.class)).hasSize(1);
        assertThat(abhi.heard().all(Heard.News.Came.class)).hasSize(1);
    }

    @Test
    void a_seat_knows_both_names_and_its_limits() {
        assertThat(abhi.seat().chatId()).isEqualTo(chat.id());
        assertThat(abhi.seat().side()).isEqualTo(Side.FIRST);
        assertThat(abhi.seat().name()).isEqualTo("ABHI");
        assertThat(abhi.seat().peerName()).isEqualTo("ANNY");
        assertThat(anny.seat().side()).isEqualTo(Side.SECOND);
        assertThat(abhi.seat().textLimits()).isEqualTo(TextLimits.DEFAULT);
        assertThat(abhi.seat().token()).hasSize(43).isNotEqualTo(anny.seat().token());
    }

    @Test
    void an_answer_from_inside_the_listener_neither_blocks_nor_changes_the_order() {
        anny.seat().leave();
        Heard echo = new Heard() {
            @Override
            public void message(Seat seat, Message message) {
                super.message(seat, message);
                var unused = seat.send("got " + message.text());
            }
        };
        house.enter(chat.second(), SeatRequest.newTab(), echo);

        for (String text : List.of("a", "b", "c")) {
            abhi.says(text);
        }

        abhi.heard().awaitMessages(6);
        echo.awaitMessages(6);
        assertThat(abhi.heard().messages()).isEqualTo(echo.messages());
        assertThat(abhi.heard().texts()).contains("got a", "got b", "got c");
    }

    @Test
    void the_same_id_and_text_gives_the_first_answer_at_any_later_time() {
        Message first = abhi.says("m1", "HI");
        house.clock.pass(Duration.ofMinutes(1));
        abhi.says("m2", "and more");
        anny.says("HELLO");

        SendResult again = Eventually.get(abhi.seat().send("m1", "HI"));

        assertThat(again).isEqualTo(new SendResult.Sent(first, true));
        assertThat(anny.heard().texts()).containsExactly("HI", "and more", "HELLO");
        assertThat(abhi.heard().seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void the_id_of_the_last_message_with_another_text_is_refused() {
        abhi.says("m1", "HI");

        assertThat(Eventually.get(abhi.seat().send("m1", "HO"))).isEqualTo(refused(SendResult.Reason.ID_REUSED));

        abhi.says("m2", "between");
        assertThat(abhi.says("m1", "HO").seq()).isEqualTo(3);
    }

    @Test
    void the_same_id_of_the_other_side_is_another_message() {
        assertThat(abhi.says("m1", "HI").seq()).isEqualTo(1);
        assertThat(anny.says("m1", "HI").seq()).isEqualTo(2);
    }

    @Test
    void an_id_of_another_form_is_the_callers_mistake() {
        for (String id : List.of("", "a b", "ä", "x".repeat(65), "a\n")) {
            assertThatThrownBy(() -> abhi.seat().send(id, "HI")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(abhi.says("x".repeat(64), "HI").seq()).isEqualTo(1);
    }

    @Test
    void twenty_messages_may_come_at_once_then_five_a_second() {
        for (int i = 0; i < 20; i++) {
            abhi.says("m" + i);
        }
        assertThat(Eventually.get(abhi.seat().send("one more")))
                .isEqualTo(new SendResult.NotSent(SendResult.Reason.RATE_LIMITED, Duration.ofMillis(200)));
        anny.says("another seat has its own rate");

        house.clock.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            abhi.says("n" + i);
        }
        assertThat(Eventually.get(abhi.seat().send("too many"))).isInstanceOf(SendResult.NotSent.class);
    }

    @Test
    void as_many_as_the_bound_may_wait_for_a_paused_reader_and_none_is_lost() {
        house.close();
        try (House quick = new House(builder -> builder.sendRate(Double.POSITIVE_INFINITY, 1))) {
            StartedChat other = quick.start();
            Guest slow = quick.enter(other.first());
            slow.seat().pause();
            List<CompletableFuture<SendResult>> answers = new ArrayList<>();
            IntStream.range(0, 32).forEach(i -> answers.add(slow.seat().send("m" + i)));

            SendResult beyond = Eventually.get(slow.seat().send("beyond"));

            assertThat(beyond).isEqualTo(new SendResult.NotSent(SendResult.Reason.RATE_LIMITED, Duration.ofSeconds(1)));
            assertThat(answers).noneMatch(CompletableFuture::isDone);
            slow.seat().proceed();
            answers.forEach(answer -> House.sent(Eventually.get(answer)));
            assertThat(slow.heard().seqs())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 32).boxed().toList());
            assertThat(slow.says("room again").seq()).isEqualTo(33);
        }
    }

    @Test
    void a_record_takes_as_many_messages_as_it_may() {
        try (House small = new House(builder -> builder.recordLimits(2, 1_000))) {
            Guest one = small.enter(small.start().first());
            one.says("m1", "a");
            one.says("m2", "b");

            assertThat(Eventually.get(one.seat().send("m3", "c"))).isEqualTo(refused(SendResult.Reason.CHAT_FULL));
            assertThat(Eventually.get(one.seat().send("m1", "a"))).isInstanceOf(SendResult.Sent.class);
        }
    }

    @Test
    void a_record_takes_as_many_bytes_as_it_may() {
        try (House small = new House(builder -> builder.recordLimits(100, 8))) {
            Guest one = small.enter(small.start().first());
            one.says("ääää".substring(0, 3));

            assertThat(Eventually.get(one.seat().send("ää"))).isEqualTo(refused(SendResult.Reason.CHAT_FULL));
            assertThat(one.says("ab").seq()).isEqualTo(2);
        }
    }

    @Test
    void typing_is_passed_on_once_in_three_seconds() {
        abhi.seat().typing();
        abhi.seat().typing();
        house.clock.pass(Duration.ofMillis(2_999));
        abhi.seat().typing();
        assertThat(anny.heard().all(Heard.News.Typing.class)).hasSize(1);

        house.clock.pass(Duration.ofMillis(1));
        abhi.seat().typing();
        assertThat(anny.heard().all(Heard.News.Typing.class)).hasSize(2);
        assertThat(abhi.heard().all(Heard.News.Typing.class)).isEmpty();
    }

    @Test
    void receipts_are_cumulative_only_rise_and_stop_at_what_was_given() {
        for (int i = 0; i < 5; i++) {
            abhi.says("m" + i);
        }
        anny.heard().awaitMessages(5);

        anny.seat().received(3);
        anny.seat().received(2);
        anny.seat().seen(4);
        anny.seat().received(1_000);
        anny.seat().received(-1);
        anny.seat().seen(Long.MAX_VALUE);

        assertThat(abhi.heard().all(Heard.News.Received.class))
                .extracting(Heard.News.Received::seq)
                .containsExactly(3L, 4L, 5L);
        assertThat(abhi.heard().all(Heard.News.Seen.class))
                .extracting(Heard.News.Seen::seq)
                .containsExactly(4L, 5L);
        assertThat(house.enter(chat.first(), SeatRequest.newTab().takingOver())
                        .seat()
                        .arrival())
                .extracting(Arrival::received, Arrival::seen)
                .containsExactly(5L, 5L);
    }

    @Test
    void a_number_above_the_last_message_does_not_silence_later_receipts() {
        abhi.says("a");
        anny.seat().received(1_000);
        abhi.says("b");
        anny.seat().received(2);

        assertThat(abhi.heard().all(Heard.News.Received.class))
                .extracting(Heard.News.Received::seq)
                .containsExactly(1L, 2L);
    }

    @Test
    void the_other_side_is_away_after_five_seconds() {
        anny.seat().leave();
        house.pass(Duration.ofMillis(4_999));
        assertThat(presence(abhi)).containsExactly(true);

        house.pass(Duration.ofMillis(1));
        assertThat(presence(abhi)).containsExactly(true, false);

        house.enter(chat.second());
        assertThat(presence(abhi)).containsExactly(true, false, true);
    }

    @Test
    void who_returns_within_five_seconds_was_never_away() {
        anny.seat().leave();
        house.pass(Duration.ofSeconds(4));
        Guest again = house.enter(chat.second());
        house.pass(Duration.ofSeconds(10));
        assertThat(presence(abhi)).containsExactly(true);

        again.seat().leave();
        house.pass(Duration.ofSeconds(5));
        assertThat(presence(abhi)).containsExactly(true, false);
    }

    @Test
    void a_seat_that_was_left_hears_and_does_nothing_any_more() {
        anny.seat().leave();
        anny.seat().leave();
        int heard = anny.heard().all().size();
        abhi.says("HI");
        anny.seat().typing();
        anny.seat().seen(1);

        assertThat(anny.heard().all()).hasSize(heard);
        assertThat(Eventually.get(anny.seat().send("HELLO"))).isEqualTo(refused(SendResult.Reason.SEAT_LOST));
        assertThat(abhi.heard().all(Heard.News.Typing.class)).isEmpty();
        assertThat(abhi.heard().texts()).containsExactly("HI");
    }

    private static List<Boolean> presence(Guest guest) {
        return guest.heard().all(Heard.News.Peer.class).stream()
                .map(Heard.News.Peer::present)
                .toList();
    }

    private static SendResult refused(SendResult.Reason reason) {
        return new SendResult.NotSent(reason, Duration.ZERO);
    }
}
