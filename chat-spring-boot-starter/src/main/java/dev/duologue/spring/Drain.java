package dev.duologue.spring;

import dev.duologue.websocket.ChatWebSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** Asks all clients to connect elsewhere when the application begins to end, and gives them a moment to go. */
final class Drain implements ApplicationListener<ContextClosedEvent> {

    private final ChatWebSocket webSocket;
    private final Duration atMost;
    private final ApplicationContext own;

    Drain(ChatWebSocket webSocket, Duration atMost, ApplicationContext own) {
        this.webSocket = webSocket;
        this.atMost = atMost;
        this.own = own;
    }

    /** Before the web server is stopped, which would cut them without a word. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // A child's end, as that of the actuator's port, is told here too.
        if (event.getApplicationContext() != own) {
            return;
        }
        webSocket.close();
        long end = System.nanoTime() + atMost.toNanos();
        while (webSocket.connections() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
