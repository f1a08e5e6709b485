package dev.duologue.bench.relay;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends one after the other, for containers that throw at two at once. Thread-safe. */
final class OneAtATime {

    private final RemoteEndpoint.Async remote;
    private final Queue<String> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unsent = new AtomicInteger();

    OneAtATime(Session session) {
        this.remote = session.getAsyncRemote();
    }

    void send(String text) {
        queue.add(text);
        if (unsent.getAndIncrement() == 0) {
            sendNext();
        }
    }

    private void sendNext() {
        String text = queue.remove();
        remote.sendText(text, result -> {
            if (unsent.decrementAndGet() > 0) {
                sendNext();
            }
        });
    }
}
