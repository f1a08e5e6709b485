package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every send is answered once, and truly, whatever becomes of the seat meanwhile. */
class SendTest {

    private final SettableClock clock = new SettableClock();
    private final SlowStore store = new SlowStore(ChatStore.inMemory(clock));
    private final House house = new House(builder -> builder.clock(clock).store(store));
    private final StartedChat chat = house.start();
    private final Guest abhi = house.enter(chat.first());

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_repeat_that_comes_before_the_first_is_told_is_answered_after_it() {
        abhi.seat().pause();
        CompletableFuture<SendResult> first = abhi.seat().send("m1", "HI");
        CompletableFuture<SendResult> repeat = abhi.seat().send("m1", "HI");
        CompletableFuture<SendResult> third = abhi.seat().send("m1", "HI");
        abhi.seat().proceed();

        Message message = House.sent(Eventually.get(first));
        assertThat(Eventually.get(repeat)).isEqualTo(new SendResult.Sent(message, true));
        assertThat(Eventually.get(third)).isEqualTo(new SendResult.Sent(message, true));
        assertThat(abhi.heard().messages()).containsExactly(message);
        assertThat(abhi.heard().all(Heard.News.Sent.class)).hasSize(3);
    }

    @Test
    void what_the_store_holds_is_answered_as_sent_when_the_seat_is_left_before_it_was_told() {
        abhi.seat().pause();
        CompletableFuture<SendResult> held = abhi.seat().send("m1", "HI");
        abhi.seat().leave();

        assertThat(Eventually.get(held)).isEqualTo(new SendResult.Sent(messageOf("m1"), false));
    }

    @Test
    void what_is_on_its_way_when_the_seat_is_left_is_answered_by_the_store() {
        store.hold();
        abhi.seat().pause();
        CompletableFuture<SendResult> held = abhi.seat().send("m1", "HI");
        CompletableFuture<SendResult> behind = abhi.seat().send("m2", "HO");
        abhi.seat().leave();
        store.letGo();

        assertThat(Eventually.get(held)).isEqualTo(new SendResult.Sent(messageOf("m1"), false));
        assertThat(Eventually.get(behind))
                .isEqualTo(new SendResult.NotSent(SendResult.Reason.SEAT_LOST, Duration.ZERO));
    }

    @Test
    void what_is_on_its_way_when_the_chat_ends_is_gone_with_it() {
        store.hold();
        abhi.seat().pause();
        CompletableFuture<SendResult> held = abhi.seat().send("m1", "HI");
        Eventually.get(house.chats.chat(chat.id()).end());
        store.letGo();

        assertThat(Eventually.get(held)).isEqualTo(new SendResult.NotSent(SendResult.Reason.ENDED, Duration.ZERO));
    }

    @Test
    void who_gives_up_waiting_for_an_answer_takes_no_place_of_those_that_wait() {
        for (int i = 0; i < 50; i++) {
            store.hold();
            CompletableFuture<SendResult> given = abhi.seat().send("m" + i, "HI");
            given.cancel(false);
            store.letGo();
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(abhi.says("last").seq()).isEqualTo(51);
        assertThat(abhi.heard().all(Heard.News.Sent.class)).hasSize(51);
    }

    private Message messageOf(String id) {
        StoreAnswer.Page page = (StoreAnswer.Page)
                Eventually.get(store.readAfter(chat.id(), 0, 100).toCompletableFuture());
        return page.messages().stream()
                .filter(message -> message.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Appends at once, and holds the answers back when told to. */
    private static final class SlowStore extends ForwardingStore {

        private Optional<CompletableFuture<Boolean>> held = Optional.empty();

        SlowStore(ChatStore store) {
            super(store);
        }

        synchronized void hold() {
            held = Optional.of(new CompletableFuture<>());
        }

        void letGo() {
            Optional<CompletableFuture<Boolean>> those;
            synchronized (this) {
                those = held;
                held = Optional.empty();
            }
            those.ifPresent(answers -> answers.complete(true));
        }

        @Override
        public synchronized CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            CompletionStage<StoreAnswer.Append> answer = super.append(message);
            return held.isEmpty() ? answer : held.get().thenCompose(now -> answer);
        }
    }
}
