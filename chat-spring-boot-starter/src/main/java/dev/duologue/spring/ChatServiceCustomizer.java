package dev.duologue.spring;

import dev.duologue.ChatService;

/**
 * A bean that has the last word about the service: what no property and no bean of an extension point tells. Several are
 * asked in their order. Called once, while the service is made.
 */
@FunctionalInterface
public interface ChatServiceCustomizer {

    /**
     * Changes what the service is made with.
     *
     * @param chats the builder, with all properties and beans taken up
     */
    void customize(ChatService.Builder chats);
}
