package dev.duologue.internal;

import dev.duologue.Message;
import dev.duologue.SendResult;
import dev.duologue.Side;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A message that a seat was asked to send and has not answered yet. */
final class OwnSend {

    final String id;
    final String text;
    final CompletableFuture<SendResult> result = new CompletableFuture<>();

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
        return result.isDone();
    }

    void refuse(SendResult.Reason reason) {
        refuse(reason, Duration.ZERO);
    }

    void refuse(SendResult.Reason reason, Duration retryAfter) {
        result.complete(new SendResult.NotSent(reason, retryAfter));
    }
}
