package dev.duologue.spi;

import dev.duologue.Deadline;
import dev.duologue.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link ChatStore} answers: one sealed type for each operation that can end in several ways. All are immutable
 * and thread-safe.
 */
public final class StoreAnswer {

    private StoreAnswer() {}

    /** The answer to {@link ChatStore#find}. */
    public sealed interface Find permits Live, Gone {}

    /** The answer to {@link ChatStore#countAttempt}. */
    public sealed interface Attempt permits Counted, Wait, Locked, Gone {}

    /** The answer to {@link ChatStore#claimSeat}. */
    public sealed interface Claim permits Claimed, Taken, ProofReplaced, Gone {}

    /** The answer to {@link ChatStore#append}. */
    public sealed interface Append permits Appended, Fenced, IdReused, Full, Gone {}

    /** The answer to {@link ChatStore#readAfter}. */
    public sealed interface Read permits Page, Gone {}

    /** The answer to {@link ChatStore#touch}. */
    public sealed interface Touch permits Touched, Gone {}

    /** The answer to {@link ChatStore#end} and {@link ChatStore#expire}. */
    public sealed interface End permits Ended, NotYet, Gone {}

    /**
     * There is no live record: it has ended and a tombstone stands for it, or nothing is known of it.
     *
     * @param tombstone the tombstone; empty if there never was such a chat or it is long gone
     */
    public record Gone(Optional<Tombstone> tombstone) implements Find, Attempt, Claim, Append, Read, Touch, End {}

    /**
     * The chat is live.
     *
     * @param chat the chat as it stands
     */
    public record Live(StoredChat chat) implements Find {}

    /**
     * The attempt is counted and may be compared.
     *
     * @param attempts attempts counted so far, this one among them
     * @param invitation the number of the invitation it was counted for
     * @param codeDigest the digest of that invitation's code
     */
    public record Counted(int attempts, int invitation, String codeDigest) implements Attempt {}

    /**
     * The wait after the last attempt is not over. Nothing was counted.
     *
     * @param retryAfter how long is left, above zero
     */
    public record Wait(Duration retryAfter) implements Attempt {}

    /** No attempts are left for this invitation. Nothing was counted. */
    public record Locked() implements Attempt {}

    /**
     * The seat is the caller's.
     *
     * @param epoch the epoch of the seat
     * @param rewound true if the generation rose since this side's claim before: what that one had seen may not be so. For
     *     a side's first claim, true if the generation rose by it. In the answer to a repeat, as the first time
     * @param returned true if the side was in before this claim. In the answer to a repeat, as the first time
     * @param chat the chat right after the claim; in the answer to a repeat, as it stands now
     */
    public record Claimed(long epoch, boolean rewound, boolean returned, StoredChat chat) implements Claim {}

    /** The proof is right, but another tab holds the seat and no takeover was asked for. It keeps its token. */
    public record Taken() implements Claim {}

    /** The proof is not, or no more, right: another invitation or another token is valid now. */
    public record ProofReplaced() implements Claim {}

    /**
     * The message is in the record.
     *
     * @param message the message with its place
     * @param repeated true if it was there before
     * @param generation the record's generation; in the answer to a repeat, that of now
     * @param peerPresent whether the other side's seat is taken; in the answer to a repeat, whether it is now
     */
    public record Appended(Message message, boolean repeated, long generation, boolean peerPresent) implements Append {}

    /**
     * The seat's epoch is not the current one.
     *
     * @param seat the seat as it stands
     */
    public record Fenced(Pulse.SeatPulse seat) implements Append {}

    /** The id of this side's last message, with another text. */
    public record IdReused() implements Append {}

    /** The record holds as many messages or bytes as it may, or its keys are used up. */
    public record Full() implements Append {}

    /**
     * Messages in order.
     *
     * @param messages the messages, ascending by seq without a gap; empty at the end
     * @param generation the generation they belong to
     */
    public record Page(List<Message> messages, long generation) implements Read {
        /**
         * Makes the answer.
         *
         * @param messages the messages; copied
         * @param generation the generation they belong to
         */
        public Page {
            messages = List.copyOf(messages);
        }
    }

    /**
     * The idle clock started anew.
     *
     * @param deadline the deadline from now on
     */
    public record Touched(Deadline deadline) implements Touch {}

    /**
     * The chat is over.
     *
     * @param tombstone what is left
     * @param won true for exactly one caller of all
     */
    public record Ended(Tombstone tombstone, boolean won) implements End {}

    /**
     * The deadline has not passed.
     *
     * @param deadline the deadline as it stands
     */
    public record NotYet(Deadline deadline) implements End {}
}
