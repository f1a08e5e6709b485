package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.ChatStatus;
import dev.duologue.StartedChat;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The contract of {@link Timeouts}. Extend it and give it what it asks for. */
public abstract class TimeoutsTck {

    /** Names that people have, and such as trip implementations. */
    private static final List<String> NAMES = List.of(
            "ABHI", "ANNY", "abhi", "A", "अभि", "عني", "İpek", "Łukasz", "O'Neill", "Anna Maria", "李", "n".repeat(32));

    /** Makes the kit. */
    protected TimeoutsTck() {}

    /**
     * Makes the timeouts to test.
     *
     * @return timeouts
     */
    protected abstract Timeouts newTimeouts();

    /** Whoever the two are, there are clocks for their chat. */
    @Test
    public void any_two_people_have_clocks() {
        Timeouts timeouts = newTimeouts();
        for (String first : NAMES) {
            for (String second : NAMES) {
                assertThat(timeouts.timesFor(first, second))
                        .as("the clocks of a chat")
                        .isNotNull();
            }
        }
    }

    /** A chat starts with them, and its first deadline is theirs. */
    @Test
    public void a_chat_starts_with_them() {
        Timeouts timeouts = newTimeouts();
        List<ChatTimes> given = new CopyOnWriteArrayList<>();
        SettableClock clock = new SettableClock();
        try (ChatService chats = ChatService.builder(URI.create("https://chat.example/c"))
                .clock(clock)
                .timeouts((first, second) -> {
                    ChatTimes times = timeouts.timesFor(first, second);
                    given.add(times);
                    return times;
                })
                .build()) {
            StartedChat started = AtOnce.answer(chats.start("ABHI", "ANNY"));
            assertThat(given).hasSize(1);
            ChatTimes times = given.get(0);
            Duration first = times.entry().compareTo(times.lifetime()) < 0 ? times.entry() : times.lifetime();
            assertThat(started.deadline().in()).isEqualTo(first);
            clock.pass(first);
            // Or nothing, where chats leave no tombstone.
            assertThat(AtOnce.answer(chats.chat(started.id()).status()).filter(ChatStatus.Open.class::isInstance))
                    .as("a chat past its first deadline")
                    .isEmpty();
        }
    }

    /** Calls at once do not get in each other's way. */
    @Test
    public void calls_at_once_are_answered() {
        Timeouts timeouts = newTimeouts();
        List<ChatTimes> times = AtOnce.all(
                400, i -> timeouts.timesFor(NAMES.get(i % NAMES.size()), NAMES.get(i / NAMES.size() % NAMES.size())));
        assertThat(times).hasSize(400).doesNotContainNull();
    }
}
