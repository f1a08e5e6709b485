package dev.duologue.websocket.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.websocket.ChatWebSocket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about metrics")
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/duologue/websocket/metrics/MetricsDocumentTest.java");
    private static final Path JAVADOC = Path.of("src/main/java/dev/duologue/websocket/metrics/ChatMeters.java");
    private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\R(.*?)\\}</pre>", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(duologue[a-z.]+)` \\| ([^|]+) \\|");

    private final MeterRegistry registry = new SimpleMeterRegistry();

    /** What the page shows. */
    private static ChatWebSocket counted(URI base, MeterRegistry registry) {
        ChatMeters meters = new ChatMeters();
        meters.bindTo(registry);
        ChatService chats = ChatService.builder(base).instrument(meters).build();
        ChatWebSocket webSocket = ChatWebSocket.builder(chats)
                .allowedOrigin("https://chat.example")
                .build();
        new WebSocketMeters(webSocket).bindTo(registry);
        return webSocket;
    }

    @Test
    @DisplayName("shows Java that is compiled here, and so does the Javadoc")
    void examples() throws IOException {
        String source = squeezed(Files.readString(SOURCE));
        assertThat(BLOCK.matcher(Files.readString(DOCUMENT)).results().map(block -> squeezed(block.group(1))))
                .hasSize(1)
                .allSatisfy(block -> assertThat(source).contains(block));
        assertThat(EXAMPLE.matcher(Files.readString(JAVADOC)).results().map(block -> squeezed(block.group(1))))
                .hasSize(1)
                .allSatisfy(block -> assertThat(source).contains(block.replace("*", "")));
    }

    @Test
    @DisplayName("names each meter with its tags, and no other")
    void meters() throws IOException {
        try (ChatWebSocket webSocket = counted(URI.create("https://chat.example/c"), registry)) {
            assertThat(webSocket.connections()).isZero();
            Set<String> told = registry.getMeters().stream()
                    .map(meter -> meter.getId().getName() + " "
                            + meter.getId().getTags().stream()
                                    .map(Tag::getKey)
                                    .sorted()
                                    .toList())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> documented = ROW.matcher(Files.readString(DOCUMENT))
                    .results()
                    .map(row -> row.group(1) + " [" + row.group(2).replaceAll("[`–]", "") + "]")
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(documented).isEqualTo(told);
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
