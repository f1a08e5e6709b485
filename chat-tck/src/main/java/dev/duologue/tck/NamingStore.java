package dev.duologue.tck;

import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Watcher;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store to test, and which of its operations failed, gave null or did not answer, for the messages of the tests.
 * What it gives is passed on. Thread-safe.
 */
final class NamingStore implements ChatStore {

    private final ChatStore tested;
    private final Queue<String> underWay = new ConcurrentLinkedQueue<>();
    private final Map<Throwable, String> failed = Collections.synchronizedMap(new IdentityHashMap<>());

    NamingStore(@Nullable ChatStore tested) {
        if (tested == null) {
            throw new AssertionError("newStore gave null");
        }
        this.tested = tested;
    }

    /** The operations that have no answer yet. */
    List<String> underWay() {
        return underWay.stream().distinct().toList();
    }

    /** The name of the operation whose stage failed so. */
    String operationThatFailed(@Nullable Throwable failure) {
        return failure == null ? "the store" : failed.getOrDefault(cause(failure), "the store");
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private <A> CompletionStage<A> named(String operation, Supplier<@Nullable CompletionStage<A>> call) {
        CompletionStage<A> stage;
        try {
            stage = call.get();
        } catch (RuntimeException e) {
            throw new AssertionError(operation + " threw " + e + " instead of giving a stage that fails", e);
        }
        if (stage == null) {
            throw new AssertionError(operation + " gave null instead of a stage");
        }
        underWay.add(operation);
        return stage.whenComplete((answer, failure) -> {
            underWay.remove(operation);
            if (failure != null) {
                failed.put(cause(failure), operation);
            } else if (answer == null) {
                throw new AssertionError(operation + " answered null");
            }
        });
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        return named("create", () -> tested.create(chat));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return named("find", () -> tested.find(chatId));
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        return named("countAttempt", () -> tested.countAttempt(chatId, side, table));
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        return named("claimSeat", () -> tested.claimSeat(claim, watcher));
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return named("releaseSeat", () -> tested.releaseSeat(chatId, side, epoch));
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return named("append", () -> tested.append(message));
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        // Of all operations only this one has something to throw.
        return limit < 1
                ? tested.readAfter(chatId, seq, limit)
                : named("readAfter", () -> tested.readAfter(chatId, seq, limit));
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        return named("signal", () -> tested.signal(chatId, side, signal));
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return named("touch", () -> tested.touch(chatId, side));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return named("reissue", () -> tested.reissue(chatId, side, secrets));
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return named("end", () -> tested.end(chatId, ending));
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return named("expire", () -> tested.expire(chatId));
    }

    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        return named("pulses", () -> tested.pulses(chatIds));
    }

    @Override
    public void close() {
        tested.close();
    }
}
