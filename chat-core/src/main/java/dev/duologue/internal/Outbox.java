package dev.duologue.internal;

import dev.duologue.Message;
import dev.duologue.SendResult;
import dev.duologue.SendResult.Reason;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a seat was asked to send and has not answered: those that wait, the one on its way to the store, and
 * those that the store placed behind others which were not told yet. Not thread-safe: belongs to the seat's mailbox.
 */
final class Outbox {

    private static final int LEAST_UNANSWERED = 32;

    private final LiveChats chats;
    private final LiveSeat seat;
    private final Mailbox mailbox;
    private final SendBucket bucket;
    private final int mostUnanswered;

    private final Queue<OwnSend> waiting = new ArrayDeque<>(1);
    private final Map<Long, Placed> placed = new HashMap<>();
    private @Nullable OwnSend inFlight;
    private int unanswered;
    private boolean toldOfWaiting;

    Outbox(LiveChats chats, LiveSeat seat, Mailbox mailbox) {
        this.chats = chats;
        this.seat = seat;
        this.mailbox = mailbox;
        this.bucket = new SendBucket(
                chats.limits().sendRate(),
                chats.limits().sendBurst(),
                chats.clock().instant());
        this.mostUnanswered = Math.max(LEAST_UNANSWERED, chats.limits().sendBurst());
    }

    void accept(OwnSend send) {
        if (seat.over().isPresent()) {
            send.refuse(seat.over().get());
            return;
        }
        Duration wait = bucket.take(chats.clock().instant());
        if (wait.isZero() && unanswered >= mostUnanswered) {
            wait = Duration.ofSeconds(1);
        }
        if (!wait.isZero()) {
            send.answer(new SendResult.NotSent(Reason.RATE_LIMITED, wait));
            return;
        }
        unanswered++;
        waiting.add(send);
        appendNext();
    }

    /** It is a message's turn: if it answers sends of ours, they are told; else gives false. */
    boolean give(Message message) {
        Placed own = placed.isEmpty() ? null : placed.remove(message.seq());
        List<OwnSend> sends = own == null ? List.of() : own.sends();
        if (own == null && inFlight != null && inFlight.is(message, seat.side())) {
            // Just answered; or a read was faster than the append's own answer.
            sends = List.of(inFlight);
        }
        for (int i = 0; i < sends.size(); i++) {
            told(sends.get(i), new SendResult.Sent(message, i > 0));
        }
        return !sends.isEmpty();
    }

    /** The listener hears it in its turn, then whoever holds the future. */
    private void told(OwnSend send, SendResult.Sent sent) {
        seat.tell(heard -> heard.sent(seat, sent));
        answer(send, () -> send.answer(sent));
    }

    /** The other side came in: it will not be told of the next message that waits for it as of one more. */
    void peerCame() {
        toldOfWaiting = false;
    }

    /** The seat is over: what waits was not sent, what the store placed is answered as {@link #over} says. */
    void close(Reason reason) {
        for (OwnSend next = waiting.poll(); next != null; next = waiting.poll()) {
            OwnSend never = next;
            answer(never, () -> never.refuse(reason));
        }
        for (Placed own : placed.values()) {
            own.sends().forEach(send -> over(send, own.message(), reason));
        }
        placed.clear();
    }

    /** One append at a time: two in flight could change places on the way. */
    private void appendNext() {
        if (inFlight != null || seat.over().isPresent()) {
            return;
        }
        OwnSend send = waiting.poll();
        if (send == null) {
            return;
        }
        inFlight = send;
        NewMessage message =
                new NewMessage(seat.chatId(), seat.side(), seat.epoch(), seat.lastKey(), send.id, send.text);
        CompletableFuture<StoreAnswer.Append> answer =
                StoreCall.answer(() -> chats.store().append(message));
        // Whoever answers in this very step, as the store in memory does, is heard in it.
        Consumer<Runnable> step = answer.isDone() ? Runnable::run : mailbox::run;
        StoreCall.hear(
                answer,
                append -> step.accept(() -> appended(send, append)),
                failure -> step.accept(() -> failAll(send, failure)));
    }

    private void appended(OwnSend send, StoreAnswer.Append answer) {
        if (answer instanceof StoreAnswer.Appended appended) {
            place(send, appended);
        }
        inFlight = null;
        if (answer instanceof StoreAnswer.IdReused) {
            answer(send, () -> send.refuse(Reason.ID_REUSED));
        } else if (answer instanceof StoreAnswer.Full) {
            answer(send, () -> send.refuse(Reason.CHAT_FULL));
        } else if (answer instanceof StoreAnswer.Fenced fenced) {
            answer(send, () -> send.refuse(Reason.SEAT_LOST));
            seat.loseIfDisplacedBy(fenced.seat());
        } else if (answer instanceof StoreAnswer.Gone gone) {
            answer(send, () -> send.refuse(Reason.ENDED));
            seat.ended(gone.tombstone());
        }
        if (!waiting.isEmpty()) {
            // Not from here: a thousand that wait would be a thousand calls deep.
            mailbox.run(this::appendNext);
        }
    }

    private void place(OwnSend send, StoreAnswer.Appended appended) {
        Message message = appended.message();
        if (!appended.peerPresent() && !appended.repeated() && !toldOfWaiting) {
            toldOfWaiting = true;
            chats.messageWaiting(seat.chatId(), seat.side().other());
        }
        if (!send.answered() && seat.over().isEmpty() && !seat.wasGiven(message.seq())) {
            // While it is in flight still: if its turn is now, it is told now.
            seat.arrived(message, appended.generation());
        }
        if (send.answered()) {
            return;
        }
        if (seat.over().isPresent()) {
            over(send, message, seat.over().get());
        } else if (seat.wasGiven(message.seq())) {
            told(send, new SendResult.Sent(message, true));
        } else {
            placed.computeIfAbsent(message.seq(), seq -> new Placed(message, new ArrayList<>(1)))
                    .sends()
                    .add(send);
        }
    }

    /** The listener hears nothing any more; but a message that the store holds was sent, unless all went with the chat. */
    private void over(OwnSend send, Message message, Reason reason) {
        if (reason == Reason.ENDED) {
            answer(send, () -> send.refuse(reason));
        } else {
            answer(send, () -> send.answer(new SendResult.Sent(message, false)));
        }
    }

    /** The outcome is unknown: who waits behind must not overtake, so all fail and the caller sends them again. */
    private void failAll(OwnSend send, Throwable failure) {
        inFlight = null;
        answer(send, () -> send.fail(failure));
        for (OwnSend next = waiting.poll(); next != null; next = waiting.poll()) {
            OwnSend behind = next;
            answer(behind, () -> behind.fail(failure));
        }
    }

    private void answer(OwnSend send, Runnable result) {
        if (!send.answered()) {
            unanswered--;
            result.run();
        }
    }

    /** A message that waits for its turn to be told, with the sends that it answers: the first one and repeats of it. */
    private record Placed(Message message, List<OwnSend> sends) {}
}
