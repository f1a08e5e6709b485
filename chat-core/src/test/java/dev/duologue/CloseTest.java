package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.MoodyStore.Fault;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What closing a service does, and what it leaves alone. */
class CloseTest {

    private final SettableClock clock = new SettableClock();
    private final MoodyStore store = new MoodyStore(ChatStore.inMemory(clock));
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final House house =
            new House(clock, ChatTimes.DEFAULT, builder -> builder.store(store).executor(executor));
    private final StartedChat chat = house.start();

    @AfterEach
    void close() {
        house.close();
        store.close();
        executor.shutdownNow();
    }

    @Test
    void all_seats_lose_sight_and_are_free_for_another_node() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        abhi.says("HI");

        house.close();
        house.close();

        for (Guest guest : List.of(abhi, anny)) {
            assertThat(guest.heard().all()).last().isEqualTo(new Heard.News.Lost(SeatLoss.LOST_SIGHT));
            assertThat(Eventually.get(guest.seat().send("after"))).isInstanceOf(SendResult.NotSent.class);
        }
        assertThat(chatInStore().pulse().first().present()).isFalse();
        assertThat(chatInStore().pulse().second().present()).isFalse();
        assertThat(chatInStore().pulse().last()).isEqualTo(1);
    }

    @Test
    void later_calls_fail() {
        house.close();

        List<Supplier<CompletableFuture<?>>> calls = List.of(
                () -> house.chats.start("ABHI", "ANNY"),
                () -> house.chats.open(chat.first().link()),
                () -> house.chats.enter(chat.first().link(), chat.first().secretCode(), new Heard()),
                () -> house.chats.resume(chat.first().link(), "token", 0, SeatRequest.newTab(), new Heard()),
                () -> house.chats.host(chat.id(), chat.hostToken()).status(),
                () -> house.chats.chat(chat.id()).reissue(Side.FIRST),
                () -> house.chats.chat(chat.id()).end(),
                () -> house.chats.check());
        for (Supplier<CompletableFuture<?>> call : calls) {
            assertThat(Eventually.failure(call.get())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_was_given_to_it_is_not_closed() {
        house.close();

        assertThat(chatInStore().id()).isEqualTo(chat.id());
        assertThat(executor.isShutdown()).isFalse();
    }

    @Test
    void what_it_opened_itself_is_closed() {
        House own = new House();
        StartedChat started = own.start();
        Guest abhi = own.enter(started.first());
        own.close();

        assertThat(Eventually.failure(started.first().qrCode())).isInstanceOf(UnavailableException.class);
        assertThat(abhi.heard().all()).last().isEqualTo(new Heard.News.Lost(SeatLoss.LOST_SIGHT));
    }

    @Test
    void who_comes_in_while_it_closes_loses_sight_too() {
        store.fail("claimSeat", Fault.ANSWERS_LATE);
        Heard heard = new Heard();
        CompletableFuture<Entry> entry =
                house.chats.enter(chat.first().link(), chat.first().secretCode(), heard);
        Eventually.until("the claim is on its way", () -> store.answersHeld() == 1);
        house.close();
        store.answer();

        assertThat(Eventually.get(entry)).isInstanceOf(Entry.Admitted.class);
        heard.await(new Heard.News.Lost(SeatLoss.LOST_SIGHT));
        assertThat(chatInStore().pulse().first().present()).isFalse();
    }

    private StoredChat chatInStore() {
        store.recover();
        return ((StoreAnswer.Live) Eventually.get(store.find(chat.id()).toCompletableFuture())).chat();
    }
}
