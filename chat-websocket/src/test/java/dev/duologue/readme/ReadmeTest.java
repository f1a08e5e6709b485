package dev.duologue.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Entry;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.StartedChat;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.TyrusHost;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@DisplayName("The README")
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/duologue/readme/ReadmeTest.java");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    // What the README shows, to the letter but for white space.

    static void embedded() throws InterruptedException {
        try (ChatService chats =
                ChatService.builder(URI.create("https://chat.example/c")).build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            BlockingQueue<String> read = new LinkedBlockingQueue<>();
            Seat abhi = sit(chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                    .join());
            Seat anny =
                    sit(chats.enter(started.second().link(), started.second().secretCode(), new ChatListener() {
                                @Override
                                public void message(Seat seat, Message message) {
                                    read.add(message.name() + ": " + message.text());
                                }
                            })
                            .join());
            abhi.send("HI").join();
            System.out.println(read.poll(5, TimeUnit.SECONDS)); // ABHI: HI
            anny.end().join();
        }
    }

    static Seat sit(Entry entry) {
        if (entry instanceof Entry.Admitted admitted) {
            return admitted.seat();
        }
        throw new IllegalStateException("refused: " + ((Entry.Refused) entry).reason());
    }

    static void deployed(ChatService chats, ServerContainer serverContainer) throws DeploymentException {
        ChatWebSocket webSocket = ChatWebSocket.builder(chats)
                .allowedOrigin("https://chat.example")
                .build();
        serverContainer.addEndpoint(webSocket.endpointConfig());
    }

    @Test
    @DisplayName("shows no Java that is not in this test")
    void every_block_is_here() throws IOException {
        String source = squeezed(Files.readString(SOURCE));
        List<String> blocks = JAVA_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(3).allSatisfy(block -> assertThat(source).contains(squeezed(block)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    @DisplayName("starts a chat and exchanges a message")
    void the_embedded_chat_runs() throws InterruptedException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            embedded();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo("ABHI: HI");
    }

    @Test
    @DisplayName("deploys an endpoint that answers")
    void the_endpoint_is_deployed() throws Exception {
        try (ChatService chats =
                ChatService.builder(URI.create("https://chat.example/c")).build()) {
            AtomicReference<TyrusHost> host = new AtomicReference<>();
            deployed(chats, onTyrus(host));
            try (TyrusHost serving = host.get();
                    ChatClient client = ChatClient.connect(serving.uri("/chat"))) {
                client.nothingElse();
            }
        }
    }

    /** A container whose only deed is to start a Tyrus with the endpoint that it is given. */
    private static ServerContainer onTyrus(AtomicReference<TyrusHost> host) {
        return (ServerContainer) Proxy.newProxyInstance(
                ServerContainer.class.getClassLoader(),
                new Class<?>[] {ServerContainer.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("addEndpoint");
                    host.set(new TyrusHost((ServerEndpointConfig) arguments[0]));
                    return null;
                });
    }
}
