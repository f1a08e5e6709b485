package dev.duologue.internal;

import dev.duologue.Arrival;
import dev.duologue.ChatListener;
import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.SeatLoss;
import dev.duologue.SendResult;
import dev.duologue.SendResult.Reason;
import dev.duologue.Side;
import dev.duologue.TextLimits;
import dev.duologue.spi.Hint;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Tombstone;
import dev.duologue.spi.Watcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A seat: takes what its participant does to the store, and what the store and its hints say to the listener. All state
 * belongs to the mailbox, so that nothing here needs a lock and the listener hears one thing at a time. Longer than most
 * files, as both ways meet here; what has a state of its own stands in {@link Inbox}, {@link Outbox} and {@link Peer}.
 */
final class LiveSeat implements Seat, Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSeat.class);
    private static final int LONGEST_ID = 64;
    private static final int OWN_ID_SYMBOLS = 8;
    private static final Duration TYPING_EVERY = Duration.ofSeconds(3);
    /** Hints beyond are dropped and looked up in the store: a listener that is this far behind is stuck. */
    private static final int MOST_WAITING = 1_024;

    private static final Ending LOST = new Ending(Ending.By.SERVER, Ending.Reason.LOST);

    private final LiveChats chats;
    private final Mailbox mailbox = new Mailbox();
    private final ChatListener listener;
    private final String chatId;
    private final Side side;
    private final String token;
    private final Outbox outbox;

    private volatile @Nullable Begun begun;
    private @Nullable Inbox inbox;
    private @Nullable Peer peer;

    private long received;
    private long seen;
    /** How often anybody chose to stay, as far as the comparison with the store knows. */
    private long stays;
    /** The deadline that the listener was told last. */
    private @Nullable Instant due;

    private Instant typedAt = Instant.MIN;

    /** Why the seat is over; empty while it is not. Volatile, so that {@code leave} silences it at once. */
    private volatile Optional<Reason> over = Optional.empty();

    private final AtomicBoolean left = new AtomicBoolean();

    private volatile boolean missedHints;

    LiveSeat(LiveChats chats, String chatId, Side side, String token, ChatListener listener) {
        this.chats = chats;
        this.listener = listener;
        this.chatId = chatId;
        this.side = side;
        this.token = token;
        this.outbox = new Outbox(chats, this, mailbox);
    }

    /** What is known once the seat is claimed, and does not change. */
    private record Begun(long epoch, int invitation, String name, String peerName, Arrival arrival) {}

    /** Takes the claim's answer; {@link #open()} then lets the listener hear. */
    void begin(StoreAnswer.Claimed claimed, long after) {
        StoredChat chat = claimed.chat();
        Pulse pulse = chat.pulse();
        Pulse.SeatPulse mine = pulse.of(side);
        Pulse.SeatPulse other = pulse.of(side.other());
        begun = new Begun(
                claimed.epoch(),
                mine.invitation(),
                chat.of(side).name(),
                chat.of(side.other()).name(),
                new Arrival(
                        other.present(),
                        pulse.generation(),
                        pulse.last(),
                        other.received(),
                        other.seen(),
                        chat.deadline()));
        peer = new Peer(chats, this, mailbox, other);
        received = mine.received();
        seen = mine.seen();
        stays = pulse.stays();
        boolean fromTheFirst = claimed.rewound() || after > pulse.last();
        inbox = new Inbox(chats, this, mailbox, pulse.generation(), fromTheFirst ? 0 : after, pulse.last(), this::give);
    }

    /** Lets the listener hear: first that it entered, though a hint may have been faster than the claim's answer. */
    void open() {
        mailbox.open(() -> {
            tell(heard -> heard.entered(this));
            inbox().catchUp();
        });
    }

    // What the participant does

    @Override
    public CompletableFuture<SendResult> send(String text) {
        return send(Secrets.base62(OWN_ID_SYMBOLS), text);
    }

    @Override
    public CompletableFuture<SendResult> send(String id, String text) {
        if (!isId(id)) {
            throw new IllegalArgumentException("a message id has 1 to 64 characters of A-Z a-z 0-9 _ -");
        }
        OwnSend send = new OwnSend(id, text);
        Optional<Reason> problem = TextRules.problem(text, chats.limits().text());
        if (problem.isPresent()) {
            send.refuse(problem.get());
        } else {
            mailbox.run(() -> outbox.accept(send));
        }
        return send.result;
    }

    /** By hand, as every message has one. */
    private static boolean isId(String id) {
        boolean right = !id.isEmpty() && id.length() <= LONGEST_ID;
        for (int i = 0; right && i < id.length(); i++) {
            right = Secrets.isBase62(id.charAt(i)) || id.charAt(i) == '_' || id.charAt(i) == '-';
        }
        return right;
    }

    @Override
    public void typing() {
        mailbox.run(() -> {
            Instant now = chats.clock().instant();
            if (over.isEmpty() && (typedAt.equals(Instant.MIN) || !now.isBefore(typedAt.plus(TYPING_EVERY)))) {
                typedAt = now;
                signal(new Signal.Typing());
            }
        });
    }

    @Override
    public void received(long seq) {
        mailbox.run(() -> progress(seq, seen));
    }

    @Override
    public void seen(long seq) {
        mailbox.run(() -> progress(Math.max(seq, received), seq));
    }

    @Override
    public CompletableFuture<Optional<Deadline>> stay() {
        if (over.isPresent()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return StoreCall.answer(() -> chats.store().touch(chatId, side)).thenApply(answer -> {
            if (answer instanceof StoreAnswer.Touched touched) {
                warn(touched.deadline());
                return Optional.of(touched.deadline());
            }
            gone((StoreAnswer.Gone) answer);
            return Optional.empty();
        });
    }

    @Override
    public void pause() {
        // Not by the mailbox: from inside of the listener, the rest of what is being given out would come before it.
        inbox().pause();
    }

    @Override
    public void proceed() {
        inbox().proceed();
    }

    @Override
    public void leave() {
        // By two threads at once too: the application is told once that somebody is away.
        if (over.isEmpty() && left.compareAndSet(false, true)) {
            over = Optional.of(Reason.SEAT_LOST);
            chats.left(this);
            mailbox.run(() -> outbox.close(Reason.SEAT_LOST));
        }
    }

    @Override
    public CompletableFuture<Ending> end() {
        if (over.equals(Optional.of(Reason.SEAT_LOST))) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("this seat was left or lost: who sits there now may end the chat"));
        }
        Ending ending = new Ending(Ending.By.side(side), Ending.Reason.ENDED);
        return chats.end(chatId, ending).thenApply(tombstone -> {
            mailbox.run(() -> ended(tombstone));
            return tombstone.map(Tombstone::ending).orElse(LOST);
        });
    }

    // What the store says

    @Override
    public void hint(Hint hint) {
        boolean last = hint instanceof Hint.Ended || hint instanceof Hint.Displaced;
        if (!last && mailbox.size() > MOST_WAITING) {
            missedHints = true;
            return;
        }
        mailbox.run(() -> take(hint));
    }

    private void take(Hint hint) {
        if (over.isPresent()) {
            return;
        }
        if (hint instanceof Hint.Arrived arrived) {
            arrived(arrived.message(), arrived.generation());
        } else if (hint instanceof Hint.Typed) {
            tell(heard -> heard.typing(this));
        } else if (hint instanceof Hint.Progressed progressed) {
            peer().progress(progressed.received(), progressed.seen());
        } else if (hint instanceof Hint.Presence presence) {
            presence(presence.epoch(), presence.present());
        } else if (hint instanceof Hint.DeadlineMoved moved) {
            due(moved.deadline());
        } else if (hint instanceof Hint.Displaced displaced) {
            if (displaced.epoch() > epoch()) {
                lose(displaced.loss());
            }
        } else if (hint instanceof Hint.Ended ended) {
            ended(Optional.of(ended.tombstone()));
        } else if (hint instanceof Hint.Behind) {
            missedHints = true;
        }
        if (missedHints) {
            missedHints = false;
            chats.compareSoon(chatId);
        }
    }

    /** Compares with what the store holds, and mends what a lost hint left behind. */
    void compare(Pulse pulse) {
        mailbox.run(() -> {
            Pulse.SeatPulse mine = pulse.of(side);
            if (over.isPresent() || loseIfDisplacedBy(mine)) {
                return;
            }
            if (pulse.generation() != arrival().generation()) {
                lose(SeatLoss.LOST_SIGHT);
                return;
            }
            Pulse.SeatPulse other = pulse.of(side.other());
            presence(other.epoch(), other.present());
            peer().progress(other.received(), other.seen());
            if (mine.received() < received || mine.seen() < seen) {
                signal(new Signal.Progress(received, seen));
            }
            if (pulse.stays() != stays) {
                chats.deadline(chatId, deadline -> mailbox.run(() -> stayed(pulse.stays(), deadline)));
            }
            inbox().compare(pulse.last());
        });
    }

    /** Tells of a deadline that comes near or was moved. */
    void warn(Deadline deadline) {
        mailbox.run(() -> due(deadline));
    }

    private void due(Deadline deadline) {
        due = deadline.at();
        tell(heard -> heard.deadline(this, deadline));
    }

    /** Somebody chose to stay, which the listener has heard unless the hint was lost. */
    private void stayed(long times, Deadline deadline) {
        stays = times;
        if (!deadline.at().equals(due)) {
            due(deadline);
        }
    }

    /** The record is gone. */
    void gone(StoreAnswer.Gone gone) {
        mailbox.run(() -> ended(gone.tombstone()));
    }

    /** The service gives the seat up. */
    void close() {
        mailbox.run(() -> lose(SeatLoss.LOST_SIGHT));
    }

    boolean loseIfDisplacedBy(Pulse.SeatPulse mine) {
        if (over.isPresent() || (mine.epoch() == epoch() && mine.present())) {
            return false;
        }
        if (mine.epoch() <= epoch()) {
            // The store went back in time, or thinks that nobody sits here: the participant comes in again.
            lose(SeatLoss.LOST_SIGHT);
        } else {
            boolean replaced = mine.invitation() != begun().invitation();
            lose(replaced ? SeatLoss.INVITATION_REPLACED : SeatLoss.TAKEN_OVER);
        }
        return true;
    }

    private void presence(long peerEpoch, boolean present) {
        if (peer().presence(peerEpoch, present)) {
            outbox.peerCame();
            chats.deadlineMayHaveMoved(chatId);
        }
    }

    // Messages

    /** A message is in the record: by the store's answer to this seat, or by a hint. */
    void arrived(Message message, long generation) {
        inbox().arrived(message, generation);
    }

    boolean wasGiven(long seq) {
        return seq <= inbox().given();
    }

    private void give(Message message) {
        if (!outbox.give(message)) {
            tell(heard -> heard.message(this, message));
        }
    }

    // Receipts and typing

    private void progress(long nowReceived, long nowSeen) {
        // Not above what this seat was given, so that a number made up cannot silence true ones later.
        long given = inbox().given();
        long risenReceived = Math.max(received, Math.min(nowReceived, given));
        long risenSeen = Math.max(seen, Math.min(nowSeen, given));
        if (over.isPresent() || (risenReceived == received && risenSeen == seen)) {
            return;
        }
        received = risenReceived;
        seen = risenSeen;
        signal(new Signal.Progress(received, seen));
    }

    private void signal(Signal signal) {
        // If it fails nothing is lost: typing is fleeting, and progress is compared with the store at times.
        StoreCall.ask(
                () -> chats.store().signal(chatId, side, signal),
                live -> LOG.trace("chat {}: signal given", chatId),
                failure -> LOG.debug("chat {}: a signal did not reach the store", chatId));
    }

    // The end

    void ended(Optional<Tombstone> tombstone) {
        if (over.isPresent()) {
            return;
        }
        Ending ending = tombstone.map(Tombstone::ending).orElse(LOST);
        tell(heard -> heard.ended(this, ending));
        over = Optional.of(Reason.ENDED);
        outbox.close(Reason.ENDED);
        chats.ended(this);
    }

    void lose(SeatLoss loss) {
        if (over.isPresent()) {
            return;
        }
        tell(heard -> heard.lost(this, loss));
        over = Optional.of(Reason.SEAT_LOST);
        outbox.close(Reason.SEAT_LOST);
        chats.lost(this);
    }

    void tell(Consumer<ChatListener> news) {
        if (over.isPresent()) {
            return;
        }
        try {
            news.accept(listener);
        } catch (Throwable e) {
            // Errors too: this runs on the other side's thread, or the timer's. By class name only: what a listener
            // throws may quote what people wrote.
            LOG.warn(
                    "chat {}: a listener threw {}, its seat is left",
                    chatId,
                    e.getClass().getName());
            leave();
        }
    }

    // Facts

    @Override
    public String chatId() {
        return chatId;
    }

    @Override
    public Side side() {
        return side;
    }

    @Override
    public String name() {
        return begun().name();
    }

    @Override
    public String peerName() {
        return begun().peerName();
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public Arrival arrival() {
        return begun().arrival();
    }

    @Override
    public TextLimits textLimits() {
        return chats.limits().text();
    }

    /** Why the seat is over; empty while it is not. */
    Optional<Reason> over() {
        return over;
    }

    long lastKey() {
        return inbox().lastKey();
    }

    long epoch() {
        return begun().epoch();
    }

    /** Tells what is no secret. */
    @Override
    public String toString() {
        return "Seat[chatId=" + chatId + ", side=" + side + "]";
    }

    private Begun begun() {
        return Objects.requireNonNull(begun, "nobody has this seat before it is claimed");
    }

    private Inbox inbox() {
        return Objects.requireNonNull(inbox, "nothing runs before the seat is claimed");
    }

    private Peer peer() {
        return Objects.requireNonNull(peer, "nothing runs before the seat is claimed");
    }
}
