package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer.Appended;
import dev.duologue.spi.StoreAnswer.Claimed;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.spi.StoreAnswer.Page;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Tombstone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;

/**
 * What the tests of the rules share: a store, chats in it, people in them, and waits that end. The rules are in one line
 * of classes by subject; {@link ChatStoreTck} is the last of them and the one to extend.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
abstract class TckFixture {

    static final String FIRST_NAME = "ABHI";
    static final String SECOND_NAME = "ANNY";
    /** Clocks that no test outlasts, and that are told apart by their lengths. */
    static final ChatTimes LONG = new ChatTimes(
            Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(5), Duration.ZERO, Duration.ofHours(1));

    static final Ending BY_FIRST = new Ending(Ending.By.FIRST, Ending.Reason.ENDED);
    static final Ending BY_SECOND = new Ending(Ending.By.SECOND, Ending.Reason.ENDED);

    /** By so much is a key that no record knows of ahead of its last one. */
    static final long HOUR_MICROS = 3_600_000_000L;

    private static final int MANY = 1_000_000;

    /** The store to test; what goes wrong with an operation bears its name. */
    NamingStore store;

    protected abstract ChatStore newStore() throws Exception;

    protected abstract void pass(Duration time) throws InterruptedException;

    protected Duration tick() {
        return Duration.ofMillis(100);
    }

    protected Duration patience() {
        return Duration.ofSeconds(5);
    }

    @BeforeEach
    void openStore() throws Exception {
        store = new NamingStore(newStore());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    // Time

    /** A time that {@link #passSoon} outlasts. */
    Duration soon() {
        return tick().multipliedBy(3);
    }

    void passSoon() {
        letPass(tick().multipliedBy(4));
    }

    void letPass(Duration time) {
        try {
            pass(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while time was to pass", e);
        }
    }

    ChatTimes entrySoon() {
        return new ChatTimes(soon(), LONG.idle(), LONG.lifetime(), LONG.warning(), LONG.tombstone());
    }

    ChatTimes idleSoon() {
        return new ChatTimes(LONG.entry(), soon(), LONG.lifetime(), LONG.warning(), LONG.tombstone());
    }

    ChatTimes lifetimeSoon() {
        return new ChatTimes(LONG.entry(), LONG.idle(), soon(), LONG.warning(), LONG.tombstone());
    }

    ChatTimes tombstoneSoon() {
        return new ChatTimes(LONG.entry(), LONG.idle(), LONG.lifetime(), LONG.warning(), soon());
    }

    // Chats

    static NewChat newChat(String id, ChatTimes times, int maxMessages, long maxBytes) {
        return new NewChat(
                id,
                new NewChat.Party(FIRST_NAME, newDigests()),
                new NewChat.Party(SECOND_NAME, newDigests()),
                "host-" + unique(),
                times,
                maxMessages,
                maxBytes);
    }

    static NewChat newChat(ChatTimes times) {
        return newChat(newId(), times, MANY, MANY);
    }

    static NewChat newChat() {
        return newChat(LONG);
    }

    /** Another chat that wants the same id. */
    static NewChat rivalOf(NewChat chat) {
        return newChat(chat.id(), chat.times(), chat.maxMessages(), chat.maxBytes());
    }

    String start(NewChat chat) {
        assertThat(get(store.create(chat))).as("created").isTrue();
        return chat.id();
    }

    String start(ChatTimes times) {
        return start(newChat(times));
    }

    String start() {
        return start(LONG);
    }

    static String newId() {
        return "T" + unique().substring(0, 15);
    }

    static InvitationDigests newDigests() {
        return new InvitationDigests("link-" + unique(), "code-" + unique());
    }

    static String unique() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    // Seats

    /** A claim by the first invitation's code, from a tab of its own, without takeover. */
    static SeatClaim byCode(String chatId, Side side) {
        return byCode(chatId, side, 1);
    }

    static SeatClaim byCode(String chatId, Side side, int invitation) {
        return claim(chatId, side, new SeatClaim.Proof.Code(invitation, "token-" + unique()));
    }

    /** A claim by a seat token's digest, from a tab of its own, without takeover. */
    static SeatClaim byToken(String chatId, Side side, String tokenDigest) {
        return claim(chatId, side, new SeatClaim.Proof.Token(tokenDigest));
    }

    private static SeatClaim claim(String chatId, Side side, SeatClaim.Proof proof) {
        return new SeatClaim(chatId, side, proof, "claim-" + unique(), "tab-" + unique(), false, 0);
    }

    static SeatClaim fromTab(String tab, SeatClaim claim) {
        return new SeatClaim(
                claim.chatId(),
                claim.side(),
                claim.proof(),
                claim.claimId(),
                tab,
                claim.takeover(),
                claim.lastKeySeen());
    }

    static SeatClaim takingOver(SeatClaim claim) {
        return new SeatClaim(
                claim.chatId(), claim.side(), claim.proof(), claim.claimId(), claim.tab(), true, claim.lastKeySeen());
    }

    static SeatClaim havingSeen(long key, SeatClaim claim) {
        return new SeatClaim(
                claim.chatId(), claim.side(), claim.proof(), claim.claimId(), claim.tab(), claim.takeover(), key);
    }

    /** A participant in a seat. */
    record Seated(SeatClaim claim, Claimed answer, HintLog hints) {

        String chatId() {
            return claim.chatId();
        }

        Side side() {
            return claim.side();
        }

        long epoch() {
            return answer.epoch();
        }

        /** The digest of the token by which this seat is taken again; for seats that were taken by code. */
        String token() {
            return ((SeatClaim.Proof.Code) claim.proof()).newTokenDigest();
        }
    }

    Seated enter(String chatId, Side side) {
        return take(byCode(chatId, side));
    }

    Seated take(SeatClaim claim) {
        HintLog hints = newHints();
        return new Seated(claim, expect(Claimed.class, store.claimSeat(claim, hints)), hints);
    }

    /** Tries to take a seat where the hints do not matter. */
    CompletionStage<?> trying(SeatClaim claim) {
        return store.claimSeat(claim, newHints());
    }

    boolean leave(Seated seat) {
        return get(store.releaseSeat(seat.chatId(), seat.side(), seat.epoch()));
    }

    /** Checks that what the seat of now is told is not told to the one before. */
    void assertNoMoreHints(Seated before, Seated now) {
        get(store.signal(now.chatId(), now.side().other(), new Signal.Typing()));
        now.hints().await(Hint.Typed.class);
        assertThat(before.hints().of(Hint.Typed.class)).isEmpty();
    }

    HintLog newHints() {
        return new HintLog(patience());
    }

    // Messages

    static NewMessage message(Seated seat, String id, String text) {
        return new NewMessage(seat.chatId(), seat.side(), seat.epoch(), 0, id, text);
    }

    static NewMessage havingSeen(long key, NewMessage message) {
        return new NewMessage(message.chatId(), message.side(), message.epoch(), key, message.id(), message.text());
    }

    Message say(Seated seat, String text) {
        return append(message(seat, "m" + unique().substring(0, 8), text)).message();
    }

    Appended append(NewMessage message) {
        return expect(Appended.class, store.append(message));
    }

    Page page(String chatId, long after, int limit) {
        return expect(Page.class, store.readAfter(chatId, after, limit));
    }

    List<String> texts(String chatId) {
        List<String> texts = new ArrayList<>();
        for (Message message : page(chatId, 0, MANY).messages()) {
            texts.add(message.text());
        }
        return texts;
    }

    // How a chat stands

    StoredChat find(String chatId) {
        return expect(Live.class, store.find(chatId)).chat();
    }

    Pulse pulse(String chatId) {
        return find(chatId).pulse();
    }

    Deadline deadline(String chatId) {
        return find(chatId).deadline();
    }

    Tombstone end(String chatId) {
        return expect(Ended.class, store.end(chatId, BY_FIRST)).tombstone();
    }

    // Waiting

    <A> A get(CompletionStage<A> stage) {
        // Asked for by a stage of our own, as not every stage turns into a future.
        CompletableFuture<A> future = new CompletableFuture<>();
        stage.whenComplete((answer, failure) -> {
            if (failure == null) {
                future.complete(answer);
            } else {
                future.completeExceptionally(failure);
            }
        });
        return get((Future<A>) future);
    }

    <A> A expect(Class<A> kind, CompletionStage<?> stage) {
        Object answer = get(stage);
        assertThat(answer).isInstanceOf(kind);
        return kind.cast(answer);
    }

    /** Begins operations in as many threads at once and waits for their answers, which stand in the order of numbers. */
    <A> List<A> atOnce(int number, IntFunction<CompletionStage<A>> operation) {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            CountDownLatch allThere = new CountDownLatch(number);
            AtomicInteger running = new AtomicInteger();
            int parallel = Math.min(number, Runtime.getRuntime().availableProcessors());
            List<Future<A>> answers = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                int mine = i;
                answers.add(threads.submit(() -> {
                    allThere.countDown();
                    allThere.await();
                    // Woken one by one, the first would be done before the next begins.
                    running.incrementAndGet();
                    while (running.get() < parallel) {
                        Thread.onSpinWait();
                    }
                    return get(operation.apply(mine));
                }));
            }
            List<A> got = new ArrayList<>();
            for (Future<A> answer : answers) {
                got.add(get(answer));
            }
            return got;
        } finally {
            threads.shutdownNow();
        }
    }

    private <A> A get(Future<A> future) {
        try {
            return future.get(patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return fail("the store did not answer within " + patience() + ": " + store.underWay(), e);
        } catch (ExecutionException e) {
            return fail(store.operationThatFailed(e.getCause()) + " failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while waiting for the store", e);
        }
    }
}
