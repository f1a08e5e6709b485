package dev.duologue;

import java.util.concurrent.CompletableFuture;

/**
 * The service as clients of one address may use it: what they do counts against
 * {@link dev.duologue.spi.AddressLimits}. The view for transports that serve strangers; {@link ChatService} itself has
 * the same operations without these limits.
 *
 * <p>Whoever holds a seat is never kept from it by these limits: {@link #resume} with the right token is not counted, and
 * nothing that an open seat does is.
 *
 * <p>Thread-safe. No method blocks. Futures fail with {@link UnavailableException} if the store or an extension point is
 * out of reach.
 */
public interface ChatVisitor {

    /**
     * Starts a chat, as {@link ChatService#start}.
     *
     * @param first the name of the first participant
     * @param second the name of the second participant
     * @return the chat with both invitations; fails with {@link InvalidNamesException}, which is not counted, with
     *     {@link RateLimitedException} if this address started too many, or with {@link TooManyChatsException}
     */
    CompletableFuture<StartedChat> start(String first, String second);

    /**
     * Looks whose link this is, as {@link ChatService#open}. Links that lead nowhere are counted; after too many of them
     * no link at all is looked at.
     *
     * @param link the link token
     * @return a greeting, or {@link Entry.Reason#RATE_LIMITED}, or that the link leads nowhere
     */
    CompletableFuture<Greeting> open(String link);

    /**
     * Enters, as {@link ChatService#enter(String, String, SeatRequest, ChatListener)}. Codes that are tried are counted,
     * and so are links that lead nowhere. What is refused as {@link Entry.Reason#RATE_LIMITED} spends no attempt.
     *
     * @param link the link token
     * @param code the secret code as it was typed
     * @param request the asking tab, and whether to take the seat over
     * @param listener told what happens from now on
     * @return the seat, or why it was not given
     */
    CompletableFuture<Entry> enter(String link, String code, SeatRequest request, ChatListener listener);

    /**
     * Takes a seat again, as {@link ChatService#resume}. A link or token that is refused counts as a link that leads
     * nowhere; the right ones are never refused for a limit.
     *
     * @param link the link token
     * @param token the seat token
     * @param after messages above this seq follow; 0 for all
     * @param request the asking tab, and whether to take the seat over
     * @param listener told what happens from now on
     * @return the seat, or why it was not given
     * @throws IllegalArgumentException if {@code after} is negative
     */
    CompletableFuture<Entry> resume(String link, String token, long after, SeatRequest request, ChatListener listener);
}
