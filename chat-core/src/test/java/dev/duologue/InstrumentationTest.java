package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who looks on while a service asks its parts")
class InstrumentationTest {

    @Test
    @DisplayName("stands before the store that the service opened itself, whose clock stays the service's")
    void stands_before_the_store() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (House house = new House(builder -> builder.instrument(lookingOn("one", asked)))) {
            StartedChat chat = Eventually.get(house.chats.start("ABHI", "ANNY"));
            assertThat(asked).startsWith("one create", "one find");
            house.clock.pass(chat.deadline().in());
            assertThat(Eventually.get(house.chats.chat(chat.id()).status()))
                    .hasValueSatisfying(status -> assertThat(status).isInstanceOf(ChatStatus.Ended.class));
        }
        assertThat(asked).endsWith("one close");
    }

    @Test
    @DisplayName("is given what those before it gave, and the service once it is ready")
    void in_their_order() {
        List<String> asked = new CopyOnWriteArrayList<>();
        List<ChatService> built = new ArrayList<>();
        Instrumentation last = new Instrumentation() {
            @Override
            public void built(ChatService chats) {
                built.add(chats);
            }
        };
        try (House house = new House(builder -> builder.instrument(lookingOn("inner", asked))
                .instrument(lookingOn("outer", asked))
                .instrument(last))) {
            Eventually.get(house.chats.start("ABHI", "ANNY"));
            assertThat(asked).startsWith("outer create", "inner create", "outer find", "inner find");
            assertThat(built).containsExactly(house.chats);
        }
    }

    @Test
    @DisplayName("hears events before the application's notifier, which hears them still")
    void hears_events() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (House house = new House(builder -> builder.instrument(lookingOn("one", asked)))) {
            StartedChat chat = Eventually.get(house.chats.start("ABHI", "ANNY"));
            Eventually.get(house.chats.chat(chat.id()).end());
            Eventually.until(
                    "the application is told", () -> house.events.stream().anyMatch(ChatEvent.Ended.class::isInstance));
            assertThat(asked).contains("one Ended");
        }
    }

    @Test
    @DisplayName("has the store closed that the service opened itself, where it does not let the service be built")
    void built_in_vain() {
        List<String> asked = new CopyOnWriteArrayList<>();
        Instrumentation throwing = new Instrumentation() {
            @Override
            public void built(ChatService chats) {
                throw new IllegalStateException("not this one");
            }
        };
        ChatService.Builder builder = ChatService.builder(House.BASE).instrument(lookingOn("one", asked));
        builder.instrument(throwing);
        assertThatThrownBy(builder::build).hasMessage("not this one");
        assertThat(asked).containsExactly("one close");
    }

    @Test
    @DisplayName("has it closed too where it gives no part to use, and that is told at once")
    void giving_nothing() {
        List<String> asked = new CopyOnWriteArrayList<>();
        Instrumentation empty = new Instrumentation() {
            @Override
            @SuppressWarnings("NullAway") // What it must not do.
            public ChatNotifier notifier(ChatNotifier notifier) {
                return null;
            }
        };
        ChatService.Builder builder = ChatService.builder(House.BASE).instrument(lookingOn("one", asked));
        builder.instrument(empty);
        assertThatThrownBy(builder::build)
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("notifier");
        assertThat(asked).containsExactly("one close");
    }

    private static Instrumentation lookingOn(String who, List<String> asked) {
        return new Instrumentation() {
            @Override
            public ChatStore store(ChatStore store) {
                return new ForwardingStore(store) {
                    @Override
                    <T> CompletionStage<T> pass(String operation, Supplier<CompletionStage<T>> call) {
                        asked.add(who + ' ' + operation);
                        return super.pass(operation, call);
                    }

                    @Override
                    public void close() {
                        asked.add(who + " close");
                        super.close();
                    }
                };
            }

            @Override
            public ChatNotifier notifier(ChatNotifier notifier) {
                return event -> {
                    asked.add(who + ' ' + event.getClass().getSimpleName());
                    notifier.notify(event);
                };
            }
        };
    }
}
