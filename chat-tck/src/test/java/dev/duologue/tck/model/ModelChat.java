package dev.duologue.tck.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Appended;
import dev.duologue.spi.StoreAnswer.Claimed;
import dev.duologue.spi.StoreAnswer.Counted;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Fenced;
import dev.duologue.spi.StoreAnswer.Full;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.IdReused;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.spi.StoreAnswer.Locked;
import dev.duologue.spi.StoreAnswer.NotYet;
import dev.duologue.spi.StoreAnswer.Page;
import dev.duologue.spi.StoreAnswer.ProofReplaced;
import dev.duologue.spi.StoreAnswer.Taken;
import dev.duologue.spi.StoreAnswer.Touched;
import dev.duologue.spi.StoreAnswer.Wait;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Tombstone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One chat id as it should be: a plain list of messages, two seats and a few times. Each method is told what a store
 * answered, fails if that is wrong, and follows it where the rules leave a choice: keys, and when a tombstone goes whose
 * chat ended by a deadline that nobody watched.
 */
final class ModelChat {

    private enum State {
        NOTHING,
        LIVE,
        ENDED
    }

    final String id;
    private final ModelTime time;
    /** The moment now, in quarters of a step. */
    private long now;

    private State state = State.NOTHING;
    private NewChat born;
    private List<Message> messages = new ArrayList<>();
    private ModelSeat first;
    private ModelSeat second;
    private long generation;
    private long stays;
    private long lastKey;
    private Deadline.Reason quiet;
    private long quietEnd;
    private long lifetimeEnd;

    private Ending ending;
    private boolean won;
    private long tombstoneMayGo;
    private long tombstoneGoes;

    ModelChat(String id, ModelTime time) {
        this.id = id;
        this.time = time;
    }

    void pass(long quarters) {
        now += quarters;
    }

    boolean isLive() {
        settle();
        return state == State.LIVE;
    }

    /** The chat that lives, or the last that did; null before the first. */
    NewChat born() {
        return born;
    }

    ModelSeat seat(Side side) {
        return side == Side.FIRST ? first : second;
    }

    List<Message> messages() {
        return messages;
    }

    long lastKey() {
        return lastKey;
    }

    // What has become of the chat

    private long deadline() {
        return Math.min(quietEnd, lifetimeEnd);
    }

    private Deadline.Reason reason() {
        return quietEnd < lifetimeEnd ? quiet : Deadline.Reason.LIFETIME;
    }

    private void settle() {
        if (state == State.LIVE && now > deadline()) {
            Ending byDeadline = new Ending(Ending.By.SERVER, Ending.Reason.valueOf(reason().name()));
            leaveTombstone(byDeadline, deadline());
        }
        if (state == State.ENDED && now > tombstoneGoes) {
            state = State.NOTHING;
        }
    }

    private void leaveTombstone(Ending how, long notBefore) {
        state = State.ENDED;
        ending = how;
        won = false;
        tombstoneMayGo = notBefore + ModelTime.TOMBSTONE;
        tombstoneGoes = now + ModelTime.TOMBSTONE;
    }

    private boolean tombstoneMayBeGone() {
        return state == State.ENDED && now > tombstoneMayGo;
    }

    private void checkGone(Object answer) {
        assertThat(answer).isInstanceOf(Gone.class);
        Gone gone = (Gone) answer;
        if (state == State.NOTHING || (gone.tombstone().isEmpty() && tombstoneMayBeGone())) {
            assertThat(gone.tombstone()).as("tombstone").isEmpty();
            state = State.NOTHING;
            return;
        }
        assertThat(gone.tombstone()).hasValueSatisfying(this::check);
    }

    private void check(Tombstone tombstone) {
        assertThat(tombstone.ending()).isEqualTo(ending);
        assertThat(tombstone.firstLink()).isEqualTo(first.secrets.link());
        assertThat(tombstone.secondLink()).isEqualTo(second.secrets.link());
        assertThat(tombstone.hostDigest()).isEqualTo(born.hostDigest());
    }

    private void check(Deadline deadline) {
        assertThat(deadline.reason()).isEqualTo(reason());
        Duration in = time.of(deadline() - now);
        assertThat(deadline.in()).isBetween(in.minus(time.of(1)), in.plus(time.of(1)));
    }

    Pulse pulse() {
        return new Pulse(messages.size(), generation, stays, first.pulse(), second.pulse());
    }

    private void check(StoredChat chat) {
        assertThat(chat.id()).isEqualTo(id);
        assertThat(chat.hostDigest()).isEqualTo(born.hostDigest());
        assertThat(chat.pulse()).isEqualTo(pulse());
        for (Side side : Side.values()) {
            ModelSeat seat = seat(side);
            assertThat(chat.of(side).name()).isEqualTo(seat.name);
            assertThat(chat.of(side).secrets()).isEqualTo(seat.secrets);
            assertThat(chat.of(side).everIn()).isEqualTo(seat.everIn);
            assertThat(chat.of(side).attempts()).isEqualTo(seat.attempts);
        }
        check(chat.deadline());
    }

    // The operations

    void created(NewChat chat, boolean answer) {
        settle();
        if (state == State.LIVE) {
            assertThat(answer).as("created").isEqualTo(chat.hostDigest().equals(born.hostDigest()));
        } else if (state == State.NOTHING || (answer && tombstoneMayBeGone())) {
            assertThat(answer).as("created").isTrue();
            begin(chat);
        } else {
            assertThat(answer).as("created").isFalse();
        }
    }

    private void begin(NewChat chat) {
        state = State.LIVE;
        born = chat;
        // A new list: watchers of the old chat are checked against the old one.
        messages = new ArrayList<>();
        first = new ModelSeat(chat.first().name(), chat.first().secrets());
        second = new ModelSeat(chat.second().name(), chat.second().secrets());
        generation = 1;
        stays = 0;
        lastKey = 0;
        quiet = Deadline.Reason.NEVER_ENTERED;
        quietEnd = now + ModelTime.ENTRY;
        lifetimeEnd = now + ModelTime.LIFETIME;
    }

    void found(StoreAnswer.Find answer) {
        if (!isLive()) {
            checkGone(answer);
            return;
        }
        assertThat(answer).isInstanceOf(Live.class);
        check(((Live) answer).chat());
    }

    void counted(Side side, StoreAnswer.Attempt answer) {
        if (!isLive()) {
            checkGone(answer);
            return;
        }
        ModelSeat seat = seat(side);
        long wait = seat.lastAttempt + ModelTime.waitAfter(seat.attempts) - now;
        if (time.attempts().locked(seat.attempts)) {
            assertThat(answer).isEqualTo(new Locked());
        } else if (wait > 0) {
            assertThat(answer).isInstanceOf(Wait.class);
            assertThat(((Wait) answer).retryAfter()).isBetween(time.of(wait - 1), time.of(wait + 1));
        } else {
            seat.attempts++;
            seat.lastAttempt = now;
            assertThat(answer).isEqualTo(new Counted(seat.attempts, seat.invitation, seat.secrets.code()));
        }
    }

    void claimed(SeatClaim claim, StoreAnswer.Claim answer) {
        if (!isLive()) {
            checkGone(answer);
            return;
        }
        ModelSeat seat = seat(claim.side());
        if (!seat.accepts(claim.proof())) {
            assertThat(answer).isEqualTo(new ProofReplaced());
            return;
        }
        if (!seat.repeats(claim)) {
            if (claim.proof() instanceof SeatClaim.Proof.Code) {
                seat.attempts = 0;
            }
            if (seat.isHeldByAnotherTabThan(claim.tab()) && !claim.takeover()) {
                assertThat(answer).isEqualTo(new Taken());
                return;
            }
            give(seat, claim);
        }
        assertThat(answer).isInstanceOf(Claimed.class);
        Claimed claimed = (Claimed) answer;
        assertThat(claimed.epoch()).isEqualTo(seat.epoch);
        assertThat(claimed.rewound()).as("rewound").isEqualTo(seat.givenRewound);
        assertThat(claimed.returned()).as("returned").isEqualTo(seat.givenReturned);
        check(claimed.chat());
    }

    private void give(ModelSeat seat, SeatClaim claim) {
        long before = seat.everIn ? seat.generationOfLastClaim : generation;
        know(claim.lastKeySeen());
        seat.givenRewound = generation > before;
        seat.givenReturned = seat.everIn;
        seat.generationOfLastClaim = generation;
        seat.given = claim;
        seat.epoch++;
        seat.present = true;
        seat.everIn = true;
        if (claim.proof() instanceof SeatClaim.Proof.Code code) {
            seat.token = code.newTokenDigest();
        }
        if (!seat.givenReturned && seat(claim.side().other()).everIn) {
            quiet = Deadline.Reason.IDLE;
            quietEnd = now + ModelTime.IDLE;
        }
    }

    private void know(long key) {
        if (key > lastKey) {
            lastKey = key;
            generation++;
        }
    }

    void released(Side side, long epoch, boolean answer) {
        if (!isLive()) {
            assertThat(answer).as("released").isFalse();
            return;
        }
        ModelSeat seat = seat(side);
        boolean mayLeave = seat.epoch == epoch && seat.given != null;
        assertThat(answer).as("released").isEqualTo(mayLeave);
        if (mayLeave) {
            seat.present = false;
        }
    }

    void appended(NewMessage message, StoreAnswer.Append answer) {
        if (!isLive()) {
            checkGone(answer);
            return;
        }
        ModelSeat seat = seat(message.side());
        Message before = find(message);
        if (seat.epoch != message.epoch() || !seat.present) {
            assertThat(answer).isEqualTo(new Fenced(seat.pulse()));
        } else if (before != null) {
            checkAppended(message, answer, true);
            assertThat(((Appended) answer).message()).isEqualTo(before);
        } else if (message.id().equals(seat.lastMessageId)) {
            assertThat(answer).isEqualTo(new IdReused());
        } else if (!hasRoomFor(message)) {
            assertThat(answer).isEqualTo(new Full());
        } else {
            know(message.lastKeySeen());
            checkAppended(message, answer, false);
            add(((Appended) answer).message(), seat);
        }
    }

    private Message find(NewMessage wanted) {
        for (Message message : messages) {
            if (message.side() == wanted.side()
                    && message.id().equals(wanted.id())
                    && message.text().equals(wanted.text())) {
                return message;
            }
        }
        return null;
    }

    private boolean hasRoomFor(NewMessage message) {
        long bytes = message.text().getBytes(StandardCharsets.UTF_8).length;
        for (Message there : messages) {
            bytes += there.text().getBytes(StandardCharsets.UTF_8).length;
        }
        return messages.size() < born.maxMessages() && bytes <= born.maxBytes();
    }

    private void checkAppended(NewMessage message, StoreAnswer.Append answer, boolean repeated) {
        assertThat(answer).isInstanceOf(Appended.class);
        Appended appended = (Appended) answer;
        assertThat(appended.repeated()).as("repeated").isEqualTo(repeated);
        assertThat(appended.generation()).isEqualTo(generation);
        assertThat(appended.peerPresent()).isEqualTo(seat(message.side().other()).present);
        assertThat(appended.message().side()).isEqualTo(message.side());
        assertThat(appended.message().id()).isEqualTo(message.id());
        assertThat(appended.message().text()).isEqualTo(message.text());
    }

    private void add(Message message, ModelSeat seat) {
        assertThat(message.seq()).isEqualTo(messages.size() + 1L);
        assertThat(message.name()).isEqualTo(seat.name);
        assertThat(message.key().micros()).isGreaterThan(lastKey);
        lastKey = message.key().micros();
        messages.add(message);
        seat.lastMessageId = message.id();
        restartIdleClock();
    }

    private void restartIdleClock() {
        if (quiet == Deadline.Reason.IDLE) {
            quietEnd = now + ModelTime.IDLE;
        }
    }

    void read(long seq, int limit, StoreAnswer.Read answer) {
        if (!isLive()) {
            checkGone(answer);
            return;
        }
        int from = (int) Math.min(seq, messages.size());
        int to = Math.min(from + limit, messages.size());
        assertThat(answer).isEqualTo(new Page(messages.subList(from, to), generation));
    }

    void signalled(Side side, Signal signal, boolean answer) {
        boolean live = isLive();
        assertThat(answer).as("signalled").isEqualTo(live);
        if (live && signal instanceof Signal.Progress progress) {
            ModelSeat seat = seat(side);
            long last = messages.size();
            seat.seen = Math.max(seat.seen, Math.min(progress.seen(), last));
            seat.received = Math.max(seat.received, Math.min(Math.max(progress.received(), progress.seen()), last));
        }
    }

    void touched(StoreAnswer.Touch answer) {
        if (!isLive()) {
            checkGone(answer);
            return;
        }
        restartIdleClock();
        stays += quiet == Deadline.Reason.IDLE ? 1 : 0;
        assertThat(answer).isInstanceOf(Touched.class);
        check(((Touched) answer).deadline());
    }

    void reissued(Side side, InvitationDigests secrets, StoreAnswer.Find answer) {
        if (isLive() && !seat(side).secrets.equals(secrets)) {
            seat(side).invite(secrets);
        }
        found(answer);
    }

    void ended(Ending how, StoreAnswer.End answer) {
        if (isLive()) {
            leaveTombstone(how, now);
        }
        checkEnd(answer);
    }

    void expired(StoreAnswer.End answer) {
        if (isLive()) {
            assertThat(answer).isInstanceOf(NotYet.class);
            check(((NotYet) answer).deadline());
        } else {
            checkEnd(answer);
        }
    }

    private void checkEnd(StoreAnswer.End answer) {
        if (state == State.ENDED && answer instanceof Ended ended) {
            check(ended.tombstone());
            assertThat(ended.won()).as("won").isEqualTo(!won);
            won = true;
        } else {
            checkGone(answer);
        }
    }
}
