package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Heard.News;
import dev.duologue.House.Guest;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Watcher;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that went back in time: each seat notices, whatever it looks at first, and all follows anew. */
class RewindTest {

    private final SettableClock clock = new SettableClock();
    private final RewindingStore store = new RewindingStore(clock);
    private final House house = new House(clock, ChatTimes.DEFAULT, builder -> builder.store(store));
    private final StartedChat chat = house.start();
    private final Guest abhi = house.enter(chat.first(), SeatRequest.tab("1"));
    private final Guest anny = house.enter(chat.second(), SeatRequest.tab("2"));

    @AfterEach
    void close() {
        house.close();
        store.close();
    }

    @Test
    void seats_notice_at_the_next_message() {
        abhi.says("before");
        store.rewind();
        SendResult result = Eventually.get(abhi.seat().send("after"));

        assertThat(result).isInstanceOf(SendResult.Sent.class);
        for (Guest guest : List.of(abhi, anny)) {
            guest.heard().await(new News.Lost(SeatLoss.LOST_SIGHT));
            assertThat(guest.heard().texts()).containsExactly("before");
        }
    }

    @Test
    void who_lost_sight_and_does_not_come_back_is_not_in_any_more() {
        abhi.says("before");
        store.rewind();
        Eventually.get(abhi.seat().send("after"));

        for (Guest guest : List.of(abhi, anny)) {
            guest.heard().await(new News.Lost(SeatLoss.LOST_SIGHT));
        }
        StoredChat left =
                ((StoreAnswer.Live) Eventually.get(store.find(chat.id()).toCompletableFuture())).chat();
        assertThat(left.pulse().first().present()).isFalse();
        assertThat(left.pulse().second().present()).isFalse();
    }

    @Test
    void seats_notice_at_the_next_comparison() {
        store.rewind();
        house.pass(Duration.ofSeconds(15));

        abhi.heard().await(new News.Lost(SeatLoss.LOST_SIGHT));
        anny.heard().await(new News.Lost(SeatLoss.LOST_SIGHT));
    }

    @Test
    void a_seat_notices_while_it_reads() {
        for (int i = 0; i < 15; i++) {
            abhi.says("m" + i);
        }
        Heard reader = new Heard() {
            @Override
            public void entered(Seat seat) {
                super.entered(seat);
                store.rewind();
            }
        };
        house.enter(chat.second(), SeatRequest.tab("2"), reader);

        reader.await(new News.Lost(SeatLoss.LOST_SIGHT));
        assertThat(reader.messages()).isEmpty();
    }

    @Test
    void who_resumes_after_it_gets_all_messages() {
        abhi.says("a");
        abhi.says("b");
        store.rewind();

        Guest again = house.resume(chat.first(), abhi.seat().token(), 2, SeatRequest.tab("1"));

        again.heard().awaitMessages(2);
        assertThat(again.heard().texts()).containsExactly("a", "b");
        assertThat(again.seat().arrival().generation()).isEqualTo(2);
    }

    /** A real store that says it is of a later generation once it was rewound. */
    private static final class RewindingStore extends ForwardingStore {

        private volatile int more;

        RewindingStore(SettableClock clock) {
            super(ChatStore.inMemory(clock));
        }

        void rewind() {
            more = 1;
        }

        @Override
        public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
            return super.append(message)
                    .thenApply(answer -> answer instanceof StoreAnswer.Appended appended
                            ? new StoreAnswer.Appended(
                                    appended.message(),
                                    appended.repeated(),
                                    appended.generation() + more,
                                    appended.peerPresent())
                            : answer);
        }

        @Override
        public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
            return super.readAfter(chatId, seq, limit)
                    .thenApply(answer -> answer instanceof StoreAnswer.Page page
                            ? new StoreAnswer.Page(page.messages(), page.generation() + more)
                            : answer);
        }

        @Override
        public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
            return super.pulses(chatIds).thenApply(pulses -> {
                Map<String, Pulse> later = new HashMap<>(pulses);
                later.replaceAll((id, pulse) -> later(pulse));
                return later;
            });
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(claim, hint -> watcher.hint(later(hint)))
                    .thenApply(answer -> answer instanceof StoreAnswer.Claimed claimed ? later(claimed) : answer);
        }

        private StoreAnswer.Claimed later(StoreAnswer.Claimed claimed) {
            StoredChat chat = claimed.chat();
            return new StoreAnswer.Claimed(
                    claimed.epoch(),
                    more > 0,
                    claimed.returned(),
                    new StoredChat(
                            chat.id(),
                            chat.first(),
                            chat.second(),
                            chat.hostDigest(),
                            later(chat.pulse()),
                            chat.deadline(),
                            chat.times()));
        }

        private Hint later(Hint hint) {
            return hint instanceof Hint.Arrived arrived
                    ? new Hint.Arrived(arrived.message(), arrived.generation() + more)
                    : hint;
        }

        private Pulse later(Pulse pulse) {
            return new Pulse(pulse.last(), pulse.generation() + more, pulse.stays(), pulse.first(), pulse.second());
        }
    }
}
