package dev.duologue;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the starter of a chat may do with it: the view behind a host token, which is checked at each call. A wrong token
 * is answered as an unknown chat is.
 *
 * <p>Thread-safe. No method blocks. Futures fail with {@link UnavailableException} if the store or an extension point
 * is out of reach.
 */
public interface ChatHost {

    /**
     * How the chat stands.
     *
     * @return the status; empty if there is no such chat, it is long gone, or the token is wrong
     */
    CompletableFuture<Optional<ChatStatus>> status();

    /**
     * Replaces the invitation of one side: new link, new code, attempts set back. A seat taken with the old one is
     * closed.
     *
     * @param side whose invitation
     * @return the new invitation, or why there is none
     */
    CompletableFuture<Reissue> reissue(Side side);

    /**
     * Ends the chat for both and destroys its record. Safe to repeat.
     *
     * @return how the chat ended, which is not by this call if another was first; empty if there is no such chat, it is
     *     long gone, or the token is wrong
     */
    CompletableFuture<Optional<Ending>> end();
}
