package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads in many chats at once, with seats that change hands: what each page hears is what the store holds. */
class ConcurrencyTest {

    private static final int CHATS = 40;
    private static final int MESSAGES = 60;
    private static final int WRITERS = 3;

    private final SettableClock clock = new SettableClock();
    private final ChatStore store = ChatStore.inMemory(clock);
    private final House house = new House(
            clock, ChatTimes.DEFAULT, builder -> builder.store(store).sendRate(Double.POSITIVE_INFINITY, 1_000));
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void close() {
        threads.shutdownNow();
        house.close();
        store.close();
    }

    @Test
    void every_acknowledged_message_is_heard_once_and_in_one_order_while_seats_change_hands() {
        List<StartedChat> chats = new ArrayList<>();
        List<CompletableFuture<Person>> people = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            StartedChat chat = house.start();
            chats.add(chat);
            people.add(CompletableFuture.supplyAsync(() -> new Person(chat.first()).talk(), threads));
            people.add(CompletableFuture.supplyAsync(() -> new Person(chat.second()).talk(), threads));
        }
        for (int i = 0; i < CHATS; i++) {
            Person first = Eventually.get(people.get(2 * i));
            Person second = Eventually.get(people.get(2 * i + 1));
            List<Message> stored = stored(chats.get(i).id());

            assertThat(stored).extracting(Message::seq).isEqualTo(upTo(stored.size()));
            assertThat(stored).extracting(Message::key).isSorted();
            assertThat(stored)
                    .extracting(message -> message.side() + message.id())
                    .doesNotHaveDuplicates();
            for (Person person : List.of(first, second)) {
                Eventually.until("all was heard", () -> person.page().size() >= stored.size());
                assertThat(person.page()).isEqualTo(stored);
                assertThat(stored).containsAll(person.acknowledged.values());
                assertThat(person.acknowledged).hasSize(MESSAGES);
            }
        }
    }

    @Test
    void one_of_many_claims_at_once_wins_each_seat_and_the_others_know() {
        StartedChat chat = house.start();
        // By token: codes tried at once would count as guesses and have to wait.
        String token = house.enter(chat.first()).seat().token();
        List<CompletableFuture<Guest>> claims = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            claims.add(CompletableFuture.supplyAsync(
                    () -> house.resume(
                            chat.first(), token, 0, SeatRequest.newTab().takingOver()),
                    threads));
        }
        List<Guest> guests = claims.stream().map(Eventually::get).toList();

        Eventually.until(
                "one is left",
                () -> guests.stream()
                                .filter(guest ->
                                        guest.heard().all(Heard.News.Lost.class).isEmpty())
                                .count()
                        == 1);
        assertThat(guests.stream().filter(ConcurrencyTest::canSend)).hasSize(1);
    }

    @Test
    void many_who_leave_end_and_write_at_once_are_all_answered() {
        for (int round = 0; round < 50; round++) {
            StartedChat chat = house.start();
            Guest abhi = house.enter(chat.first());
            Guest anny = house.enter(chat.second());
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(CompletableFuture.supplyAsync(() -> abhi.seat().send("HI"), threads)
                        .thenCompose(answer -> answer));
                all.add(CompletableFuture.supplyAsync(() -> anny.seat().send("HO"), threads)
                        .thenCompose(answer -> answer));
            }
            all.add(CompletableFuture.runAsync(anny.seat()::leave, threads));
            all.add(CompletableFuture.supplyAsync(() -> abhi.seat().end(), threads)
                    .thenCompose(answer -> answer));

            all.forEach(one -> Eventually.until("it is answered", one::isDone));
            abhi.heard().await(new Heard.News.Over(new Ending(Ending.By.FIRST, Ending.Reason.ENDED)));
            assertThat(abhi.heard().all(Heard.News.Over.class)).hasSize(1);
        }
    }

    @Test
    void a_seat_that_two_threads_leave_at_once_is_left_once() {
        int seats = 300;
        for (int i = 0; i < seats; i++) {
            Seat seat = house.enter(house.start().first()).seat();
            CyclicBarrier together = new CyclicBarrier(2);
            List<CompletableFuture<Void>> both = List.of(
                    CompletableFuture.runAsync(() -> leave(seat, together), threads),
                    CompletableFuture.runAsync(() -> leave(seat, together), threads));
            both.forEach(one -> Eventually.until("it was left", one::isDone));
        }

        house.pass(Duration.ofSeconds(5));
        Eventually.until("all are away", () -> aways() >= seats);
        assertThat(aways()).isEqualTo(seats);
    }

    private long aways() {
        return house.events.stream().filter(ChatEvent.Away.class::isInstance).count();
    }

    private static void leave(Seat seat, CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
        seat.leave();
    }

    private static boolean canSend(Guest guest) {
        return Eventually.get(guest.seat().send("who is it?")) instanceof SendResult.Sent;
    }

    private List<Message> stored(String chatId) {
        return ((StoreAnswer.Page)
                        Eventually.get(store.readAfter(chatId, 0, 10_000).toCompletableFuture()))
                .messages();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** One side's page: sends, reloads, changes devices, and sends again what was not acknowledged. */
    private final class Person {

        private final Invitation invitation;
        private final Random random;
        private final Map<String, Message> acknowledged = new ConcurrentHashMap<>();
        /** What the page kept of earlier seats, up to where it resumed. */
        private final List<Message> kept = new ArrayList<>();

        private Guest guest;

        Person(Invitation invitation) {
            this.invitation = invitation;
            this.random = new Random(invitation.link().hashCode());
            this.guest = house.enter(invitation);
        }

        Person talk() {
            for (int i = 0; i < MESSAGES; i += WRITERS) {
                Map<String, CompletableFuture<SendResult>> sends = new LinkedHashMap<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    String id = "m" + (i + writer);
                    sends.put(id, guest.seat().send(id, "text of " + id));
                }
                if (random.nextInt(3) == 0) {
                    changeSeat();
                }
                sends.forEach((id, send) -> acknowledged.put(id, acknowledgedAtLast(id, send)));
            }
            return this;
        }

        private Message acknowledgedAtLast(String id, CompletableFuture<SendResult> send) {
            SendResult result = Eventually.get(send);
            return result instanceof SendResult.Sent sent
                    ? sent.message()
                    : House.sent(Eventually.get(guest.seat().send(id, "text of " + id)));
        }

        private void changeSeat() {
            Guest before = guest;
            if (random.nextBoolean()) {
                before.seat().leave();
            }
            List<Message> page = page();
            kept.clear();
            kept.addAll(page);
            SeatRequest request = SeatRequest.newTab().takingOver();
            guest = random.nextInt(4) == 0
                    ? fromTheFirst(request)
                    : house.resume(invitation, before.seat().token(), page.size(), request);
        }

        /** Another device knows nothing of what the one before showed. */
        private Guest fromTheFirst(SeatRequest request) {
            kept.clear();
            return house.enter(invitation, request);
        }

        private List<Message> page() {
            Set<Long> seqs = new HashSet<>();
            List<Message> page = new ArrayList<>(kept);
            page.addAll(guest.heard().messages());
            page.forEach(message -> assertThat(seqs.add(message.seq())).isTrue());
            return page;
        }
    }
}
