package dev.duologue.spi;

import dev.duologue.ChatService;

/**
 * Extension point: looks on while a service asks its parts, to count what it asks and to time the answers. Each method
 * gives the part to use in place of the one it is given, and by default gives that one back.
 *
 * <p>What stands in place of a part must keep the part's contract, threads and failures included. The service calls the
 * methods once, while it is built, on the thread that builds it; what they throw goes to whoever builds. {@code
 * chat-websocket} has one for Micrometer.
 */
public interface Instrumentation {

    /**
     * Stands before the store.
     *
     * @param store the store, which the service was given or opened itself; closed through what is given here, if it is
     *     the service's own
     * @return the store to use
     */
    default ChatStore store(ChatStore store) {
        return store;
    }

    /**
     * Stands before the limits of addresses.
     *
     * @param limits the limits
     * @return the limits to use
     */
    default AddressLimits addressLimits(AddressLimits limits) {
        return limits;
    }

    /**
     * Stands before the notifier.
     *
     * @param notifier the notifier
     * @return the notifier to use
     */
    default ChatNotifier notifier(ChatNotifier notifier) {
        return notifier;
    }

    /**
     * The service is ready. Nobody else has it yet.
     *
     * @param chats the service, whose {@link ChatService#liveChats} may be asked from now on
     */
    default void built(ChatService chats) {}
}
