package dev.duologue.spi;

import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.internal.InMemoryChatStore;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Extension point: ordered storage of chats. The store is the truth; the hints it gives to watchers only save looking.
 *
 * <p>Rules for every operation, numbered for the contract tests of {@code chat-tck}:
 *
 * <ul>
 *   <li><b>S0</b> Repeating an operation with the same id (client id, claim id, host digest, invitation digests) gives
 *       the first answer and changes nothing more; so an unknown outcome is answered by repeating. What the answer says
 *       beside the outcome is of now: the chat as it stands, the generation, whether the other side is in. The one
 *       exception is {@link #countAttempt}, which nobody repeats by itself.
 *   <li><b>S1</b> Each operation is atomic: two at once behave as one after the other.
 *   <li><b>S2</b> A record whose deadline has come is first ended as by {@link #expire}, then answered as ended, by
 *       whichever operation meets it. A deadline has come from its very moment on. Where the lifetime ends at the same
 *       moment as the entry or the idle clock, the reason is not {@code LIFETIME} but the other.
 *   <li><b>S3</b> What has ended stays ended: no operation brings a record back, and nothing of it but its tombstone
 *       can be read, for the tombstone's time; then nothing.
 *   <li><b>S4</b> The only clock is the store's.
 *   <li><b>S5</b> No operation blocks the calling thread on I/O. A stage fails with
 *       {@link dev.duologue.ChatStoreException} if the store is out of reach or has no room.
 * </ul>
 *
 * <p>Implementations must be thread-safe. Unlike other extension points, operations are called on any thread: the
 * service's own, one that serves a socket, one that completed another stage, or one that gave a hint. The service waits
 * for an answer for 1 s, then goes on as if the stage had failed; what was asked may still be done, and an answer that
 * comes later is heard where it matters, as that of a seat. Stages may complete on any thread, also on the calling one,
 * and never with null. Hints come on any thread, with no lock of the store held.
 */
public interface ChatStore extends AutoCloseable {

    /**
     * The highest key in microseconds that a message can have: 2^53 − 1, in the year 2255. Up to here a double, as the
     * scores of Redis are, tells every key from the next.
     */
    long HIGHEST_KEY = (1L << 53) - 1;

    /**
     * <b>S6</b> Begins a chat: its lifetime and entry clocks start. The id of a live chat or of a tombstone is taken; once
     * the tombstone is gone, the id is free.
     *
     * @param chat the chat
     * @return true if the chat is live now, also for the same chat again (equal host digest); false if the id is taken,
     *     also by the tombstone of the same chat
     */
    CompletionStage<Boolean> create(NewChat chat);

    /**
     * <b>S7</b> Looks at a chat without changing anything (but for S2).
     *
     * @param chatId the chat
     * @return the chat as it stands, or that it is gone
     */
    CompletionStage<StoreAnswer.Find> find(String chatId);

    /**
     * <b>S8</b> Counts an attempt <i>before</i> the code is compared: two tries at once never share one. Refuses while
     * the wait after the last attempt is not over and once none is left, without counting, also for the right code. A
     * seat that is taken is not touched.
     *
     * @param chatId the chat
     * @param side whose invitation
     * @param table waits and number of attempts
     * @return counted, with the digest to compare; or wait, locked, gone
     */
    CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table);

    /**
     * <b>S9</b> Takes a seat. The proof is checked in the same step: what was replaced meanwhile does not get in. A
     * right proof by code sets the attempts back to none, also where the seat stays with another tab. The seat is given
     * if nobody holds it, if the same tab does, or with takeover; then the epoch rises by one, the watcher before is
     * told {@link Hint.Displaced} ({@code TAKEN_OVER}), and the other side's {@link Hint.Presence}. One of several
     * claims at once wins. When both sides have been in once, the idle clock starts. If {@code lastKeySeen} is above
     * every key that the record knows of, the store went back in time: the generation rises, and the record knows of
     * {@code lastKeySeen} from now on, so later keys are above it.
     *
     * <p>Where the seat stays with another tab, nothing but the attempts changes: the seat's token stays the one before,
     * and {@code lastKeySeen} is not looked at.
     *
     * <p>A claim that was given the seat is repeated by its claim id until a later claim or a new invitation follows: its
     * proof is checked as ever; it gets the same epoch and is told the same of the generation and of coming back, with
     * the chat as it stands now; and hints go to the watcher given with the repeat. A seat that was released meanwhile
     * stays free. A claim that was refused is judged anew.
     *
     * @param claim the claim
     * @param watcher takes the hints for this seat, until it is released, displaced or the chat has ended
     * @return claimed, taken, proof replaced, or gone
     */
    CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher);

    /**
     * <b>S10</b> Leaves a seat: only the current epoch can. The other side is told {@link Hint.Presence}. The epoch
     * stays, so that the seat's token takes it again.
     *
     * @param chatId the chat
     * @param side the side
     * @param epoch the epoch of the seat to leave
     * @return true if the seat was taken under this epoch and is free now, also for the same release again
     */
    CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch);

    /**
     * <b>S11</b> Appends a message. It gets the next seq and a key strictly above every key that the record knows of and
     * above {@code lastKeySeen} (as in S9, the generation rises if that is above them all). The idle clock starts anew
     * in the same step. The other side's watcher is told {@link Hint.Arrived}, the caller's is not. {@code lastKeySeen} is
     * not compared with the clock: after a failover it may well be ahead of it.
     *
     * <ul>
     *   <li>The same side, id and text at any later time: the message as it was first answered, no second one, nothing
     *       moves; generation and presence are those of now. This comes before all other checks but S2 and the epoch.
     *   <li>The id of the side's last message with another text: {@link StoreAnswer.IdReused}. An older id with another
     *       text is a message of its own.
     *   <li>Another epoch than the current one, or a seat that was released: {@link StoreAnswer.Fenced}.
     *   <li>Over the record's bounds, or no key up to {@link #HIGHEST_KEY} is left: {@link StoreAnswer.Full}, nothing
     *       kept.
     * </ul>
     *
     * <p>In each of these cases {@code lastKeySeen} changes nothing, neither keys nor the generation.
     *
     * @param message the message
     * @return appended, fenced, id reused, full, or gone
     */
    CompletionStage<StoreAnswer.Append> append(NewMessage message);

    /**
     * <b>S12</b> Reads messages in order: ascending, without a gap. It sees every append that any watcher was told of
     * or any caller got an answer for.
     *
     * @param chatId the chat
     * @param seq read what comes after this seq; 0 for all
     * @param limit most messages to read, at least 1
     * @return a page, empty at the end; or gone
     * @throws IllegalArgumentException if {@code limit} is below 1; thrown to the caller, not put into a stage
     */
    CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit);

    /**
     * <b>S13</b> Passes a signal on to the other side's watcher if there is one; progress is also kept, whoever is in. It
     * only rises, stops at the last message, and what is seen is received. The watcher is told what is kept, not what
     * came. Progress that brings nothing new need not be passed on.
     *
     * @param chatId the chat
     * @param side who gives the signal
     * @param signal the signal
     * @return true if the chat is live
     */
    CompletionStage<Boolean> signal(String chatId, Side side, Signal signal);

    /**
     * <b>S14</b> Starts the idle clock anew, counts that in the pulse, and tells the other side's watcher
     * {@link Hint.DeadlineMoved}. Where the idle clock does not run yet, nothing changes and nobody is told.
     *
     * @param chatId the chat
     * @param side who chose to stay
     * @return the deadline from now on, or gone
     */
    CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side);

    /**
     * <b>S15</b> Replaces an invitation in one step: its number and the seat's epoch rise by one, the seat is free, its
     * token and the attempts are cleared. The rest stays: that the side was in, its progress, the messages and the ids
     * they repeat by, the clocks. If the seat was taken, its watcher is told {@link Hint.Displaced}
     * ({@code INVITATION_REPLACED}), the other side's {@link Hint.Presence} (with the new epoch, not present). The
     * current digests again: the first answer.
     *
     * @param chatId the chat
     * @param side whose invitation
     * @param secrets the digests of the new one
     * @return the chat right after, or gone
     */
    CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets);

    /**
     * <b>S16</b> Ends a chat: destroys the record in one step, leaves a tombstone, tells both watchers
     * {@link Hint.Ended}. Exactly one caller of {@code end} and {@code expire} wins.
     *
     * @param chatId the chat
     * @param ending by whom and why
     * @return ended, with the tombstone of the first ending; or gone without a tombstone. Never {@code NotYet}
     */
    CompletionStage<StoreAnswer.End> end(String chatId, Ending ending);

    /**
     * <b>S17</b> Ends a chat if its deadline has passed by the store's clock, with that deadline's reason and by
     * {@code SERVER}; as S16. The moment of the tombstone, from which its time counts, is when the deadline was met, which
     * may be later than the deadline. Where another operation met it before (S2), the first {@code expire} or {@code end}
     * after it wins.
     *
     * @param chatId the chat
     * @return ended; not yet, with the deadline as it stands; or gone without a tombstone
     */
    CompletionStage<StoreAnswer.End> expire(String chatId);

    /**
     * <b>S18</b> The pulses of many chats at once. Also called with no chats at times: an occasion to let go of what has
     * expired.
     *
     * @param chatIds the chats
     * @return the pulse of each chat that is live
     */
    CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds);

    /**
     * Lets go of what the store opened itself; what is asked of it later fails. Safe to repeat. A service does not close a
     * store that it was given.
     */
    @Override
    void close();

    /**
     * A store in the memory of this process, which takes at most a quarter of the heap: {@code create} and
     * {@code append} fail with {@link dev.duologue.ChatStoreException} beyond.
     *
     * @param clock the store's clock
     * @return the default, thread-safe; its stages are complete when they are given
     */
    static ChatStore inMemory(InstantSource clock) {
        return inMemory(clock, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * A store in the memory of this process with a bound of one's own.
     *
     * @param clock the store's clock
     * @param maxBytes about how many bytes all records and tombstones may take together, at least 1
     * @return the store, thread-safe; its stages are complete when they are given
     * @throws IllegalArgumentException if {@code maxBytes} is below 1
     */
    static ChatStore inMemory(InstantSource clock, long maxBytes) {
        return new InMemoryChatStore(clock, maxBytes);
    }
}
