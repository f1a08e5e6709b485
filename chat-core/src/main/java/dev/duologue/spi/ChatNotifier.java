package dev.duologue.spi;

/**
 * Extension point: tells the application what happens in its chats, so that it can send a mail, a push, or count.
 *
 * <p>Implementations must be thread-safe. They are called on the service's executor, so events of one chat may overtake
 * each other. What they throw is logged by class name and changes nothing. An event may be lost if a node dies.
 */
@FunctionalInterface
public interface ChatNotifier {

    /**
     * Something happened.
     *
     * @param event what; its names must not be logged
     */
    void notify(ChatEvent event);

    /**
     * Tells nobody.
     *
     * @return the default, thread-safe
     */
    static ChatNotifier none() {
        return event -> {};
    }
}
