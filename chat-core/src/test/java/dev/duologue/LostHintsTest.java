package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Heard.News;
import dev.duologue.House.Guest;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With every hint lost, each seat finds out within one comparison round. */
class LostHintsTest {

    private static final Duration ROUND = Duration.ofSeconds(15);

    private final SettableClock clock = new SettableClock();
    private final UnreliableStore store = new UnreliableStore(ChatStore.inMemory(clock), 1, 0);
    private final House house =
            new House(clock, ChatTimes.DEFAULT, builder -> builder.store(store).sendRate(1_000, 1_000));
    private final StartedChat chat = house.start();
    private final Guest abhi = house.enter(chat.first());
    private final Guest anny = house.enter(chat.second());

    @AfterEach
    void close() {
        house.close();
        store.close();
    }

    @Test
    void messages_arrive_with_the_next_round() {
        store.lose(hint -> true);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            abhi.says("m" + i);
            texts.add("m" + i);
        }
        assertThat(anny.heard().messages()).isEmpty();

        house.pass(ROUND);
        anny.heard().awaitMessages(100);
        assertThat(anny.heard().texts()).isEqualTo(texts);
    }

    @Test
    void an_own_message_after_a_lost_one_waits_for_it() {
        store.lose(hint -> true);
        abhi.says("first");
        anny.says("second");

        assertThat(anny.heard().texts()).containsExactly("first", "second");
    }

    @Test
    void a_seat_that_was_taken_over_finds_out() {
        store.lose(hint -> true);
        house.enter(chat.first(), SeatRequest.newTab().takingOver());
        assertThat(abhi.heard().all(News.Lost.class)).isEmpty();

        house.pass(ROUND);
        abhi.heard().await(new News.Lost(SeatLoss.TAKEN_OVER));
    }

    @Test
    void a_seat_that_was_taken_over_finds_out_when_it_sends() {
        store.lose(hint -> true);
        house.enter(chat.first(), SeatRequest.newTab().takingOver());

        assertThat(Eventually.get(abhi.seat().send("HI")))
                .isEqualTo(new SendResult.NotSent(SendResult.Reason.SEAT_LOST, Duration.ZERO));
        abhi.heard().await(new News.Lost(SeatLoss.TAKEN_OVER));
    }

    @Test
    void a_seat_whose_invitation_was_replaced_finds_out() {
        store.lose(hint -> true);
        Eventually.get(house.chats.chat(chat.id()).reissue(Side.FIRST));

        house.pass(ROUND);
        abhi.heard().await(new News.Lost(SeatLoss.INVITATION_REPLACED));
        house.pass(Duration.ofSeconds(5));
        anny.heard().await(new News.Peer(false));
    }

    @Test
    void a_seat_whose_chat_was_ended_on_another_node_finds_out() {
        store.lose(hint -> true);
        Ending ending = new Ending(Ending.By.SERVER, Ending.Reason.ENDED);
        Eventually.get(store.end(chat.id(), ending).toCompletableFuture());

        house.pass(ROUND);
        abhi.heard().await(new News.Over(ending));
        anny.heard().await(new News.Over(ending));
    }

    @Test
    void a_seat_whose_record_the_store_lost_finds_out() {
        Ending lost = new Ending(Ending.By.SERVER, Ending.Reason.LOST);
        SettableClock time = new SettableClock();
        ForwardingStore forgetful = new ForwardingStore(ChatStore.inMemory(time)) {
            @Override
            public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
                return CompletableFuture.completedFuture(new StoreAnswer.Gone(Optional.empty()));
            }

            @Override
            public CompletionStage<StoreAnswer.End> expire(String chatId) {
                return CompletableFuture.completedFuture(new StoreAnswer.Gone(Optional.empty()));
            }
        };
        try (House odd = new House(time, ChatTimes.DEFAULT, builder -> builder.store(forgetful))) {
            Guest guest = odd.enter(odd.start().first());
            assertThat(Eventually.get(guest.seat().send("HI")))
                    .isEqualTo(new SendResult.NotSent(SendResult.Reason.ENDED, Duration.ZERO));
            guest.heard().await(new News.Over(lost));
        }
    }

    @Test
    void a_seat_whose_chat_was_ended_finds_out_when_it_wants_to_stay() {
        store.lose(hint -> true);
        Ending ending = new Ending(Ending.By.SERVER, Ending.Reason.ENDED);
        Eventually.get(store.end(chat.id(), ending).toCompletableFuture());

        assertThat(Eventually.get(abhi.seat().stay())).isEmpty();
        abhi.heard().await(new News.Over(ending));
    }

    @Test
    void a_seat_that_the_store_takes_for_left_finds_out() {
        assertThat(Eventually.get(store.releaseSeat(chat.id(), Side.FIRST, 1).toCompletableFuture()))
                .isTrue();

        house.pass(ROUND);
        abhi.heard().await(new News.Lost(SeatLoss.LOST_SIGHT));
    }

    @Test
    void a_listener_that_more_hints_come_for_than_it_may_hold_gets_all_messages_from_the_store() {
        int flood = 3_000;
        Heard slow = new Heard() {
            @Override
            public void entered(Seat seat) {
                super.entered(seat);
                for (int i = 0; i < flood; i++) {
                    clock.pass(Duration.ofMillis(1));
                    abhi.says("m" + i);
                }
            }
        };
        house.enter(chat.second(), SeatRequest.newTab().takingOver(), slow);

        slow.awaitMessages(flood);
        assertThat(slow.messages()).isEqualTo(abhi.heard().messages());
    }

    @Test
    void presence_and_progress_are_told_with_the_next_round() {
        abhi.says("HI");
        store.lose(hint -> true);
        anny.seat().seen(1);
        anny.seat().leave();

        house.pass(ROUND);
        house.pass(Duration.ofSeconds(5));
        assertThat(abhi.heard().all()).contains(new News.Received(1), new News.Seen(1), new News.Peer(false));
        house.enter(chat.second());
        house.pass(ROUND);
        assertThat(abhi.heard().all()).last().isEqualTo(new News.Peer(true));
    }

    @Test
    void a_stay_of_the_other_side_is_told_with_the_next_round() {
        house.pass(Duration.ofMinutes(13));
        Eventually.until(
                "both are warned", () -> anny.heard().all(News.Due.class).size() == 1);
        store.lose(hint -> true);
        Deadline stayed = Eventually.get(abhi.seat().stay()).orElseThrow();

        house.pass(ROUND);
        Eventually.until("it was told", () -> anny.heard().all(News.Due.class).size() == 2);
        Deadline told = anny.heard().all(News.Due.class).get(1).deadline();
        assertThat(told.at()).isEqualTo(stayed.at());
        // The timer may look while time passes, which is in steps of a moment before its end.
        assertThat(told.in())
                .isBetween(stayed.in().minus(ROUND), stayed.in().minus(ROUND).plus(House.MOMENT.multipliedBy(2)));
        int ofAbhi = abhi.heard().all(News.Due.class).size();
        house.pass(ROUND);
        assertThat(anny.heard().all(News.Due.class)).hasSize(2);
        assertThat(abhi.heard().all(News.Due.class)).hasSize(ofAbhi);
    }

    @Test
    void what_was_written_moves_the_deadline_without_a_word() {
        abhi.says("HI");
        anny.says("HELLO");
        house.pass(ROUND);

        assertThat(abhi.heard().all(News.Due.class)).isEmpty();
        assertThat(anny.heard().all(News.Due.class)).isEmpty();
    }

    @Test
    void hints_that_come_late_and_again_change_nothing() {
        List<Runnable> late = new ArrayList<>();
        SettableClock time = new SettableClock();
        ForwardingStore slow = new ForwardingStore(ChatStore.inMemory(time)) {
            @Override
            public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
                return super.claimSeat(claim, hint -> {
                    late.add(() -> watcher.hint(hint));
                    watcher.hint(hint);
                });
            }
        };
        try (House odd = new House(time, ChatTimes.DEFAULT, builder -> builder.store(slow))) {
            StartedChat started = odd.start();
            Guest one = odd.enter(started.first(), SeatRequest.tab("1"));
            Guest two = odd.enter(started.second(), SeatRequest.tab("2"));
            one.says("a");
            two.seat().seen(1);
            two.says("b");
            two.seat().leave();
            Guest again = odd.enter(started.second(), SeatRequest.tab("2"));
            again.says("c");
            List<News> before = one.heard().all();

            List<Runnable> latestFirst = new ArrayList<>(late);
            Collections.reverse(latestFirst);
            latestFirst.forEach(Runnable::run);
            odd.pass(Duration.ofSeconds(6));

            assertThat(one.heard().all()).isEqualTo(before);
            assertThat(again.heard().texts()).containsExactly("a", "b", "c");
            assertThat(again.heard().all(News.Lost.class)).isEmpty();
        }
    }

    @Test
    void news_that_overtake_the_claims_answer_are_told_after_entered() {
        List<Runnable> meanwhile = new ArrayList<>();
        SettableClock time = new SettableClock();
        ForwardingStore slow = new ForwardingStore(ChatStore.inMemory(time)) {
            @Override
            public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
                CompletionStage<StoreAnswer.Claim> answer = super.claimSeat(claim, watcher);
                meanwhile.forEach(Runnable::run);
                meanwhile.clear();
                return answer;
            }
        };
        try (House odd = new House(time, ChatTimes.DEFAULT, builder -> builder.store(slow))) {
            StartedChat started = odd.start();
            Guest one = odd.enter(started.first());
            meanwhile.add(() -> one.says("HI"));
            Guest two = odd.enter(started.second());
            two.heard().awaitMessages(1);
            assertThat(two.heard().all()).first().isEqualTo(new News.Entered());
            assertThat(two.heard().texts()).containsExactly("HI");

            meanwhile.add(() -> Eventually.get(one.seat().end()));
            Guest three = odd.enter(started.second(), SeatRequest.newTab().takingOver());
            three.heard().await(new News.Over(new Ending(Ending.By.FIRST, Ending.Reason.ENDED)));
            assertThat(three.heard().all()).first().isEqualTo(new News.Entered());
        }
    }

    @Test
    void a_seat_that_is_told_to_be_behind_compares_at_once() {
        List<Watcher> watchers = new ArrayList<>();
        SettableClock time = new SettableClock();
        ForwardingStore silent = new ForwardingStore(ChatStore.inMemory(time)) {
            @Override
            public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
                watchers.add(watcher);
                return super.claimSeat(claim, hint -> {});
            }
        };
        try (House odd = new House(time, ChatTimes.DEFAULT, builder -> builder.store(silent))) {
            StartedChat started = odd.start();
            Guest one = odd.enter(started.first());
            Guest two = odd.enter(started.second());
            one.says("a");

            watchers.get(1).hint(new Hint.Behind());

            two.heard().awaitMessages(1);
        }
    }

    @Test
    void a_store_that_skips_a_message_is_not_asked_without_end() {
        AtomicInteger reads = new AtomicInteger();
        ForwardingStore skipping = new ForwardingStore(ChatStore.inMemory(clock)) {
            @Override
            public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
                reads.incrementAndGet();
                return super.readAfter(chatId, Math.max(seq, 1), limit);
            }
        };
        try (House odd = new House(clock, ChatTimes.DEFAULT, builder -> builder.store(skipping))) {
            StartedChat started = odd.start();
            Guest one = odd.enter(started.first());
            one.says("skipped");
            one.says("there");
            Guest two = odd.enter(started.second());

            odd.pass(Duration.ofSeconds(1));
            assertThat(two.heard().messages()).isEmpty();
            assertThat(reads).hasValueLessThan(10);
        }
    }
}
