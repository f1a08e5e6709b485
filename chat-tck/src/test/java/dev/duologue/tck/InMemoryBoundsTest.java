package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.duologue.ChatStoreException;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Gone;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the store in memory promises beyond the rules: a bound, letting go, and hints that harm nobody. */
class InMemoryBoundsTest extends TckFixture {

    private static final long SMALL = 200_000;
    private static final ChatTimes SHORT = new ChatTimes(
            Duration.ofMinutes(30), Duration.ofMinutes(15), Duration.ofHours(4), Duration.ZERO, Duration.ofMinutes(10));
    private static final String SECRET = "SOMETHING-PRIVATE";

    private final SettableClock clock = new SettableClock();

    @Override
    protected ChatStore newStore() {
        return ChatStore.inMemory(clock, SMALL);
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }

    // Room

    @Test
    void a_full_store_refuses_new_chats_and_names_no_content() {
        fillWithChats();
        assertRefused(store.create(newChat()), FIRST_NAME, SECOND_NAME, "host-", "link-", "code-");
    }

    @Test
    void a_full_store_refuses_messages_and_names_no_content() {
        Seated first = enter(start(), Side.FIRST);
        fillWithMessages(first);
        assertRefused(store.append(message(first, "one-more", SECRET)), SECRET, FIRST_NAME);
    }

    @Test
    void a_full_store_still_answers_repeats() {
        NewChat chat = newChat();
        Seated first = enter(start(chat), Side.FIRST);
        NewMessage early = message(first, "early", "HI");
        Message once = append(early).message();
        fillWithMessages(first);
        fillWithChats();
        assertThat(append(early).message()).isEqualTo(once);
        assertThat(get(store.create(chat))).isTrue();
    }

    @Test
    void chats_that_end_make_room() {
        List<String> ids = fillWithChats();
        ids.forEach(this::end);
        assertThat(fillWithChats()).hasSizeGreaterThan(ids.size() / 2);
    }

    @Test
    void what_is_due_makes_room_when_it_is_needed() {
        int chats = fillWithChats().size();
        clock.pass(SHORT.lifetime());
        assertThat(fillWithChats()).as("beside tombstones").hasSizeGreaterThan(chats / 2);
    }

    @Test
    void what_is_due_makes_room_for_a_message() {
        ChatTimes long7 =
                new ChatTimes(Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(7), Duration.ZERO, Duration.ZERO);
        Seated first = enter(start(long7), Side.FIRST);
        fillWithChats();
        clock.pass(SHORT.lifetime());
        append(message(first, "m1", "x".repeat(5_000)));
    }

    @Test
    void chats_come_and_go_without_using_up_room() {
        int before = fillWithChats().size();
        for (int round = 0; round < 5; round++) {
            clock.pass(SHORT.lifetime());
            get(store.pulses(List.of()));
            clock.pass(SHORT.tombstone());
            get(store.pulses(List.of()));
            for (int i = 0; i < 20; i++) {
                String id = start(SHORT);
                Seated first = enter(id, Side.FIRST);
                say(first, "x".repeat(1_000));
                get(store.reissue(id, Side.FIRST, newDigests()));
                end(id);
            }
        }
        clock.pass(SHORT.tombstone());
        assertThat(fillWithChats()).hasSize(before);
    }

    /** Chats with the times {@link #SHORT}, until no more are taken. */
    private List<String> fillWithChats() {
        List<String> ids = new ArrayList<>();
        while (true) {
            NewChat chat = newChat(SHORT);
            if (store.create(chat).toCompletableFuture().isCompletedExceptionally()) {
                return ids;
            }
            ids.add(chat.id());
        }
    }

    private void fillWithMessages(Seated seat) {
        for (int size = 10_000; size > 0; size /= 10) {
            for (int i = 0; isTaken(message(seat, "fill-" + size + "-" + i, "x".repeat(size))); i++) {
                assertThat(i).as("messages until the store is full").isLessThan(10_000);
            }
        }
    }

    private boolean isTaken(NewMessage message) {
        return !store.append(message).toCompletableFuture().isCompletedExceptionally();
    }

    private static void assertRefused(CompletionStage<?> stage, String... content) {
        assertThatThrownBy(() -> stage.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ChatStoreException.class)
                .message()
                .satisfies(said -> assertThat(content).noneMatch(said::contains));
    }

    // Letting go: a text or digest that nothing refers to any more has left the memory

    @Test
    void a_chat_that_nobody_asks_for_leaves_the_memory() {
        WeakReference<String> text = writeText(SHORT);
        clock.pass(SHORT.lifetime());
        get(store.pulses(List.of()));
        assertLeavesMemory(text);
    }

    @Test
    void a_chat_leaves_with_the_idle_time_though_it_began_with_a_longer_entry_time() {
        ChatTimes times = new ChatTimes(
                Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(7), Duration.ZERO, Duration.ofDays(7));
        WeakReference<String> text = writeText(times);
        clock.pass(times.idle());
        get(store.pulses(List.of()));
        assertLeavesMemory(text);
    }

    @Test
    void an_ended_chat_leaves_the_memory_at_once() {
        String id = newId();
        WeakReference<String> text = writeText(id, SHORT);
        end(id);
        assertLeavesMemory(text);
    }

    @Test
    void a_tombstone_leaves_the_memory_though_the_chat_could_have_lasted_longer() {
        ChatTimes times = new ChatTimes(
                Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(7), Duration.ZERO, Duration.ofMinutes(1));
        WeakReference<String> host = startAndEnd(times);
        clock.pass(times.tombstone());
        get(store.pulses(List.of()));
        assertLeavesMemory(host);
    }

    @Test
    void new_chats_push_out_what_is_due() {
        WeakReference<String> text = writeText(SHORT);
        clock.pass(SHORT.lifetime());
        start();
        assertLeavesMemory(text);
    }

    @Test
    void a_watcher_leaves_the_memory_with_its_seat() {
        String id = start();
        WeakReference<Object> watched = watchAndLeave(id);
        assertLeavesMemory(watched);
    }

    @Test
    void a_chat_in_which_somebody_writes_stays() {
        String id = start(SHORT);
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        for (int i = 1; i <= 20; i++) {
            clock.pass(Duration.ofMinutes(10));
            get(store.pulses(List.of()));
            assertThat(say(first, "text " + i).seq()).isEqualTo(i);
        }
        assertThat(texts(id)).hasSize(20);
    }

    private WeakReference<String> writeText(ChatTimes times) {
        return writeText(newId(), times);
    }

    private WeakReference<String> writeText(String id, ChatTimes times) {
        Seated first = enter(start(newChat(id, times, 10, 1_000)), Side.FIRST);
        enter(id, Side.SECOND);
        String text = "text " + unique();
        append(message(first, "m1", text));
        return new WeakReference<>(text);
    }

    private WeakReference<String> startAndEnd(ChatTimes times) {
        NewChat chat = newChat(times);
        end(start(chat));
        return new WeakReference<>(chat.hostDigest());
    }

    private WeakReference<Object> watchAndLeave(String id) {
        Object page = new Object();
        get(store.claimSeat(byCode(id, Side.FIRST), hint -> assertThat(page).isNotNull()));
        get(store.releaseSeat(id, Side.FIRST, 1));
        return new WeakReference<>(page);
    }

    private static void assertLeavesMemory(WeakReference<?> thing) {
        for (int i = 0; i < 50 && thing.get() != null; i++) {
            System.gc();
        }
        assertThat(thing.get() == null).as("has left the memory").isTrue();
    }

    // Hints

    @Test
    void a_watcher_that_throws_harms_nobody_and_its_words_are_not_logged() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.duologue");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        try {
            String id = start();
            Seated first = enter(id, Side.FIRST);
            get(store.claimSeat(byCode(id, Side.SECOND), hint -> {
                throw new IllegalStateException(SECRET);
            }));
            assertThat(say(first, SECRET).seq()).isEqualTo(1);
            assertThat(get(store.end(id, BY_FIRST))).isInstanceOf(Ended.class);
            first.hints().await(Hint.Ended.class);
        } finally {
            logger.setAdditive(true);
            logger.detachAppender(log);
        }
        assertThat(log.list).hasSize(2).allSatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .contains("IllegalStateException")
                    .doesNotContain(SECRET);
            assertThat(event.getThrowableProxy()).isNull();
        });
    }

    @Test
    void a_watcher_may_wait_for_the_store_as_no_lock_is_held() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        AtomicBoolean answered = new AtomicBoolean();
        get(store.claimSeat(byCode(id, Side.SECOND), hint -> {
            CompletableFuture<Object> inAnotherThread = CompletableFuture.supplyAsync(() -> get(store.find(id)));
            inAnotherThread.orTimeout(5, TimeUnit.SECONDS).join();
            answered.set(true);
        }));
        say(first, "HI");
        assertThat(answered).isTrue();
    }

    // Clocks and other edges

    @Test
    void keys_rise_also_when_the_clock_is_set_back() {
        Seated first = enter(start(), Side.FIRST);
        long key = say(first, "ONE").key().micros();
        clock.pass(Duration.ofHours(-2));
        assertThat(say(first, "TWO").key().micros()).isEqualTo(key + 1);
    }

    @Test
    void with_no_time_for_tombstones_somebody_still_wins() {
        ChatTimes times = new ChatTimes(SHORT.entry(), SHORT.idle(), SHORT.lifetime(), Duration.ZERO, Duration.ZERO);
        String ended = start(times);
        assertThat(expect(Ended.class, store.end(ended, BY_FIRST)).won()).isTrue();
        assertThat(get(store.find(ended))).isEqualTo(new Gone(Optional.empty()));
        String expired = start(times);
        clock.pass(times.lifetime());
        assertThat(expect(Ended.class, store.expire(expired)).won()).isTrue();
    }

    @Test
    void times_may_be_longer_than_can_be_counted() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        String id = start(new ChatTimes(forever, forever, forever, forever, forever));
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        // Not for longer: keys end in the year 2255.
        clock.pass(Duration.ofDays(50_000));
        assertThat(say(first, "STILL HERE").seq()).isEqualTo(1);
        end(id);
        clock.pass(Duration.ofDays(1_000_000));
        assertThat(expect(Gone.class, store.find(id)).tombstone()).isPresent();
    }

    @Test
    void repeats_are_known_among_many_messages_with_like_hashes() {
        Seated first = enter(start(), Side.FIRST);
        // "Aa" and "BB" have one hash code, and so has every string made of them.
        List<String> ids = List.of("AaAaAa", "AaAaBB", "AaBBAa", "AaBBBB", "BBAaAa", "BBAaBB", "BBBBAa", "BBBBBB");
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = ids.get(i % 8);
            messages.add(append(message(first, id, "text " + i / 8)).message());
        }
        for (int i = 0; i < 200; i++) {
            assertThat(append(message(first, ids.get(i % 8), "text " + i / 8)).message())
                    .isEqualTo(messages.get(i));
        }
    }

    @Test
    void answers_are_there_at_once() {
        assertThat(store.find(newId()).toCompletableFuture()).isCompleted();
    }

    @Test
    void wrong_numbers_are_refused() {
        assertThatThrownBy(() -> ChatStore.inMemory(clock, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.readAfter(start(), 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_store_says_so() {
        String id = start();
        store.close();
        store.close();
        assertRefused(store.find(id));
        assertRefused(store.create(newChat()));
        assertRefused(store.pulses(List.of(id)));
    }
}
