package dev.duologue.internal;

import dev.duologue.Message;
import dev.duologue.SendResult;
import dev.duologue.SendResult.Reason;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
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

    private final Queue<OwnSend> waiting = new ArrayDeque<>();
    private final Map<Long, OwnSend> placed = new HashMap<>();
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
            send.refuse(Reason.RATE_LIMITED, wait);
            return;
        }
        unanswered++;
        waiting.add(send);
        appendNext();
    }

    /** The send that a message of the record answers, if it is one of ours that was not answered. */
    @Nullable
    OwnSend claim(Message message) {
        OwnSend own = placed.remove(message.seq());
        if (own == null && inFlight != null && inFlight.is(message, seat.side())) {
            // A read was faster than the append's own answer.
            own = inFlight;
        }
        return own == null || own.answered() ? null : own;
    }

    /** The listener hears it in its turn, then whoever holds the future. */
    void told(OwnSend send, SendResult.Sent sent) {
        answer(send, () -> {
            seat.tell(heard -> heard.sent(seat, sent));
            send.result.complete(sent);
        });
    }

    /** The other side came in: it will not be told of the next message that waits for it as of one more. */
    void peerCame() {
        toldOfWaiting = false;
    }

    void refuseAll(Reason reason) {
        for (OwnSend next = waiting.poll(); next != null; next = waiting.poll()) {
            next.refuse(reason);
        }
        placed.values().forEach(send -> send.refuse(reason));
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
        inFlight = null;
        if (answer instanceof StoreAnswer.Appended appended) {
            place(send, appended);
        } else if (answer instanceof StoreAnswer.IdReused) {
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
        if (send.answered()) {
            return;
        }
        if (seat.wasGiven(message.seq())) {
            told(send, new SendResult.Sent(message, true));
            return;
        }
        placed.put(message.seq(), send);
        seat.arrived(message, appended.generation());
    }

    /** The outcome is unknown: who waits behind must not overtake, so all fail and the caller sends them again. */
    private void failAll(OwnSend send, Throwable failure) {
        inFlight = null;
        answer(send, () -> send.result.completeExceptionally(failure));
        for (OwnSend next = waiting.poll(); next != null; next = waiting.poll()) {
            OwnSend behind = next;
            answer(behind, () -> behind.result.completeExceptionally(failure));
        }
    }

    private void answer(OwnSend send, Runnable result) {
        if (!send.answered()) {
            unanswered--;
            result.run();
        }
    }
}
