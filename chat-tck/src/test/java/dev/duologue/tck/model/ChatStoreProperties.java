package dev.duologue.tck.model;

import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Signal;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Random operations on a store, with repeats, both sides at once and time that passes, give what a plain list would
 * give. Extend it for a store of your own, as {@link dev.duologue.tck.ChatStoreTck}.
 */
public abstract class ChatStoreProperties {

    /** The longest run of operations. */
    protected static final int OPERATIONS = 60;

    private ChatStore store;

    /** Opens the store to test, without chats or with chats of other ids; it is closed after each try. */
    protected abstract ChatStore newStore();

    /** Sets the store's clock on; not called where {@link #clockIsSet} says no. */
    protected abstract void pass(Duration time);

    /** Whether the store's clock can be set. Where only real time passes the runs do without: no deadline comes then. */
    protected boolean clockIsSet() {
        return true;
    }

    @BeforeTry
    void open() {
        store = newStore();
    }

    @AfterTry
    void close() {
        store.close();
    }

    @Property
    void a_store_does_what_a_plain_list_does(@ForAll("runs") ActionChain<ModelRun> run) {
        run.run();
    }

    @Provide
    Arbitrary<ActionChain<ModelRun>> runs() {
        return runs(() -> store, this::pass, clockIsSet());
    }

    /**
     * Runs of operations on a store beside its model, each of which fails with what the store did wrong.
     *
     * @param store gives the store of a run
     * @param pass sets that store's clock on
     * @param clockIsSet whether to do so
     */
    public static Arbitrary<ActionChain<ModelRun>> runs(
            Supplier<ChatStore> store, Consumer<Duration> pass, boolean clockIsSet) {
        ActionChainArbitrary<ModelRun> runs = runs(() -> new ModelRun(store.get(), pass, prefix()));
        return clockIsSet ? runs.withAction(2, operation(passes())) : runs;
    }

    private static String prefix() {
        return "M" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private static ActionChainArbitrary<ModelRun> runs(Supplier<ModelRun> start) {
        return ActionChain.startWith(start)
                .withAction(6, operation(enterRight()))
                .withAction(4, operation(claims()))
                .withAction(9, operation(appends()))
                .withAction(4, operation(appendsAgain()))
                .withAction(3, operation(appendsFromBothSides()))
                .withAction(2, operation(attempts()))
                .withAction(2, operation(releases()))
                .withAction(2, operation(signals()))
                .withAction(2, operation(reissues()))
                .withAction(1, operation(reads()))
                .withAction(1, operation(touches()))
                .withAction(1, operation(creates()))
                .withAction(1, operation(ends()))
                .withMaxTransformations(OPERATIONS);
    }

    private static Action.Independent<ModelRun> operation(Arbitrary<Operation> operations) {
        return () -> operations.map(operation -> Transformer.mutate(operation.label(), operation.step()));
    }

    /** One operation and its words in the report of a failed run. */
    private record Operation(String label, Consumer<ModelRun> step) {}

    private static Operation op(Consumer<ModelRun> step, String what, Object... values) {
        return new Operation(what + ' ' + Arrays.toString(values), step);
    }

    private static Arbitrary<Integer> chat() {
        return Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, 1));
    }

    private static Arbitrary<Side> side() {
        return Arbitraries.of(Side.class);
    }

    private static Arbitrary<Boolean> rarely() {
        return Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
    }

    /** 0 as a rule. */
    private static Arbitrary<Integer> epochOff() {
        return Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, -1), Tuple.of(1, 1));
    }

    /** How far the last key that was seen is from the last one that the record knows: an hour ahead now and then. */
    private static Arbitrary<Long> aheadOfLast() {
        return Arbitraries.frequency(
                Tuple.of(6, Long.valueOf(0)), Tuple.of(2, Long.valueOf(-1)), Tuple.of(1, Long.valueOf(3_600_000_000L)));
    }

    private static Arbitrary<String> text() {
        return Arbitraries.of("HI", "ANNY", "\u00E9\u20AC", "\uD83D\uDE00", "ARE YOU THERE", " two\nlines ");
    }

    private static Arbitrary<String> tab() {
        return Arbitraries.of("tab-a", "tab-b");
    }

    /** Whoever is not in comes in: without this most runs would be about closed doors. */
    private static Arbitrary<Operation> enterRight() {
        return Combinators.combine(chat(), side(), tab())
                .as((chat, side, tab) ->
                        op(run -> run.claimByCode(chat, side, 0, tab, false, 0), "enter from tab", chat, side, tab));
    }

    private static Arbitrary<Operation> claims() {
        Arbitrary<Integer> age = Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1), Tuple.of(1, 2));
        Arbitrary<Operation> byCode = Combinators.combine(chat(), side(), age, tab(), rarely(), aheadOfLast())
                .as((chat, side, old, tab, takeover, ahead) -> op(
                        run -> run.claimByCode(chat, side, old, tab, takeover, ahead),
                        "claim by code of age, tab, takeover, key ahead",
                        chat,
                        side,
                        old,
                        tab,
                        takeover,
                        ahead));
        Arbitrary<Operation> byToken = Combinators.combine(chat(), side(), age, tab(), rarely(), aheadOfLast())
                .as((chat, side, old, tab, takeover, ahead) -> op(
                        run -> run.claimByToken(chat, side, old, tab, takeover, ahead),
                        "claim by token of age, tab, takeover, key ahead",
                        chat,
                        side,
                        old,
                        tab,
                        takeover,
                        ahead));
        Arbitrary<Operation> again = Combinators.combine(chat(), side())
                .as((chat, side) -> op(run -> run.claimAgain(chat, side), "claim again", chat, side));
        return Arbitraries.oneOf(byCode, byToken, again);
    }

    private static Arbitrary<Operation> appends() {
        return Combinators.combine(chat(), side(), epochOff(), aheadOfLast(), text())
                .as((chat, side, off, ahead, text) -> op(
                        run -> run.append(chat, side, off, ahead, text),
                        "append, epoch off, key ahead, text",
                        chat,
                        side,
                        off,
                        ahead,
                        text));
    }

    private static Arbitrary<Operation> appendsAgain() {
        return Combinators.combine(chat(), Arbitraries.integers().between(0, 11), epochOff(), rarely())
                .as((chat, which, off, other) -> op(
                        run -> run.appendAgain(chat, which, off, other),
                        "append again which, epoch off, with another text",
                        chat,
                        which,
                        off,
                        other));
    }

    private static Arbitrary<Operation> appendsFromBothSides() {
        return Combinators.combine(chat(), text())
                .as((chat, text) ->
                        op(run -> run.appendFromBothSides(chat, text), "append from both sides at once", chat, text));
    }

    private static Arbitrary<Operation> passes() {
        return Arbitraries.integers().between(1, 6).map(steps -> op(run -> run.pass(steps), "pass steps", steps));
    }

    private static Arbitrary<Operation> attempts() {
        return Combinators.combine(chat(), side())
                .as((chat, side) -> op(run -> run.countAttempt(chat, side), "try a code", chat, side));
    }

    private static Arbitrary<Operation> releases() {
        return Combinators.combine(chat(), side(), epochOff())
                .as((chat, side, off) -> op(run -> run.release(chat, side, off), "leave, epoch off", chat, side, off));
    }

    private static Arbitrary<Operation> signals() {
        Arbitrary<Operation> typing = Combinators.combine(chat(), side())
                .as((chat, side) -> op(run -> run.signal(chat, side, new Signal.Typing()), "type", chat, side));
        Arbitrary<Long> seq = Arbitraries.longs().between(-1, 13);
        Arbitrary<Operation> progress = Combinators.combine(chat(), side(), seq, seq)
                .as((chat, side, received, seen) -> op(
                        run -> run.signal(chat, side, new Signal.Progress(received, seen)),
                        "received, seen",
                        chat,
                        side,
                        received,
                        seen));
        return Arbitraries.oneOf(typing, progress);
    }

    private static Arbitrary<Operation> reissues() {
        return Combinators.combine(chat(), side(), rarely())
                .as((chat, side, again) ->
                        op(run -> run.reissue(chat, side, again), "reissue, again", chat, side, again));
    }

    private static Arbitrary<Operation> reads() {
        return Combinators.combine(
                        chat(),
                        Arbitraries.integers().between(0, 14),
                        Arbitraries.integers().between(1, 14))
                .as((chat, after, limit) ->
                        op(run -> run.read(chat, after, limit), "read after, limit", chat, after, limit));
    }

    private static Arbitrary<Operation> touches() {
        return Combinators.combine(chat(), side())
                .as((chat, side) -> op(run -> run.touch(chat, side), "stay", chat, side));
    }

    private static Arbitrary<Operation> creates() {
        return Combinators.combine(chat(), rarely())
                .as((chat, again) -> op(run -> run.create(chat, again), "create, again", chat, again));
    }

    private static Arbitrary<Operation> ends() {
        Arbitrary<Operation> end = Combinators.combine(chat(), side())
                .as((chat, side) -> op(run -> run.end(chat, side), "end", chat, side));
        Arbitrary<Operation> expire = chat().map(chat -> op(run -> run.expire(chat), "expire", chat));
        return Arbitraries.oneOf(end, expire);
    }
}
