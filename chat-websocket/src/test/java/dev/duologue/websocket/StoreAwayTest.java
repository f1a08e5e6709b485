package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.ChatService;
import dev.duologue.ChatStoreException;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.websocket.testing.ChatClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("While the store is away")
class StoreAwayTest extends ProtocolFixture {

    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean fenced = new AtomicBoolean();

    @Override
    ChatService.Builder service() {
        return super.service().store(failing(ChatStore.inMemory(clock)));
    }

    /** The store in memory, out of reach at will. */
    private ChatStore failing(ChatStore store) {
        return (ChatStore) Proxy.newProxyInstance(
                ChatStore.class.getClassLoader(), new Class<?>[] {ChatStore.class}, (proxy, method, arguments) -> {
                    if (away.get() && method.getReturnType() == CompletionStage.class) {
                        return CompletableFuture.failedFuture(new ChatStoreException("away"));
                    }
                    if (lost.get() && method.getName().equals("append")) {
                        return CompletableFuture.completedFuture(new StoreAnswer.Gone(Optional.empty()));
                    }
                    if (fenced.get() && method.getName().equals("append")) {
                        Pulse.SeatPulse newer = new Pulse.SeatPulse(1, 99, true, 0, 0);
                        return CompletableFuture.supplyAsync(() -> new StoreAnswer.Fenced(newer));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    @DisplayName("sends are unavailable, the connection stays, and the same id goes through later, once")
    void sends_are_unavailable() {
        Pair pair = bothIn();
        away.set(true);
        pair.first().send("send", "id", "m1", "text", "one");
        JsonNode error = pair.first().nextError("unavailable");
        assertThat(error.path("id").asText()).isEqualTo("m1");
        assertThat(error.path("retryAfter").asInt()).isPositive();
        pair.first().nothingElse();

        away.set(false);
        pair.first().send("send", "id", "m1", "text", "one");
        assertThat(pair.first().next("sent").path("seq").asInt()).isEqualTo(1);
        pair.second().next("message");
        pair.second().nothingElse();
    }

    @Test
    @DisplayName("for good, and with it the record, the chat has ended as lost")
    void a_lost_record_ends_the_chat() {
        ChatClient client = entered(chat.first());
        lost.set(true);
        client.send("send", "id", "m1", "text", "one");
        assertThat(client.nextError("ended").path("id").asText()).isEqualTo("m1");
        JsonNode ended = client.next("ended");
        assertThat(ended.path("by").asText()).isEqualTo("server");
        assertThat(ended.path("reason").asText()).isEqualTo("lost");
        assertThat(client.closeCode()).isEqualTo(4000);
    }

    @Test
    @DisplayName("or knows of a newer seat, the message is not refused for good, and the close tells why")
    void a_newer_seat_fences_this_one() {
        ChatClient client = entered(chat.first());
        fenced.set(true);
        client.send("send", "id", "m1", "text", "one");
        assertThat(client.nextError("unavailable").path("id").asText()).isEqualTo("m1");
        assertThat(client.closeCode()).isEqualTo(4001);
    }

    @Test
    @DisplayName("open, enter, resume, stay and end are unavailable, and the connection stays")
    void all_else_is_unavailable() {
        ChatClient inside = entered(chat.first());
        ChatClient outside = connect();
        away.set(true);
        outside.send("open", "link", chat.second().link());
        outside.nextError("unavailable");
        enter(outside, chat.second(), "t");
        outside.nextError("unavailable");
        assertThat(resume(outside, chat.second(), "token", 0, "t").path("error").asText())
                .isEqualTo("unavailable");
        inside.send("stay");
        inside.nextError("unavailable");
        inside.send("end");
        inside.nextError("unavailable");

        away.set(false);
        enter(outside, chat.second(), "t");
        outside.next("entered");
        inside.next("peer");
        inside.send("end");
        inside.next("ended");
        outside.next("ended");
    }
}
