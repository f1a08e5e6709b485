package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that several threads give up at once")
class GivenUpTest {

    private static final int ROUNDS = 500;
    private static final int THREADS = 2;

    /** Nothing is sent in this test. */
    private static final Session SESSION = (Session) Proxy.newProxyInstance(
            Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> null);

    @Test
    @DisplayName("is closed once")
    void once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                AtomicInteger closed = new AtomicInteger();
                Outbound outbound = new Outbound(
                        SESSION,
                        InstantSource.system(),
                        1,
                        () -> {},
                        reason -> closed.incrementAndGet(),
                        Runnable::run);
                AtomicInteger ready = new AtomicInteger();
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    all.add(threads.submit(() -> {
                        ready.incrementAndGet();
                        while (ready.get() < THREADS) {
                            Thread.onSpinWait();
                        }
                        outbound.finishNow(Closing.GOING_AWAY);
                    }));
                }
                for (Future<?> one : all) {
                    one.get(10, TimeUnit.SECONDS);
                }
                assertThat(closed).as("in round %s", round).hasValue(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
