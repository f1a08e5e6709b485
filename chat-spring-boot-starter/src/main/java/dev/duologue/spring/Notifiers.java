package dev.duologue.spring;

import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.function.SingletonSupplier;

/**
 * Tells every notifier of the application, in their order, and its event listeners. Looked up with the first event: a
 * notifier may well want the service. Thread-safe.
 */
final class Notifiers implements ChatNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifiers.class);

    private final SingletonSupplier<List<ChatNotifier>> notifiers;
    private final ApplicationEventPublisher events;

    Notifiers(ObjectProvider<ChatNotifier> notifiers, ApplicationEventPublisher events) {
        this.notifiers = SingletonSupplier.of(() -> notifiers.orderedStream().toList());
        this.events = events;
    }

    @Override
    public void notify(ChatEvent event) {
        notifiers.obtain().forEach(notifier -> tell(notifier, event));
        tell(events::publishEvent, event);
    }

    /** What one throws keeps nothing from the others. */
    private static void tell(ChatNotifier notifier, ChatEvent event) {
        try {
            notifier.notify(event);
        } catch (RuntimeException e) {
            // The class alone: a message of the application's may tell names.
            LOG.warn("a notifier failed: {}", e.getClass().getName());
        }
    }
}
