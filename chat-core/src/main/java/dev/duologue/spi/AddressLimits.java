package dev.duologue.spi;

import dev.duologue.ClientAddress;
import dev.duologue.internal.NoAddressLimits;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Extension point: bounds what the clients of one address do, so that nobody can try codes or links by the million, or
 * start chats without end.
 *
 * <p>{@code chat-websocket} has one in memory; a {@code RedisChatStore} gives one that several nodes share.
 *
 * <p>Implementations must be thread-safe, and bounded however many addresses come. They are called on the service's
 * executor. What throws, gives null or does not complete within 5 s fails that one call with
 * {@link dev.duologue.UnavailableException}: a limit that cannot be asked is not passed.
 */
public interface AddressLimits {

    /**
     * Counts one more, before it is done, or tells how long until one more is allowed. In one step: two calls at once
     * never share what is left.
     *
     * @param limit what is about to be done
     * @param address who is about to do it
     * @return zero if it was allowed and counted; else how long to wait, and nothing was counted
     */
    CompletionStage<Duration> take(AddressLimit limit, ClientAddress address);

    /**
     * Takes back one that was counted, as it turned out to be no such thing. Nobody waits for the answer.
     *
     * @param limit what was counted
     * @param address whose it was
     * @return completes with true when it is done
     */
    CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address);

    /**
     * Bounds nothing.
     *
     * @return the default, thread-safe
     */
    static AddressLimits none() {
        return NoAddressLimits.INSTANCE;
    }
}
