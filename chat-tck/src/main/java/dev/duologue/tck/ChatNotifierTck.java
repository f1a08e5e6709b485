package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link ChatNotifier}: whatever comes, in whatever order, is taken. Extend it and give it what it asks for;
 * what a notifier does with an event is for a test of your own.
 */
public abstract class ChatNotifierTck {

    /** Makes the kit. */
    protected ChatNotifierTck() {}

    /**
     * Makes the notifier to test.
     *
     * @return a notifier
     */
    protected abstract ChatNotifier newNotifier();

    /** Each event of a chat is taken, whoever it is about and however the chat ends. */
    @Test
    public void each_event_is_taken() {
        ChatNotifier notifier = newNotifier();
        for (Ending.Reason reason : Ending.Reason.values()) {
            assertTaken(notifier, eventsOf("23AHi7" + reason, reason));
        }
    }

    /** Events of one chat may overtake each other, and come after its end. */
    @Test
    public void events_may_come_in_another_order() {
        List<ChatEvent> backwards = new ArrayList<>(eventsOf("23AHi7", Ending.Reason.ENDED));
        Collections.reverse(backwards);
        ChatNotifier notifier = newNotifier();
        assertTaken(notifier, backwards);
        assertTaken(notifier, backwards);
    }

    /** An event may be lost, and so may be the first ones that a notifier would learn of a chat by. */
    @Test
    public void each_event_may_be_the_only_one() {
        ChatNotifier notifier = newNotifier();
        List<ChatEvent> events = eventsOf("", Ending.Reason.IDLE);
        for (int i = 0; i < events.size(); i++) {
            assertTaken(
                    notifier, List.of(eventsOf("lonely" + i, Ending.Reason.IDLE).get(i)));
        }
    }

    /** Events of many chats come at the same time. */
    @Test
    public void events_may_come_at_once() {
        ChatNotifier notifier = newNotifier();
        AtOnce.all(400, i -> {
            assertTaken(notifier, eventsOf("23AHi7" + i % 50, Ending.Reason.ENDED));
            return true;
        });
    }

    private static List<ChatEvent> eventsOf(String chatId, Ending.Reason reason) {
        List<ChatEvent> events = new ArrayList<>();
        for (Side side : Side.values()) {
            events.add(new ChatEvent.Entered(chatId, side, false));
            events.add(new ChatEvent.Away(chatId, side));
            events.add(new ChatEvent.MessageWaiting(chatId, side));
            events.add(new ChatEvent.Entered(chatId, side, true));
        }
        events.add(new ChatEvent.Ended(chatId, new Ending(Ending.By.SERVER, reason)));
        return events;
    }

    private static void assertTaken(ChatNotifier notifier, List<ChatEvent> events) {
        for (ChatEvent event : events) {
            assertThatCode(() -> notifier.notify(event))
                    .as(event.getClass().getSimpleName())
                    .doesNotThrowAnyException();
        }
    }
}
