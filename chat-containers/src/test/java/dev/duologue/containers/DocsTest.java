package dev.duologue.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.testing.ChatClient;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about containers")
class DocsTest {

    private static final Path PAGE = Path.of("..", "docs", "containers.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/duologue/containers");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final List<String> CONTAINERS = List.of("Tyrus", "Jetty", "Tomcat", "Undertow");

    // What the page shows first; each container's way stands with it.

    static ServerEndpointConfig config(ChatService chats) {
        ChatWebSocket webSocket = ChatWebSocket.builder(chats)
                .allowedOrigin("https://chat.example")
                .build();
        ServerEndpointConfig config = webSocket.endpointConfig();
        return config;
    }

    @Test
    @DisplayName("has the table that the runs on the containers made")
    void the_table() throws IOException {
        List<Properties> all = new ArrayList<>();
        for (String container : CONTAINERS) {
            all.add(Results.of(container));
        }
        TreeSet<String> tests = new TreeSet<>(all.get(0).stringPropertyNames());
        tests.removeAll(List.of(Results.CONTAINER, Results.API));
        assertThat(tests).hasSizeGreaterThan(5);
        String table = Stream.of(
                        Stream.of(row(all, "", Results.CONTAINER), "|---|" + "---|".repeat(all.size())),
                        Stream.of(row(all, Results.API, Results.API)),
                        tests.stream().map(test -> row(all, test, test)))
                .flatMap(Function.identity())
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(PAGE)).contains(table);
        assertThat(table).doesNotContain("fails").doesNotContain("skipped");
    }

    private static String row(List<Properties> all, String title, String property) {
        return all.stream()
                .map(one -> one.getProperty(property, "not run"))
                .collect(Collectors.joining(" | ", "| " + title + " | ", " |"));
    }

    @Test
    @DisplayName("shows no Java that is not compiled and run here")
    void every_block_is_here() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.append(Files.readString(file));
            }
        }
        List<String> blocks = JAVA_BLOCK
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks)
                .hasSize(1 + CONTAINERS.size())
                .allSatisfy(block -> assertThat(squeezed(sources.toString())).contains(squeezed(block)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    @DisplayName("shows a way to start Tyrus that serves")
    void tyrus_serves() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (ChatService chats =
                ChatService.builder(URI.create("https://chat.example/c")).build()) {
            try (AutoCloseable serving = StandaloneTyrus.serving(config(chats), port);
                    ChatClient client = ChatClient.connect(URI.create("ws://127.0.0.1:" + port + "/chat"))) {
                assertThat(serving).isNotNull();
                client.nothingElse();
            }
        }
    }
}
