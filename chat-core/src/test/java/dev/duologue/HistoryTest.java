package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Long chats come in pieces, as fast as the reader takes them. */
class HistoryTest {

    private static final int MESSAGES = 10_000;

    private final House house = new House(builder -> builder.sendRate(Double.POSITIVE_INFINITY, 1));
    private final StartedChat chat = house.start();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void ten_thousand_messages_come_in_order() {
        write(MESSAGES);
        Guest late = house.enter(chat.second());

        late.heard().awaitMessages(MESSAGES);
        assertThat(late.heard().seqs()).isEqualTo(upTo(MESSAGES));
    }

    @Test
    void a_reader_that_pauses_at_each_message_is_given_none_before_it_proceeds() {
        write(MESSAGES);
        AtomicLong given = new AtomicLong();
        Heard slow = new Heard() {
            @Override
            public void message(Seat seat, Message message) {
                super.message(seat, message);
                given.incrementAndGet();
                seat.pause();
            }
        };
        Guest late = house.enter(chat.second(), SeatRequest.newTab(), slow);

        for (int taken = 1; taken <= MESSAGES; taken++) {
            int now = taken;
            Eventually.until("message " + now, () -> given.get() >= now);
            assertThat(given.get()).isEqualTo(taken);
            late.seat().proceed();
        }
        assertThat(slow.seqs()).isEqualTo(upTo(MESSAGES));
    }

    @Test
    void what_is_written_during_a_pause_comes_after_it() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        abhi.says("before");
        anny.heard().awaitMessages(1);
        anny.seat().pause();
        List<String> texts = new ArrayList<>(List.of("before"));
        for (int i = 0; i < 100; i++) {
            texts.add("m" + i);
            abhi.says("m" + i);
        }
        assertThat(anny.heard().texts()).containsExactly("before");

        anny.seat().proceed();
        anny.heard().awaitMessages(101);
        assertThat(anny.heard().texts()).isEqualTo(texts);
        assertThat(abhi.heard().texts()).isEqualTo(texts);
    }

    private void write(int messages) {
        Guest writer = house.enter(chat.first());
        for (int i = 0; i < messages; i++) {
            writer.says("i" + i, "m" + i);
        }
        writer.seat().leave();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
