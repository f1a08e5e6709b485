package dev.duologue.redis;

import dev.duologue.ChatStoreException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * What stands in Redis under a chat's keys is no record of it: somebody else wrote there. Tells nothing of what it is, as
 * that may be what people wrote. No other chat is concerned.
 */
final class NoRecordException extends ChatStoreException {

    private static final long serialVersionUID = 1L;

    NoRecordException() {
        super("what Redis holds of this chat is no record of it: something else writes to its keys");
    }

    /** True if a call failed for want of a record; any other failure is thrown on. */
    static boolean isOrThrow(Throwable failure) {
        if (Scripts.cause(failure) instanceof NoRecordException) {
            return true;
        }
        throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
    }

    /** A reader of answers, for which whatever it cannot read is no record. */
    static <T> Function<Answer, T> orRead(Function<Answer, T> reader) {
        return answer -> {
            try {
                return reader.apply(answer);
            } catch (RuntimeException unreadable) {
                // Without the cause, whose message quotes what could not be read.
                throw new NoRecordException();
            }
        };
    }
}
