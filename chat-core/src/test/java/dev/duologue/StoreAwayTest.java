package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.MoodyStore.Fault;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that fails or is silent fails the calls that need it, within a second, and loses nothing. */
class StoreAwayTest {

    private final SettableClock clock = new SettableClock();
    private final MoodyStore store = new MoodyStore(ChatStore.inMemory(clock));
    private final House house =
            new House(clock, ChatTimes.DEFAULT, builder -> builder.store(store).sendRate(1_000, 1_000));
    private final StartedChat chat = house.start();
    private final Guest abhi = house.enter(chat.first());
    private final Guest anny = house.enter(chat.second());
    private final Logged logged = new Logged();

    @AfterEach
    void close() {
        store.recover();
        house.close();
        logged.close();
    }

    private Map<String, Supplier<CompletableFuture<?>>> calls() {
        StartedChat other = house.start();
        Map<String, Supplier<CompletableFuture<?>>> calls = new LinkedHashMap<>();
        calls.put("create", () -> house.chats.start("ABHI", "ANNY"));
        calls.put("find", () -> house.chats.open(other.first().link()));
        calls.put(
                "countAttempt",
                () -> house.chats.enter(other.first().link(), other.first().secretCode(), new Heard()));
        calls.put(
                "claimSeat",
                () -> house.chats.enter(other.first().link(), other.first().secretCode(), new Heard()));
        calls.put("append", () -> abhi.seat().send("HI"));
        calls.put("touch", () -> abhi.seat().stay());
        calls.put("reissue", () -> house.chats.chat(other.id()).reissue(Side.SECOND));
        calls.put("end", () -> house.chats.chat(other.id()).end());
        return calls;
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOSES_ITS_ANSWER", "ANSWERS_LATE"},
            mode = EnumSource.Mode.EXCLUDE)
    void each_call_fails_while_the_store_does_and_works_when_it_does(Fault fault) {
        calls().forEach((operation, call) -> {
            store.fail(operation, fault);
            assertStoreAway(operation, call.get());
            store.recover();
            assertThat(Eventually.get(call.get())).as(operation).isNotNull();
        });
        assertThat(logged.lines()).noneMatch(line -> line.contains(MoodyParts.QUOTED));
    }

    @Test
    void each_call_fails_after_a_second_without_an_answer() {
        Map<String, CompletableFuture<?>> answers = new LinkedHashMap<>();
        calls().forEach((operation, call) -> {
            store.fail(operation, Fault.ANSWERS_LATE);
            answers.put(operation, call.get());
            Eventually.until(operation, () -> store.answersHeld() == answers.size());
        });
        answers.forEach(StoreAwayTest::assertStoreAway);
    }

    @Test
    void the_check_tells_whether_the_store_answers() {
        assertThat(house.chats.check()).succeedsWithin(Duration.ofSeconds(1));
        store.failAll(Fault.FAILS);
        assertStoreAway("check", house.chats.check());
    }

    @Test
    void a_send_that_fails_fails_those_behind_it_and_the_repeats_make_one_message_each_in_order() {
        store.fail("append", Fault.ANSWERS_LATE);
        List<CompletableFuture<SendResult>> sends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sends.add(abhi.seat().send("m" + i, "text " + i));
        }

        sends.forEach(send -> assertStoreAway("append", send));

        store.recover();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            abhi.says("m" + i, "text " + i);
            texts.add("text " + i);
        }
        store.answer();
        anny.heard().awaitMessages(10);
        assertThat(anny.heard().texts()).isEqualTo(texts);
        assertThat(abhi.says("last").seq()).isEqualTo(11);
        assertThat(abhi.heard().seqs()).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void a_send_whose_answer_was_lost_is_told_once_when_it_is_repeated() {
        store.fail("append", Fault.LOSES_ITS_ANSWER);
        assertStoreAway("append", abhi.seat().send("m1", "HI"));
        store.recover();

        assertThat(abhi.says("m1", "HI").seq()).isEqualTo(1);
        assertThat(abhi.says("m2", "HO").seq()).isEqualTo(2);
        assertThat(anny.heard().texts()).containsExactly("HI", "HO");
        assertThat(abhi.heard().seqs()).containsExactly(1L, 2L);
    }

    @Test
    void a_seat_whose_claim_was_answered_too_late_is_given_back() {
        anny.seat().leave();
        house.pass(Duration.ofSeconds(5));
        store.fail("claimSeat", Fault.ANSWERS_LATE);
        assertStoreAway(
                "claimSeat",
                house.chats.enter(chat.second().link(), chat.second().secretCode(), new Heard()));
        store.recover();

        store.answer();

        Guest again = house.enter(chat.second());
        assertThat(again.says("here").seq()).isEqualTo(1);
    }

    @Test
    void whoever_is_told_that_a_claim_failed_can_rely_on_its_late_answer_being_listened_for() {
        StartedChat other = house.start();
        store.fail("claimSeat", Fault.ANSWERS_LATE);

        CompletableFuture<Entry> again = house.chats
                .enter(other.second().link(), other.second().secretCode(), new Heard())
                .handle((entry, failure) -> {
                    store.recover();
                    store.answer();
                    return house.chats.enter(
                            other.second().link(), other.second().secretCode(), new Heard());
                })
                .thenCompose(next -> next);

        assertThat(Eventually.get(again)).isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void history_that_could_not_be_read_is_read_a_second_later() {
        for (int i = 0; i < 100; i++) {
            abhi.says("m" + i);
        }
        anny.seat().leave();
        store.fail("readAfter", Fault.FAILS);
        Guest again = house.enter(chat.second());
        assertThat(again.heard().messages()).isEmpty();
        store.recover();

        house.pass(Duration.ofSeconds(1));
        again.heard().awaitMessages(100);
        assertThat(again.heard().messages()).isEqualTo(abhi.heard().messages());
    }

    @Test
    void a_deadline_that_the_store_could_not_be_asked_about_is_met_later() {
        store.fail("expire", Fault.FAILS);
        clock.pass(Duration.ofMinutes(15));
        Eventually.until("it was asked in vain", () -> store.failures() > 0);
        store.recover();

        house.pass(Duration.ofSeconds(6));
        abhi.heard().await(new Heard.News.Over(new Ending(Ending.By.SERVER, Ending.Reason.IDLE)));
    }

    @Test
    void progress_that_did_not_reach_the_store_is_told_with_the_next_comparison() {
        abhi.says("HI");
        store.fail("signal", Fault.FAILS);
        anny.seat().seen(1);
        store.recover();

        house.pass(Duration.ofSeconds(15));
        assertThat(abhi.heard().all()).contains(new Heard.News.Seen(1), new Heard.News.Received(1));
    }

    @Test
    void a_seat_that_could_not_be_released_is_taken_by_its_tab_again() {
        Guest tab = house.enter(chat.first(), SeatRequest.tab("t").takingOver());
        store.fail("releaseSeat", Fault.FAILS);
        tab.seat().leave();
        store.recover();

        assertThat(house.tryCode(chat.first(), chat.first().secretCode()))
                .isEqualTo(Entry.Refused.because(Entry.Reason.SEAT_TAKEN));
        assertThat(house.enter(chat.first(), SeatRequest.tab("t")).says("HI").seq())
                .isEqualTo(1);
    }

    @Test
    void seats_that_are_all_behind_at_once_are_compared_in_few_calls() {
        List<Guest> guests = new ArrayList<>(List.of(abhi, anny));
        for (int i = 0; i < 20; i++) {
            StartedChat more = house.start();
            guests.add(house.enter(more.first()));
            guests.add(house.enter(more.second()));
        }
        store.fail("pulses", Fault.ANSWERS_LATE);
        guests.forEach(guest -> ((Watcher) guest.seat()).hint(new Hint.Behind()));
        Eventually.until("it was asked", () -> store.answersHeld() > 0);
        assertThat(store.answersHeld()).isEqualTo(1);
    }

    @Test
    void a_seat_that_could_not_be_released_is_free_for_any_tab_once_the_store_answers() {
        store.fail("releaseSeat", Fault.FAILS);
        abhi.seat().leave();
        house.pass(Duration.ofSeconds(5));
        store.recover();

        house.pass(Duration.ofSeconds(5));
        house.pass(Duration.ofSeconds(5));
        anny.heard().await(new Heard.News.Peer(false));
        assertThat(house.enter(chat.first()).says("HI").seq()).isEqualTo(1);
    }

    @Test
    void of_all_who_are_cut_off_at_once_some_are_released_at_a_time_and_none_is_forgotten() {
        List<StartedChat> chats = new ArrayList<>();
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            chats.add(house.start());
            guests.add(house.enter(chats.get(i).first()));
        }
        store.fail("releaseSeat", Fault.ANSWERS_LATE);
        guests.forEach(guest -> guest.seat().leave());
        assertThat(store.answersHeld()).isEqualTo(100);

        store.answer();
        assertThat(chats).allMatch(each -> isFree(each.id()));
    }

    @Test
    void nobody_asks_the_store_about_who_left_and_is_back() {
        abhi.seat().leave();
        house.enter(chat.first());
        anny.seat().leave();
        store.fail("find", Fault.FAILS);
        clock.pass(Duration.ofSeconds(5));
        Eventually.until(
                "it was asked about who is away",
                () -> logged.lines().stream()
                        .anyMatch(line -> line.contains("nobody was told that a participant is away")));
        assertThat(store.failures()).isEqualTo(1);
    }

    @Test
    void a_seat_that_is_given_up_as_the_store_did_not_tell_of_its_chat_is_free_for_any_tab() {
        ForwardingStore forgetful = new ForwardingStore(store) {
            @Override
            public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
                return CompletableFuture.completedFuture(Map.of());
            }
        };
        try (House odd = new House(clock, ChatTimes.DEFAULT, builder -> builder.store(forgetful))) {
            StartedChat started = odd.start();
            Guest guest = odd.enter(started.first());
            store.fail("find", Fault.FAILS);
            clock.pass(Duration.ofSeconds(15));
            guest.heard().await(new Heard.News.Lost(SeatLoss.LOST_SIGHT));
            store.recover();

            Eventually.until("the seat is free", () -> isFree(started.id()));
            assertThat(odd.enter(started.first()).says("HI").seq()).isEqualTo(1);
        }
    }

    private boolean isFree(String chatId) {
        return Eventually.get(store.find(chatId).toCompletableFuture()) instanceof StoreAnswer.Live live
                && !live.chat().pulse().first().present();
    }

    @Test
    void comparisons_go_on_after_one_that_failed() {
        store.fail("pulses", Fault.FAILS);
        house.pass(Duration.ofSeconds(15));
        assertThat(logged.lines()).anyMatch(line -> line.contains("could not be compared with"));
        store.fail("signal", Fault.FAILS);
        abhi.says("HI");
        anny.seat().received(1);
        store.recover();

        house.pass(Duration.ofSeconds(15));
        assertThat(abhi.heard().all()).contains(new Heard.News.Received(1));
    }

    private static void assertStoreAway(String operation, CompletableFuture<?> answer) {
        Throwable failure = Eventually.failure(answer);
        assertThat(failure).as(operation).isExactlyInstanceOf(ChatStoreException.class);
        assertThat(failure.getMessage()).as(operation).doesNotContain(MoodyParts.QUOTED);
    }
}
