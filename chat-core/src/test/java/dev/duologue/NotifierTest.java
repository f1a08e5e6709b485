package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.spi.ChatEvent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the application is told of its chats. */
class NotifierTest {

    /** On the calling thread, so that events come in their order and at once. */
    private final House house = new House(builder -> builder.executor(Runnable::run));

    private final StartedChat chat = house.start();
    private final String id = chat.id();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void it_is_told_who_enters_and_whether_for_the_first_time() {
        Guest abhi = house.enter(chat.first());
        house.enter(chat.second());
        abhi.seat().leave();
        house.enter(chat.first());

        assertThat(house.events)
                .containsExactly(
                        new ChatEvent.Entered(id, Side.FIRST, false),
                        new ChatEvent.Entered(id, Side.SECOND, false),
                        new ChatEvent.Entered(id, Side.FIRST, true));
    }

    @Test
    void it_is_told_once_of_who_has_been_gone_for_five_seconds() {
        Guest abhi = house.enter(chat.first());
        house.events.clear();

        abhi.seat().leave();
        abhi.seat().leave();
        house.pass(Duration.ofMillis(4_999));
        assertThat(house.events).isEmpty();
        house.pass(Duration.ofMillis(1));
        house.pass(Duration.ofMinutes(1));
        assertThat(house.events).containsExactly(new ChatEvent.Away(id, Side.FIRST));
    }

    @Test
    void it_is_not_told_of_who_came_back_in_time() {
        house.enter(chat.first()).seat().leave();
        house.pass(Duration.ofSeconds(3));
        house.enter(chat.first());
        house.events.clear();

        house.pass(Duration.ofMinutes(1));
        assertThat(house.events).isEmpty();
    }

    @Test
    void five_seconds_count_from_the_last_time_that_somebody_left() {
        house.enter(chat.first()).seat().leave();
        house.pass(Duration.ofSeconds(2));
        Guest again = house.enter(chat.first());
        again.seat().leave();
        house.events.clear();

        house.pass(Duration.ofSeconds(4));
        assertThat(house.events).isEmpty();
        house.pass(Duration.ofSeconds(1));
        house.pass(Duration.ofMinutes(1));
        assertThat(house.events).containsExactly(new ChatEvent.Away(id, Side.FIRST));
    }

    @Test
    void it_is_told_of_the_first_message_that_waits_in_each_absence() {
        Guest abhi = house.enter(chat.first());
        abhi.says("before anybody came");
        abhi.says("more");
        Guest anny = house.enter(chat.second());
        abhi.says("present");
        anny.seat().leave();
        abhi.says("gone again");
        abhi.says("more");

        ChatEvent waiting = new ChatEvent.MessageWaiting(id, Side.SECOND);
        assertThat(house.events)
                .containsExactly(
                        new ChatEvent.Entered(id, Side.FIRST, false),
                        waiting,
                        new ChatEvent.Entered(id, Side.SECOND, false),
                        waiting);
    }

    @Test
    void it_is_told_of_every_end_exactly_once() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        house.events.clear();

        Eventually.get(abhi.seat().end());
        Eventually.get(anny.seat().end());
        Eventually.get(house.chats.chat(id).end());
        house.pass(Duration.ofHours(5));

        assertThat(house.events)
                .containsExactly(new ChatEvent.Ended(id, new Ending(Ending.By.FIRST, Ending.Reason.ENDED)));
    }

    @Test
    void it_is_told_of_a_chat_that_nobody_entered() {
        house.pass(Duration.ofMinutes(30));

        assertThat(house.events).containsExactly(ended(Ending.Reason.NEVER_ENTERED));
    }

    @Test
    void it_is_told_of_the_end_also_where_somebody_who_opens_the_link_meets_the_deadline_before_the_timer() {
        house.enter(chat.first());
        house.enter(chat.second());
        house.events.clear();
        house.clock.pass(Duration.ofMinutes(15));

        assertThat(Eventually.get(house.chats.open(chat.first().link())))
                .isEqualTo(new Greeting.Refused(Entry.Reason.ENDED));

        Eventually.until("the application was told", () -> !house.events.isEmpty());
        house.pass(Duration.ofSeconds(1));
        assertThat(house.events).containsExactly(ended(Ending.Reason.IDLE));
    }

    private ChatEvent ended(Ending.Reason reason) {
        return new ChatEvent.Ended(id, new Ending(Ending.By.SERVER, reason));
    }
}
