package dev.duologue.tck.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Ending;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Appended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of a store beside its model: each operation is done to both, then all that can be seen is compared. */
public final class ModelRun {

    private static final int MAX_MESSAGES = 12;
    private static final int MAX_BYTES = 90;
    private static final int CHATS = 2;

    private final ChatStore store;
    private final Consumer<Duration> pass;
    private final ModelTime time = new ModelTime();
    private final List<ModelChat> chats = new ArrayList<>();
    private final List<Seen> watchers = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>(List.of("a wrong token"));
    private int names;

    ModelRun(ChatStore store, Consumer<Duration> pass, String prefix) {
        this.store = store;
        this.pass = pass;
        for (int i = 0; i < CHATS; i++) {
            chats.add(new ModelChat(prefix + i, time));
            create(i, false);
        }
    }

    private ModelChat chat(int number) {
        return chats.get(number % CHATS);
    }

    private String fresh(String what) {
        return what + "-" + ++names;
    }

    private InvitationDigests digests() {
        return new InvitationDigests(fresh("link"), fresh("code"));
    }

    // Operations; numbers choose among what there is

    void pass(int steps) {
        pass.accept(time.of(steps * ModelTime.STEP));
        chats.forEach(chat -> chat.pass(steps * ModelTime.STEP));
        // Not compared here, so that the next operation is the one to meet a deadline.
    }

    void create(int number, boolean again) {
        ModelChat model = chat(number);
        NewChat fresh = new NewChat(
                model.id,
                new NewChat.Party("ABHI", digests()),
                new NewChat.Party("ANNY", digests()),
                fresh("host"),
                time.chatTimes(),
                MAX_MESSAGES,
                MAX_BYTES);
        NewChat wanted = again && model.born() != null ? model.born() : fresh;
        model.created(wanted, get(store.create(wanted)));
        compare();
    }

    void countAttempt(int number, Side side) {
        ModelChat model = chat(number);
        model.counted(side, get(store.countAttempt(model.id, side, time.attempts())));
        compare();
    }

    void claimByCode(int number, Side side, int age, String tab, boolean takeover, long aheadOfLast) {
        ModelChat model = chat(number);
        int invitation = model.seat(side).invitation - age;
        String token = fresh("token");
        tokens.add(token);
        claim(model, side, new SeatClaim.Proof.Code(invitation, token), tab, takeover, aheadOfLast);
    }

    /** With the token of the side, or with a wrong one or one from somewhere before. */
    void claimByToken(int number, Side side, int age, String tab, boolean takeover, long aheadOfLast) {
        ModelChat model = chat(number);
        String current = model.seat(side).token;
        String token = age == 0 && current != null ? current : tokens.get(Math.max(0, tokens.size() - 1 - age));
        claim(model, side, new SeatClaim.Proof.Token(token), tab, takeover, aheadOfLast);
    }

    private void claim(
            ModelChat model, Side side, SeatClaim.Proof proof, String tab, boolean takeover, long aheadOfLast) {
        long seen = Math.max(0, model.lastKey() + aheadOfLast);
        claim(model, new SeatClaim(model.id, side, proof, fresh("claim"), tab, takeover, seen));
    }

    void claimAgain(int number, Side side) {
        ModelChat model = chat(number);
        SeatClaim given = model.seat(side).given;
        if (given != null) {
            claim(model, given);
        }
    }

    private void claim(ModelChat model, SeatClaim claim) {
        Seen seen = new Seen(claim.side(), model.messages());
        watchers.add(seen);
        model.claimed(claim, get(store.claimSeat(claim, seen.hints::add)));
        compare();
    }

    void release(int number, Side side, int epochOff) {
        ModelChat model = chat(number);
        long epoch = model.seat(side).epoch + epochOff;
        model.released(side, epoch, get(store.releaseSeat(model.id, side, epoch)));
        compare();
    }

    void append(int number, Side side, int epochOff, long aheadOfLast, String text) {
        ModelChat model = chat(number);
        append(model, message(model, side, epochOff, aheadOfLast, fresh("m"), text));
    }

    /** One of the messages that are there, from its own side under its current epoch, with its own or another text. */
    void appendAgain(int number, int which, int epochOff, boolean withAnotherText) {
        ModelChat model = chat(number);
        if (model.messages().isEmpty()) {
            return;
        }
        Message there = model.messages().get(which % model.messages().size());
        String text = withAnotherText ? fresh("other") : there.text();
        append(model, message(model, there.side(), epochOff, 0, there.id(), text));
    }

    private void append(ModelChat model, NewMessage message) {
        model.appended(message, get(store.append(message)));
        compare();
    }

    /** Both sides at once: either may be the first. */
    void appendFromBothSides(int number, String text) {
        ModelChat model = chat(number);
        Map<NewMessage, CompletableFuture<StoreAnswer.Append>> underWay = new HashMap<>();
        for (Side side : Side.values()) {
            NewMessage message = message(model, side, 0, 0, fresh("m"), text);
            underWay.put(
                    message,
                    CompletableFuture.supplyAsync(() -> store.append(message)).thenCompose(stage -> stage));
        }
        underWay.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> place(get(entry.getValue()))))
                .forEach(entry -> model.appended(entry.getKey(), get(entry.getValue())));
        compare();
    }

    /** Refusals last: they are the same in either order, but for a record that has room for one only. */
    private static long place(StoreAnswer.Append answer) {
        return answer instanceof Appended appended ? appended.message().seq() : Long.MAX_VALUE;
    }

    private static NewMessage message(
            ModelChat model, Side side, int epochOff, long aheadOfLast, String id, String text) {
        long epoch = model.seat(side).epoch + epochOff;
        return new NewMessage(model.id, side, epoch, Math.max(0, model.lastKey() + aheadOfLast), id, text);
    }

    void read(int number, int after, int limit) {
        ModelChat model = chat(number);
        model.read(after, limit, get(store.readAfter(model.id, after, limit)));
        compare();
    }

    void signal(int number, Side side, Signal signal) {
        ModelChat model = chat(number);
        model.signalled(side, signal, get(store.signal(model.id, side, signal)));
        compare();
    }

    void touch(int number, Side side) {
        ModelChat model = chat(number);
        model.touched(get(store.touch(model.id, side)));
        compare();
    }

    void reissue(int number, Side side, boolean again) {
        ModelChat model = chat(number);
        InvitationDigests secrets = again ? model.seat(side).secrets : digests();
        model.reissued(side, secrets, get(store.reissue(model.id, side, secrets)));
        compare();
    }

    void end(int number, Side side) {
        ModelChat model = chat(number);
        Ending ending = new Ending(Ending.By.side(side), Ending.Reason.ENDED);
        model.ended(ending, get(store.end(model.id, ending)));
        compare();
    }

    void expire(int number) {
        ModelChat model = chat(number);
        model.expired(get(store.expire(model.id)));
        compare();
    }

    // What can be seen

    private void compare() {
        List<String> ids = new ArrayList<>();
        Map<String, Pulse> pulses = new HashMap<>();
        for (ModelChat model : chats) {
            ids.add(model.id);
            model.found(get(store.find(model.id)));
            model.read(0, MAX_MESSAGES, get(store.readAfter(model.id, 0, MAX_MESSAGES)));
            model.read(2, 3, get(store.readAfter(model.id, 2, 3)));
            if (model.isLive()) {
                pulses.put(model.id, model.pulse());
            }
        }
        assertThat(get(store.pulses(ids))).isEqualTo(pulses);
        watchers.forEach(Seen::check);
    }

    private static <A> A get(CompletionStage<A> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    /** The hints for one seat, and the messages of the chat that it is in. */
    private record Seen(Side side, List<Message> messages, Queue<Hint> hints) {

        Seen(Side side, List<Message> messages) {
            this(side, messages, new ConcurrentLinkedQueue<>());
        }

        void check() {
            for (Hint hint : hints) {
                if (hint instanceof Hint.Arrived arrived) {
                    assertThat(arrived.message().side()).isEqualTo(side.other());
                    assertThat(messages).contains(arrived.message());
                }
            }
        }
    }
}
