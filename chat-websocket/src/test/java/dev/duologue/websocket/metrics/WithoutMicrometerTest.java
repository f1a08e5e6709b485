package dev.duologue.websocket.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.Host;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where Micrometer is not there")
class WithoutMicrometerTest {

    @Test
    @DisplayName("chats go on all the same, and only what counts by it cannot be had")
    void chats_go_on() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // Of this class path, without the jars of Micrometer, and with nothing of it behind. Not closed: the
        // container's
        // threads end after it does, and load classes until then.
        URLClassLoader without = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
        try {
            assertThatThrownBy(() -> without.loadClass("io.micrometer.core.instrument.MeterRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);
            Thread.currentThread().setContextClassLoader(without);
            Runnable chat = without.loadClass(Chat.class.getName())
                    .asSubclass(Runnable.class)
                    .getConstructor()
                    .newInstance();
            assertThat(chat.getClass().getClassLoader()).isSameAs(without);
            chat.run();
            assertThatThrownBy(() -> without.loadClass(ChatMeters.class.getName())
                            .getConstructor()
                            .newInstance())
                    .isInstanceOf(NoClassDefFoundError.class);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL[] jars() throws Exception {
        List<String> entries = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer-"))
                .toList();
        URL[] urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(entries.get(i)).toUri().toURL();
        }
        return urls;
    }

    /** Loaded once more, by a loader that has no Micrometer. */
    public static final class Chat implements Runnable {

        @Override
        public void run() {
            try (ChatService chats = ChatService.builder(URI.create("http://localhost/c"))
                            .build();
                    ChatWebSocket webSocket = ChatWebSocket.builder(chats)
                            .allowedOrigin("http://localhost")
                            .build();
                    Host host = Host.serving(webSocket.endpointConfig());
                    ChatClient client = ChatClient.connect(host.uri("/chat"))) {
                client.send(
                        "open",
                        "link",
                        chats.start("ABHI", "ANNY").join().first().link());
                client.next("hello");
            }
        }
    }
}
