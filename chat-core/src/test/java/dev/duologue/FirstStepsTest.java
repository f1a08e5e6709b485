package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The first steps that the Javadoc of {@link ChatService} shows; the README has a test of its own. */
class FirstStepsTest {

    @Test
    void a_chat_is_started_entered_and_written_to() {
        CompletableFuture<String> heard = new CompletableFuture<>();

        try (ChatService chats =
                ChatService.builder(URI.create("https://chat.example/c")).build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            Invitation anny = started.second();
            ChatListener listener = new ChatListener() {
                @Override
                public void message(Seat seat, Message message) {
                    heard.complete(message.name() + ": " + message.text());
                }
            };
            Entry there = chats.enter(anny.link(), anny.secretCode(), listener).join();
            Invitation abhi = started.first();
            Entry here = chats.enter(abhi.link(), abhi.secretCode(), new ChatListener() {})
                    .join();
            if (here instanceof Entry.Admitted admitted) {
                SendResult result = admitted.seat().send("HI").join();
                assertThat(result).isInstanceOf(SendResult.Sent.class);
            }

            assertThat(there).isInstanceOf(Entry.Admitted.class);
            assertThat(Eventually.get(heard)).isEqualTo("ABHI: HI");
            assertThat(abhi.shortUrl()).hasToString("https://chat.example/c#" + abhi.link());
            assertThat(abhi.qrCode().join().dataUri()).startsWith("data:image/svg+xml;base64,");
        }
    }
}
