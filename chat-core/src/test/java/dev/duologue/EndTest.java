package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Heard.News;
import dev.duologue.House.Guest;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How chats end: by somebody, by a deadline, and what is left of them. */
class EndTest {

    private static final Ending BY_FIRST = new Ending(Ending.By.FIRST, Ending.Reason.ENDED);
    private static final Ending IDLE = new Ending(Ending.By.SERVER, Ending.Reason.IDLE);

    private final House house = new House();
    private StartedChat chat;

    @BeforeEach
    void start() {
        chat = house.start();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_side_ends_the_chat_and_both_hear_it_last_of_all_and_once() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        anny.says("HI");

        assertThat(Eventually.get(abhi.seat().end())).isEqualTo(BY_FIRST);

        for (Guest guest : List.of(abhi, anny)) {
            guest.heard().await(new News.Over(BY_FIRST));
            assertThat(Eventually.get(guest.seat().send("after")))
                    .isEqualTo(new SendResult.NotSent(SendResult.Reason.ENDED, Duration.ZERO));
            assertThat(Eventually.get(guest.seat().end()))
                    .as("who is second learns of the first ending")
                    .isEqualTo(BY_FIRST);
            assertThat(Eventually.get(guest.seat().stay())).isEmpty();
            guest.seat().leave();
            assertThat(guest.heard().all(News.Over.class)).hasSize(1);
            assertThat(guest.heard().all()).last().isEqualTo(new News.Over(BY_FIRST));
        }
    }

    @Test
    void the_application_and_the_host_end_it_as_the_server() {
        Guest abhi = house.enter(chat.first());
        Ending byServer = new Ending(Ending.By.SERVER, Ending.Reason.ENDED);

        assertThat(Eventually.get(house.chats.host(chat.id(), chat.hostToken()).end()))
                .contains(byServer);
        abhi.heard().await(new News.Over(byServer));

        StartedChat other = house.start();
        Guest anny = house.enter(other.second());
        assertThat(Eventually.get(house.chats.chat(other.id()).end())).contains(byServer);
        anny.heard().await(new News.Over(byServer));
    }

    @Test
    void the_link_of_an_ended_chat_says_so_until_the_tombstone_goes() {
        Guest abhi = house.enter(chat.first());
        Eventually.get(abhi.seat().end());

        assertThat(Eventually.get(house.chats.open(chat.second().link())))
                .isEqualTo(new Greeting.Refused(Entry.Reason.ENDED));
        assertThat(house.tryCode(chat.first(), chat.first().secretCode()))
                .isEqualTo(Entry.Refused.because(Entry.Reason.ENDED));
        assertThat(Eventually.get(house.chats.open(chat.id() + "0123456789")))
                .as("who does not know the link does not learn that there was a chat")
                .isEqualTo(new Greeting.Refused(Entry.Reason.LINK_UNKNOWN));

        house.clock.pass(Duration.ofMinutes(10));
        assertThat(Eventually.get(house.chats.open(chat.second().link())))
                .isEqualTo(new Greeting.Refused(Entry.Reason.LINK_UNKNOWN));
        assertThat(Eventually.get(house.chats.chat(chat.id()).status())).isEmpty();
    }

    @Test
    void a_chat_that_one_never_enters_ends_with_a_warning_before() {
        Guest abhi = house.enter(chat.first());
        assertThat(abhi.seat().arrival().deadline().reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);

        house.pass(Duration.ofMinutes(28).minusMillis(1));
        assertThat(abhi.heard().all(News.Due.class)).isEmpty();
        house.pass(Duration.ofMillis(1));
        Deadline warning = only(abhi.heard().all(News.Due.class)).deadline();
        assertThat(warning.in()).isEqualTo(Duration.ofMinutes(2));
        assertThat(warning.reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);

        house.pass(Duration.ofMinutes(2).minusMillis(1));
        assertThat(abhi.heard().all(News.Over.class)).isEmpty();
        house.pass(Duration.ofMillis(1));
        abhi.heard().await(new News.Over(new Ending(Ending.By.SERVER, Ending.Reason.NEVER_ENTERED)));
    }

    @Test
    void the_second_who_enters_starts_the_idle_clock() {
        house.enter(chat.first());
        house.pass(Duration.ofMinutes(29));
        Guest anny = house.enter(chat.second());

        assertThat(anny.seat().arrival().deadline())
                .extracting(Deadline::in, Deadline::reason)
                .containsExactly(Duration.ofMinutes(15), Deadline.Reason.IDLE);
        house.pass(Duration.ofMinutes(15).minusMillis(1));
        assertThat(anny.heard().all(News.Over.class)).isEmpty();
        house.pass(Duration.ofMillis(1));
        anny.heard().await(new News.Over(IDLE));
    }

    @Test
    void a_deadline_that_came_nearer_when_the_second_entered_is_met() {
        try (House hasty = house(60, 1, 240)) {
            StartedChat quick = hasty.start();
            Guest abhi = hasty.enter(quick.first());
            hasty.enter(quick.second());
            hasty.pass(Duration.ofMinutes(1));
            abhi.heard().await(new News.Over(IDLE));
        }
    }

    @Test
    void both_are_warned_once_before_the_idle_end_and_a_message_prevents_it() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());

        house.pass(Duration.ofMinutes(13));
        house.pass(Duration.ofSeconds(1));
        for (Guest guest : List.of(abhi, anny)) {
            assertThat(only(guest.heard().all(News.Due.class)).deadline().in()).isEqualTo(Duration.ofMinutes(2));
        }

        abhi.says("wait");
        house.pass(Duration.ofMinutes(13).minusMillis(1));
        assertThat(anny.heard().all(News.Due.class)).hasSize(1);
        house.pass(Duration.ofMillis(1));
        assertThat(anny.heard().all(News.Due.class)).hasSize(2);
        house.pass(Duration.ofMinutes(2));
        abhi.heard().await(new News.Over(IDLE));
        anny.heard().await(new News.Over(IDLE));
    }

    @Test
    void who_reloads_before_the_end_causes_no_second_warning() {
        Guest abhi = house.enter(chat.first());
        house.enter(chat.second(), SeatRequest.tab("t"));
        house.pass(Duration.ofMinutes(13));
        assertThat(abhi.heard().all(News.Due.class)).hasSize(1);

        Guest reloaded = house.enter(chat.second(), SeatRequest.tab("t"));
        house.pass(Duration.ofSeconds(1));

        assertThat(abhi.heard().all(News.Due.class)).hasSize(1);
        assertThat(reloaded.seat().arrival().deadline().in()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void the_store_is_not_asked_again_and_again_before_the_end() {
        AtomicInteger asked = new AtomicInteger();
        SettableClock clock = new SettableClock();
        ForwardingStore counting = new ForwardingStore(ChatStore.inMemory(clock)) {
            @Override
            public CompletionStage<StoreAnswer.End> expire(String chatId) {
                asked.incrementAndGet();
                return super.expire(chatId);
            }
        };
        try (House counted = new House(clock, ChatTimes.DEFAULT, builder -> builder.store(counting))) {
            counted.start();
            counted.pass(Duration.ofMinutes(28));
            int before = asked.get();
            for (int i = 0; i < 3; i++) {
                counted.pass(Duration.ofSeconds(30));
            }

            // Twice for each time that passes, by the chats that show that it did.
            assertThat(asked.get() - before).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void a_deadline_counts_from_when_the_store_was_asked_however_late_its_answer_is_taken() {
        SettableClock clock = new SettableClock();
        AtomicReference<Duration> late = new AtomicReference<>(Duration.ZERO);
        ForwardingStore slow = new ForwardingStore(ChatStore.inMemory(clock)) {
            @Override
            public CompletionStage<StoreAnswer.End> expire(String chatId) {
                CompletionStage<StoreAnswer.End> answer = super.expire(chatId);
                clock.pass(late.getAndSet(Duration.ZERO));
                return answer;
            }
        };
        try (House patient = new House(clock, ChatTimes.DEFAULT, builder -> builder.store(slow))) {
            StartedChat started = patient.start();
            Guest abhi = patient.enter(started.first());
            late.set(Duration.ofMinutes(13));
            // Whoever comes in can bring the deadline nearer, so it is asked for.
            patient.enter(started.second());

            Eventually.until("warned", () -> !abhi.heard().all(News.Due.class).isEmpty());
            assertThat(only(abhi.heard().all(News.Due.class)).deadline().in()).isEqualTo(Duration.ofMinutes(2));
        }
    }

    @Test
    void stay_starts_the_idle_clock_anew_and_tells_both() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        house.pass(Duration.ofMinutes(14));

        Deadline deadline = Eventually.get(abhi.seat().stay()).orElseThrow();

        assertThat(deadline.in()).isEqualTo(Duration.ofMinutes(15));
        abhi.heard().await(new News.Due(deadline));
        anny.heard().await(new News.Due(deadline));
        house.pass(Duration.ofMinutes(14));
        assertThat(anny.heard().all(News.Over.class)).isEmpty();
        house.pass(Duration.ofMinutes(1));
        anny.heard().await(new News.Over(IDLE));
    }

    @Test
    void typing_receipts_and_reconnects_do_not_keep_a_chat_alive() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        abhi.says("HI");
        house.pass(Duration.ofMinutes(14));

        anny.seat().typing();
        anny.seat().seen(1);
        anny.seat().leave();
        Guest again = house.enter(chat.second());

        house.pass(Duration.ofMinutes(1));
        again.heard().await(new News.Over(IDLE));
    }

    @Test
    void nobody_talks_longer_than_the_lifetime() {
        try (House longest = house(30, 60, 100)) {
            StartedChat started = longest.start();
            Guest abhi = longest.enter(started.first());
            longest.enter(started.second());
            longest.pass(Duration.ofMinutes(50));
            abhi.says("HI");
            longest.pass(Duration.ofMinutes(49));
            abhi.says("HI again");
            Deadline deadline = Eventually.get(abhi.seat().stay()).orElseThrow();
            assertThat(deadline)
                    .extracting(Deadline::in, Deadline::reason)
                    .containsExactly(Duration.ofMinutes(1), Deadline.Reason.LIFETIME);

            longest.pass(Duration.ofMinutes(1));
            abhi.heard().await(new News.Over(new Ending(Ending.By.SERVER, Ending.Reason.LIFETIME)));
        }
    }

    @Test
    void a_warning_longer_than_half_of_its_clock_is_cut_to_that_half() {
        try (House brief = house(60, 2, 240)) {
            StartedChat started = brief.start();
            Guest abhi = brief.enter(started.first());
            brief.enter(started.second());
            brief.pass(Duration.ofMinutes(1));
            Eventually.until("warned", () -> !abhi.heard().all(News.Due.class).isEmpty());
            assertThat(only(abhi.heard().all(News.Due.class)).deadline().in()).isEqualTo(Duration.ofMinutes(1));
        }
    }

    private static House house(int entry, int idle, int lifetime) {
        return new House(
                new ChatTimes(
                        Duration.ofMinutes(entry),
                        Duration.ofMinutes(idle),
                        Duration.ofMinutes(lifetime),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10)),
                builder -> builder);
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
