package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.ClientAddress;
import dev.duologue.websocket.testing.ChatClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that was asked to close")
class LeavingTest extends ProtocolFixture {

    private static final Duration NOTHING_WRITTEN = Duration.ofSeconds(30);

    private final List<Known> known = new CopyOnWriteArrayList<>();

    @Override
    ChatWebSocket.Builder endpoint(ChatService service) {
        return super.endpoint(service).clients(request -> {
            Known client = new Known();
            known.add(client);
            return client;
        });
    }

    @Test
    @DisplayName("is let go of as soon as its host says that it has gone, and is not cut")
    void gone() {
        Known client = refused();
        client.gone = true;
        Eventually.holds(() -> client.asked.get() > 0);
        // Whoever holds it asks it at each sweep; sweeps come by another one.
        Known other = refused();
        int asked = client.asked.get();
        Eventually.holds(() -> other.asked.get() > 1);
        assertThat(client.asked).hasValueBetween(asked, asked + 1);
        clock.pass(NOTHING_WRITTEN.plusSeconds(1));
        Eventually.holds(() -> other.cut.get() == 1);
        assertThat(client.cut).hasValue(0);
    }

    @Test
    @DisplayName("is cut once, 30 s later, if it is still there, also where a host fails at it")
    void stillThere() {
        Known failing = refused();
        failing.fails = true;
        Known client = refused();
        clock.pass(NOTHING_WRITTEN.minusSeconds(1));
        int asked = client.asked.get();
        Eventually.holds(() -> client.asked.get() > asked);
        assertThat(client.cut).hasValue(0);
        clock.pass(Duration.ofSeconds(2));
        Eventually.holds(() -> client.cut.get() == 1 && failing.cut.get() == 1);
        clock.pass(NOTHING_WRITTEN.multipliedBy(2));
        Known next = refused();
        Eventually.holds(() -> next.asked.get() > 1);
        assertThat(client.cut).hasValue(1);
    }

    /** One that was closed for three bad frames. */
    private Known refused() {
        ChatClient client = connect();
        for (int i = 0; i < 3; i++) {
            client.raw("{");
            client.nextError("bad_frame");
        }
        assertThat(client.closeCode()).isEqualTo(4006);
        return known.get(known.size() - 1);
    }

    /** Counts what it is asked. */
    private static final class Known implements ClientConnection {

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger cut = new AtomicInteger();
        private volatile boolean gone;
        private volatile boolean fails;

        @Override
        public Optional<ClientAddress> address() {
            return Optional.empty();
        }

        @Override
        public void terminate() {
            cut.incrementAndGet();
            if (fails) {
                throw new IllegalStateException("a host that fails");
            }
        }

        @Override
        public boolean isGone() {
            asked.incrementAndGet();
            return gone;
        }
    }
}
