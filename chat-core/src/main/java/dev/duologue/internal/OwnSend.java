package dev.duologue.internal;

import dev.duologue.Message;
import dev.duologue.SendResult;
import dev.duologue.Side;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A message that a seat was asked to send. Not thread-safe: belongs to the seat's mailbox once it is accepted. */
final class OwnSend {

    final String id;
    final String text;
    /** In the caller's hands, who may cancel it: whether the send is answered is known here only. */
    final CompletableFuture<SendResult> result = new CompletableFuture<>();

    private boolean answered;

    OwnSend(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** Whether a message in the record is this one, as another answer than the append's own may show it first. */
    boolean is(Message message, Side side) {
        return message.side() == side
                && message.id().equals(id)
                && message.text().equals(text);
    }

    boolean answered() {
        return answered;
    }

    void answer(SendResult answer) {
        answered = true;
        result.complete(answer);
    }

    void refuse(SendResult.Reason reason) {
        answer(new SendResult.NotSent(reason, Duration.ZERO));
    }

    void fail(Throwable failure) {
        answered = true;
        result.completeExceptionally(failure);
    }
}
