package dev.duologue;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A participant's live place in a chat. It lives from {@code enter} or {@code resume} until it is left, lost, or the
 * chat ends; operations after that answer {@link SendResult.Reason#SEAT_LOST} or {@link SendResult.Reason#ENDED}, or
 * do nothing.
 *
 * <p>Thread-safe. No method blocks. Futures fail with {@link ChatStoreException} while the store is out of reach.
 */
public interface Seat {

    /**
     * The chat.
     *
     * @return its id
     */
    String chatId();

    /**
     * The side of this seat.
     *
     * @return the side
     */
    Side side();

    /**
     * The participant who sits here.
     *
     * @return the name as it was given
     */
    String name();

    /**
     * The participant across.
     *
     * @return the name as it was given
     */
    String peerName();

    /**
     * The secret by which {@link ChatService#resume} takes this seat again without the code.
     *
     * @return the seat token, 256 bits in base64url; never log it
     */
    String token();

    /**
     * What the chat looked like when this seat was taken.
     *
     * @return the state of that moment; it does not change
     */
    Arrival arrival();

    /**
     * How long a message may be.
     *
     * @return the limits
     */
    TextLimits textLimits();

    /**
     * Sends a message under a fresh random id.
     *
     * @param text the text
     * @return what became of it, see {@link #send(String, String)}
     */
    CompletableFuture<SendResult> send(String text);

    /**
     * Sends a message. The same id with the same text from the same side gives the same answer at any later time and
     * no second message, so a send whose outcome is unknown is simply repeated.
     *
     * <p>Messages of one seat are appended in the order of the calls. One that fails because the store is out of reach
     * fails those that wait behind it.
     *
     * @param id the caller's own id of the message: 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
     * @param text the text
     * @return the message once the store holds it and all messages before it were given to the listener, or the seat was
     *     left or lost before they were; or why it was refused. Fails with {@link ChatStoreException} if the store did not answer within a second: the message may
     *     be held or not
     * @throws IllegalArgumentException if {@code id} does not have its form
     */
    CompletableFuture<SendResult> send(String id, String text);

    /** Lets the other side know that this participant types; passed on at most once in 3 s. */
    void typing();

    /**
     * Tells the other side that all messages up to one were received.
     *
     * @param seq the highest seq received; lower ones than before are ignored, higher ones than there are count as the
     *     last
     */
    void received(long seq);

    /**
     * Tells the other side that all messages up to one were seen, and so received.
     *
     * @param seq the highest seq seen; lower ones than before are ignored, higher ones than there are count as the last
     */
    void seen(long seq);

    /**
     * Starts the idle clock anew. Both sides' listeners are told the deadline.
     *
     * @return the deadline from now on, or empty if the chat has ended or the seat was left or lost
     */
    CompletableFuture<Optional<Deadline>> stay();

    /**
     * Holds back messages and own sends' answers until {@link #proceed()}: for a reader that is slower than the
     * writer. The messages wait in the store, not in memory. None begins to be told after this returns, but for one
     * that is under way in another thread.
     */
    void pause();

    /** Lets messages come again after {@link #pause()}. */
    void proceed();

    /**
     * Leaves the seat; the chat goes on and the seat can be taken again by {@code enter} or {@code resume}. No call of
     * the listener begins after this returns, but for one that is under way in another thread.
     */
    void leave();

    /**
     * Ends the chat for both and destroys its record.
     *
     * @return how the chat ended, which is not by this call if another was first; fails with
     *     {@link IllegalStateException} if the seat was left or lost before
     */
    CompletableFuture<Ending> end();
}
