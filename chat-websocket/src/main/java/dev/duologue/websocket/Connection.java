package dev.duologue.websocket;

import dev.duologue.ChatListener;
import dev.duologue.ChatVisitor;
import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Entry;
import dev.duologue.Greeting;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.SeatLoss;
import dev.duologue.SeatRequest;
import dev.duologue.SendResult;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: what the client's frames do to the chat, and what the chat says to the client. Frames come one at a
 * time, and one that is answered later holds back those behind it, so that they are handled strictly in order.
 */
final class Connection implements ChatListener {

    static final int MAX_FRAME_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int BAD_FRAMES = 3;
    /** Refusals for speed that a client in good faith may run into before it slows down, and gets back at this rate. */
    private static final double REFUSALS = 100;

    private static final double REFUSALS_PER_SECOND = 10;
    /** When to look whether there is room again: others have to go first. */
    private static final Duration ROOM_AGAIN = Duration.ofSeconds(10);
    /** Frames that may wait behind one that is answered later. */
    private static final int MOST_WAITING = 128;

    private static final CompletableFuture<Boolean> DONE = CompletableFuture.completedFuture(true);

    private final ChatVisitor chats;
    private final ChatWebSocket.Settings settings;
    private final Session session;
    private final ChatWebSocket.Visit visit;
    private final Closer closer;
    private final Outbound outbound;
    private final Valve valve;
    private final FrameBudget frames;
    private final Instant opened;
    /** None until the first refusal: most connections are never refused anything. */
    private @Nullable FrameBudget refusals;

    /** What came of a frame in fragments; none of most frames, which come in one. */
    private @Nullable StringBuilder fragments;

    private CompletableFuture<Boolean> turn = DONE;
    private final AtomicInteger waiting = new AtomicInteger();
    /** The ids of sends without an answer; few, as a seat lets no more than its burst wait. */
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();

    private final AtomicInteger badFrames = new AtomicInteger();
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile @Nullable Seat seat;
    private volatile boolean spoke;
    /** When something came last, in milliseconds since 1970: read for each frame, and an instant costs twice as much. */
    private volatile long heard;

    private volatile Instant pinged;

    Connection(
            ChatVisitor chats,
            ChatWebSocket.Settings settings,
            Session session,
            ChatWebSocket.Visit visit,
            Closer closer,
            Executor pings) {
        this.chats = chats;
        this.settings = settings;
        this.session = session;
        this.visit = visit;
        this.closer = closer;
        this.opened = settings.clock().instant();
        this.heard = opened.toEpochMilli();
        this.pinged = opened;
        this.outbound =
                new Outbound(session, settings.clock(), settings.sendsInFlight(), this::drained, this::closing, pings);
        this.valve = new Valve(outbound::crowded, () -> onSeat(Seat::pause), () -> onSeat(Seat::proceed));
        this.frames = new FrameBudget(settings.framesPerSecond(), settings.frameBurst(), heard);
    }

    /** May come as soon as something went out: never before the constructor is done, as nothing does. */
    private void drained() {
        valve.drained();
    }

    private void onSeat(Consumer<Seat> step) {
        Seat mine = seat;
        if (mine != null) {
            step.accept(mine);
        }
    }

    /** Closes a session off the caller's thread, as some containers wait in it. */
    @FunctionalInterface
    interface Closer {
        void close(Session session, Closing closing);
    }

    // From the container

    /** A frame, or a part of one. */
    void text(String part, boolean last) {
        StringBuilder before = fragments;
        if (before == null && last) {
            text(part);
            return;
        }
        if (outbound.finishing()) {
            fragments = null;
            return;
        }
        if (before == null) {
            before = new StringBuilder();
            fragments = before;
        }
        before.append(part);
        if (before.length() > MAX_FRAME_BYTES) {
            outbound.finish(Closing.TOO_BIG);
        } else if (last) {
            fragments = null;
            text(before.toString());
        }
    }

    private void text(String json) {
        heard = settings.clock().millis();
        spoke = true;
        if (outbound.finishing()) {
            return;
        }
        if (tooBig(json)) {
            outbound.finish(Closing.TOO_BIG);
            return;
        }
        ClientFrame frame;
        try {
            frame = FrameReader.read(json);
        } catch (BadFrameException e) {
            FrameError broken = FrameError.badFrame(String.valueOf(e.getMessage()));
            FrameError error = e.id().map(broken::id).orElse(broken);
            inTurn(() -> now(() -> bad(error)));
            return;
        }
        if (!frames.take(heard)) {
            inTurn(() -> now(() -> tooFast(frame)));
        } else {
            inTurn(() -> handle(frame));
        }
    }

    void binary() {
        outbound.finish(Closing.BINARY);
    }

    void pong(PongMessage pong) {
        heard = settings.clock().millis();
    }

    /** The connection is gone, told once or twice, in any order with all else. */
    void closed() {
        if (gone.compareAndSet(false, true)) {
            Seat mine = seat;
            if (mine != null) {
                mine.leave();
            }
        }
    }

    /** The seat is free at once: a peer that reads nothing lets nobody know when it is gone. */
    private void closing(Closing closing) {
        settings.tally().count(closing);
        closed();
        closer.close(session, closing);
    }

    ChatWebSocket.Visit visit() {
        return visit;
    }

    /** There is no room: it may come again a little later. */
    void refuse(Closing closing) {
        error(FrameError.rateLimited(ROOM_AGAIN));
        outbound.finish(closing);
    }

    void close(Closing closing) {
        outbound.finish(closing);
    }

    /**
     * The coarse timer came by: dead and silent connections are got rid of. Tells if the container was asked to
     * close long ago and has not: then there is nothing left to do here.
     */
    boolean sweep(Instant now) {
        if (outbound.closedAt().isPresent()) {
            return Duration.between(outbound.closedAt().get(), now).compareTo(settings.writeTimeout()) > 0;
        }
        long millis = now.toEpochMilli();
        // Not in milliseconds: "never" has more of them than a long holds.
        if (Duration.ofMillis(millis - outbound.stuckSince()).compareTo(settings.writeTimeout()) > 0) {
            outbound.finishNow(Closing.TOO_SLOW);
        } else if (Duration.ofMillis(millis - heard).compareTo(settings.deadAfter()) > 0) {
            outbound.finishNow(Closing.GOING_AWAY);
        } else if (!spoke && Duration.between(opened, now).compareTo(settings.firstFrame()) > 0) {
            outbound.finish(Closing.SILENT);
        } else if (seat == null && Duration.between(opened, now).compareTo(settings.entered()) > 0) {
            outbound.finish(Closing.SILENT);
        } else if (Duration.between(pinged, now).compareTo(settings.pingEvery()) >= 0 || outbound.pingRefused()) {
            pinged = now;
            outbound.ping();
        }
        return false;
    }

    /** More than 64 KiB of UTF-8; few texts need the exact count. */
    private static boolean tooBig(String json) {
        if (json.length() * 3L <= MAX_FRAME_BYTES) {
            return false;
        }
        int bytes = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            // A surrogate is half of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes > MAX_FRAME_BYTES;
    }

    // Client to server

    private void inTurn(Step step) {
        if (turn.isDone()) {
            turn = step.run();
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            outbound.finish(Closing.FLOOD);
            return;
        }
        turn = turn.thenCompose(before -> {
            waiting.decrementAndGet();
            return step.run();
        });
    }

    /** Handles a frame; gives a future that never fails and is done when the next frame may be handled. */
    @FunctionalInterface
    private interface Step {
        CompletableFuture<Boolean> run();
    }

    private CompletableFuture<Boolean> handle(ClientFrame frame) {
        if (frame instanceof ClientFrame.Ping) {
            outbound.send(FrameWriter.PONG);
            return done();
        }
        if (frame instanceof ClientFrame.Open
                || frame instanceof ClientFrame.Enter
                || frame instanceof ClientFrame.Resume) {
            return seat == null
                    ? comeIn(frame)
                    : now(() -> bad(FrameError.badFrame("This connection has entered already.")));
        }
        Seat mine = seat;
        if (mine == null) {
            FrameError error = FrameError.of(FrameError.Kind.NOT_ENTERED);
            return now(() -> error(frame instanceof ClientFrame.Send send ? error.id(send.id()) : error));
        }
        return handle(frame, mine);
    }

    private CompletableFuture<Boolean> comeIn(ClientFrame frame) {
        if (frame instanceof ClientFrame.Open open) {
            return answered(chats.open(open.link()), this::greeted);
        }
        if (frame instanceof ClientFrame.Enter enter) {
            SeatRequest request = new SeatRequest(enter.tab(), enter.takeover());
            return answered(chats.enter(enter.link(), enter.code(), request, this), this::cameIn);
        }
        ClientFrame.Resume resume = (ClientFrame.Resume) frame;
        SeatRequest request = new SeatRequest(resume.tab(), resume.takeover());
        return answered(chats.resume(resume.link(), resume.token(), resume.after(), request, this), this::cameIn);
    }

    private CompletableFuture<Boolean> handle(ClientFrame frame, Seat mine) {
        if (frame instanceof ClientFrame.Send send) {
            return send(mine, send);
        }
        if (frame instanceof ClientFrame.Typing) {
            mine.typing();
        } else if (frame instanceof ClientFrame.Received received) {
            mine.received(received.seq());
        } else if (frame instanceof ClientFrame.Seen seen) {
            mine.seen(seen.seq());
        } else if (frame instanceof ClientFrame.Stay) {
            return answered(mine.stay(), deadline -> LOG.trace("the listener tells"));
        } else if (frame instanceof ClientFrame.End) {
            return answered(mine.end(), ending -> LOG.trace("the listener tells"));
        }
        return done();
    }

    /** A send does not hold back what is behind it: the seat keeps the order of sends itself. */
    private CompletableFuture<Boolean> send(Seat mine, ClientFrame.Send send) {
        unanswered.add(send.id());
        CompletableFuture<SendResult> answer = mine.send(send.id(), send.text());
        if (answer.isDone() && !answer.isCompletedExceptionally() && answer.getNow(null) instanceof SendResult.Sent) {
            return done();
        }
        CompletableFuture<?> unused = answer.handle((result, failure) -> {
            boolean sent = failure == null && result instanceof SendResult.Sent;
            // One that is not there any more was answered with the end of the chat.
            if (!sent && unanswered.remove(send.id())) {
                notSent(send.id(), result);
            }
            return true;
        });
        return done();
    }

    private void notSent(String id, @Nullable SendResult result) {
        if (!(result instanceof SendResult.NotSent notSent)) {
            error(FrameError.unavailable().id(id));
            return;
        }
        FrameError.Kind kind = FrameError.of(notSent.reason());
        FrameError error = FrameError.of(kind).id(id).retryAfter(notSent.retryAfter());
        if (kind == FrameError.Kind.BAD_FRAME) {
            bad(error);
        } else if (kind == FrameError.Kind.UNAVAILABLE) {
            error(FrameError.unavailable().id(id));
        } else if (kind == FrameError.Kind.RATE_LIMITED) {
            refuse(error);
        } else {
            error(error);
        }
    }

    private void greeted(Greeting greeting) {
        if (greeting instanceof Greeting.Hello hello) {
            outbound.send(FrameWriter.hello(hello));
        } else {
            Greeting.Refused refused = (Greeting.Refused) greeting;
            refused(new Entry.Refused(refused.reason(), -1, refused.retryAfter()));
        }
    }

    private void cameIn(Entry entry) {
        if (entry instanceof Entry.Admitted admitted) {
            seat = admitted.seat();
            if (gone.get()) {
                // The client went while it was let in.
                admitted.seat().leave();
            }
        } else {
            refused((Entry.Refused) entry);
        }
    }

    private void refused(Entry.Refused refused) {
        if (refused.reason() == Entry.Reason.RATE_LIMITED) {
            refuse(FrameError.of(refused));
            return;
        }
        error(FrameError.of(refused));
        if (refused.reason() == Entry.Reason.LINK_UNKNOWN) {
            outbound.finish(Closing.LINK_UNKNOWN);
        } else if (refused.reason() == Entry.Reason.ENDED) {
            outbound.finish(Closing.CHAT_ENDED);
        }
    }

    private <T> CompletableFuture<Boolean> answered(CompletableFuture<T> answer, Consumer<T> then) {
        return answer.handle((value, failure) -> {
            if (failure != null) {
                error(FrameError.unavailable());
            } else {
                then.accept(value);
            }
            return true;
        });
    }

    private void tooFast(ClientFrame frame) {
        FrameError error = FrameError.rateLimited(Duration.ofSeconds(1));
        refuse(frame instanceof ClientFrame.Send send ? error.id(send.id()) : error);
    }

    private void refuse(FrameError error) {
        long now = settings.clock().millis();
        FrameBudget budget = refusals;
        if (budget == null) {
            boolean unlimited = Double.isInfinite(settings.framesPerSecond());
            budget = new FrameBudget(unlimited ? Double.POSITIVE_INFINITY : REFUSALS_PER_SECOND, REFUSALS, now);
            refusals = budget;
        }
        if (budget.take(now)) {
            error(error);
        } else {
            outbound.finish(Closing.FLOOD);
        }
    }

    private void bad(FrameError error) {
        error(error);
        if (badFrames.incrementAndGet() >= BAD_FRAMES) {
            outbound.finish(Closing.BAD_FRAMES);
        }
    }

    private void error(FrameError error) {
        settings.tally().count(error.kind());
        outbound.send(FrameWriter.error(error));
    }

    private static CompletableFuture<Boolean> now(Runnable step) {
        step.run();
        return done();
    }

    private static CompletableFuture<Boolean> done() {
        return DONE;
    }

    // Server to client

    @Override
    public void entered(Seat mine) {
        // Also here, as messages may come before the future's own answer was taken.
        seat = mine;
        outbound.send(FrameWriter.entered(mine));
    }

    @Override
    public void message(Seat mine, Message message) {
        pulled(FrameWriter.message(message, mine.side()));
    }

    @Override
    public void sent(Seat mine, SendResult.Sent sent) {
        boolean unused = unanswered.remove(sent.message().id());
        pulled(FrameWriter.sent(sent.message()));
    }

    /** Messages fill the queue only so far; the others wait in the store until the reader has caught up. */
    private void pulled(String frame) {
        outbound.send(frame);
        valve.check();
    }

    @Override
    public void typing(Seat mine) {
        outbound.send(FrameWriter.TYPING);
    }

    @Override
    public void received(Seat mine, long seq) {
        outbound.send(FrameWriter.received(seq));
    }

    @Override
    public void seen(Seat mine, long seq) {
        outbound.send(FrameWriter.seen(seq));
    }

    @Override
    public void presence(Seat mine, boolean present) {
        outbound.send(FrameWriter.peer(present));
    }

    @Override
    public void deadline(Seat mine, Deadline deadline) {
        outbound.send(FrameWriter.deadline(deadline));
    }

    @Override
    public void ended(Seat mine, Ending ending) {
        answerAll(FrameError.of(FrameError.Kind.ENDED));
        outbound.send(FrameWriter.ended(ending));
        outbound.finish(Closing.CHAT_ENDED);
    }

    /** Nothing goes out after the close, so the sends that wait for an answer are told first. */
    private void answerAll(FrameError error) {
        for (String id = unanswered.poll(); id != null; id = unanswered.poll()) {
            error(error.id(id));
        }
    }

    @Override
    public void lost(Seat mine, SeatLoss loss) {
        answerAll(FrameError.unavailable());
        outbound.finish(
                switch (loss) {
                    case TAKEN_OVER -> Closing.TAKEN_OVER;
                    case INVITATION_REPLACED -> Closing.INVITATION_REPLACED;
                    case LOST_SIGHT -> Closing.GOING_AWAY;
                });
    }
}
