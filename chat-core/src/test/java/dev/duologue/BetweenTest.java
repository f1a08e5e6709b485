package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.StoreAnswer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a chat between two steps of somebody else's call. */
class BetweenTest {

    private final SettableClock clock = new SettableClock();
    private final InterruptedStore store = new InterruptedStore(ChatStore.inMemory(clock));
    private final House house = new House(clock, ChatTimes.DEFAULT, builder -> builder.store(store));
    private final StartedChat chat = house.start();

    @AfterEach
    void close() {
        house.close();
        store.close();
    }

    @Test
    void a_new_invitation_after_the_code_was_compared_keeps_the_old_one_out() {
        store.before(
                "claimSeat", () -> Eventually.get(house.chats.chat(chat.id()).reissue(Side.FIRST)));

        assertThat(house.tryCode(chat.first(), chat.first().secretCode()))
                .isEqualTo(Entry.Refused.because(Entry.Reason.LINK_UNKNOWN));
    }

    @Test
    void a_new_invitation_after_the_link_was_found_keeps_the_old_token_out() {
        Guest abhi = house.enter(chat.first());
        store.before(
                "claimSeat", () -> Eventually.get(house.chats.chat(chat.id()).reissue(Side.FIRST)));

        assertThat(Eventually.get(house.chats.resume(
                        chat.first().link(), abhi.seat().token(), 0, SeatRequest.newTab(), new Heard())))
                .isEqualTo(Entry.Refused.because(Entry.Reason.SEAT_UNKNOWN));
    }

    @Test
    void an_end_after_the_link_was_found_is_told() {
        for (String step : new String[] {"countAttempt", "claimSeat"}) {
            StartedChat started = house.start();
            store.before(
                    step, () -> Eventually.get(house.chats.chat(started.id()).end()));

            assertThat(house.tryCode(started.first(), started.first().secretCode()))
                    .isEqualTo(Entry.Refused.because(Entry.Reason.ENDED));
        }
    }

    @Test
    void an_end_before_a_new_invitation_is_told() {
        store.before("reissue", () -> Eventually.get(house.chats.chat(chat.id()).end()));

        assertThat(Eventually.get(house.chats.chat(chat.id()).reissue(Side.FIRST)))
                .isEqualTo(new Reissue.Refused(Reissue.Reason.ENDED));
    }

    @Test
    void an_end_before_a_read_is_told() {
        Guest abhi = house.enter(chat.first());
        abhi.says("HI");
        store.before(
                "readAfter", () -> Eventually.get(house.chats.chat(chat.id()).end()));

        Guest anny = house.enter(chat.second());
        anny.heard().await(new Heard.News.Over(new Ending(Ending.By.SERVER, Ending.Reason.ENDED)));
    }

    @Test
    void a_chat_that_is_lost_right_after_its_start_was_not_started() {
        store.before("find", store::forget);

        assertThat(Eventually.failure(house.chats.start("ABHI", "ANNY"))).isInstanceOf(ChatStoreException.class);
    }

    /** Lets something happen before the next call of one operation. */
    private static final class InterruptedStore extends ForwardingStore {

        private final AtomicReference<String> operation = new AtomicReference<>("");
        private volatile Runnable meanwhile = () -> {};
        private volatile boolean forgetful;

        InterruptedStore(ChatStore store) {
            super(store);
        }

        void before(String next, Runnable what) {
            meanwhile = what;
            operation.set(next);
        }

        void forget() {
            forgetful = true;
        }

        @Override
        <T> CompletionStage<T> pass(String called, Supplier<CompletionStage<T>> call) {
            if (operation.compareAndSet(called, "")) {
                meanwhile.run();
            }
            return call.get();
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            CompletionStage<StoreAnswer.Find> found = super.find(chatId);
            return forgetful ? super.find("another") : found;
        }
    }
}
