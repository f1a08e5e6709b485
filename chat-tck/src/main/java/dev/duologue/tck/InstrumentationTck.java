package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.ChatStoreException;
import dev.duologue.ClientAddress;
import dev.duologue.Ending;
import dev.duologue.Entry;
import dev.duologue.Seat;
import dev.duologue.SendResult;
import dev.duologue.Side;
import dev.duologue.StartedChat;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Instrumentation}: who looks on changes nothing. Extend it and give it what it asks for. Where it stands
 * before the store, run {@link ChatStoreTck} over what it gives, and {@link AddressLimitsTck} where it stands before limits.
 */
public abstract class InstrumentationTck {

    private static final URI BASE = URI.create("https://chat.example/c");

    /** Makes the kit. */
    protected InstrumentationTck() {}

    /**
     * Makes what looks on, for one service.
     *
     * @return an instrumentation, another one each time
     */
    protected abstract Instrumentation newInstrumentation();

    /** A chat goes as without it, from start to end. */
    @Test
    public void a_chat_goes_on_as_without_it() {
        try (ChatService chats =
                ChatService.builder(BASE).instrument(newInstrumentation()).build()) {
            StartedChat chat = AtOnce.answer(chats.start("ABHI", "ANNY"));
            Seat seat = ((Entry.Admitted) AtOnce.answer(
                            chats.enter(chat.first().link(), chat.first().secretCode(), new ChatListener() {})))
                    .seat();
            assertThat(AtOnce.answer(seat.send("HI"))).isInstanceOf(SendResult.Sent.class);
            assertThat(AtOnce.answer(seat.end())).isEqualTo(new Ending(Ending.By.FIRST, Ending.Reason.ENDED));
        }
    }

    /** Each event is passed on, once. */
    @Test
    public void events_are_passed_on() {
        List<ChatEvent> events = List.of(
                new ChatEvent.Entered("23AHi7", Side.FIRST, false),
                new ChatEvent.MessageWaiting("23AHi7", Side.SECOND),
                new ChatEvent.Away("23AHi7", Side.FIRST),
                new ChatEvent.Ended("23AHi7", new Ending(Ending.By.SERVER, Ending.Reason.IDLE)));
        List<ChatEvent> heard = new ArrayList<>();
        events.forEach(newInstrumentation().notifier(heard::add)::notify);
        assertThat(heard).isEqualTo(events);
    }

    /** What limits answer is passed on, and what they are told. */
    @Test
    public void limits_are_passed_on() {
        List<AddressLimit> asked = new ArrayList<>();
        AddressLimits limits = newInstrumentation().addressLimits(new AddressLimits() {
            @Override
            public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
                asked.add(limit);
                return CompletableFuture.completedFuture(waitFor(limit));
            }

            @Override
            public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
                asked.add(limit);
                return CompletableFuture.completedFuture(false);
            }
        });
        ClientAddress address = ClientAddress.of(InetAddress.getLoopbackAddress());
        List<AddressLimit> expected = new ArrayList<>();
        for (AddressLimit limit : AddressLimit.values()) {
            assertThat(AtOnce.answer(limits.take(limit, address))).isEqualTo(waitFor(limit));
            assertThat(AtOnce.answer(limits.giveBack(limit, address))).isFalse();
            expected.add(limit);
            expected.add(limit);
        }
        assertThat(asked).isEqualTo(expected);
    }

    /** A store that is out of reach stays so for who asks, whether it throws or its stage fails. */
    @Test
    public void failures_of_the_store_are_passed_on() {
        for (boolean thrown : new boolean[] {false, true}) {
            ChatStore store = newInstrumentation().store(away(thrown, new ArrayList<>()));
            Throwable failure = catchThrowable(() -> AtOnce.answer(store.find("23AHi7")));
            assertThat(failure).isNotNull();
            Optional<Throwable> away = Optional.of(failure);
            while (away.isPresent() && !(away.get() instanceof ChatStoreException)) {
                away = away.map(Throwable::getCause);
            }
            assertThat(away).as("what the store failed with").isPresent();
        }
    }

    /** The store is closed where it stands before is. */
    @Test
    public void closing_is_passed_on() {
        List<String> asked = new ArrayList<>();
        newInstrumentation().store(away(false, asked)).close();
        assertThat(asked).containsExactly("close");
    }

    /** Another one for each. */
    private static Duration waitFor(AddressLimit limit) {
        return Duration.ofSeconds(limit.name().length());
    }

    private static ChatStore away(boolean thrown, List<String> asked) {
        return (ChatStore) Proxy.newProxyInstance(
                ChatStore.class.getClassLoader(), new Class<?>[] {ChatStore.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    if (method.getReturnType() == void.class) {
                        return null;
                    }
                    ChatStoreException away = new ChatStoreException("away");
                    if (thrown) {
                        throw away;
                    }
                    return CompletableFuture.failedFuture(away);
                });
    }
}
