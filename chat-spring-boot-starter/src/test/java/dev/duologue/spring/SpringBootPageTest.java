package dev.duologue.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.ChatService;
import dev.duologue.ClientAddress;
import dev.duologue.StartedChat;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ShortUrls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

@DisplayName("The page on Spring Boot")
class SpringBootPageTest {

    private static final Path PAGE = Path.of("..", "docs", "spring-boot.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "duologue", "spring");
    private static final Pattern ROW =
            Pattern.compile("^\\| `((?:duologue|management)\\.[a-z.-]+)` \\| (.+?) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern METER =
            Pattern.compile("^\\| `(duologue\\.[a-z.]+)` \\| [`–].* \\| .* \\|$", Pattern.MULTILINE);

    // What the page shows beside the sample application, to the letter but for white space.

    record Names(String first, String second) {}

    static final class Limited {

        private final ChatService chats;

        Limited(ChatService chats) {
            this.chats = chats;
        }

        @PostMapping("/limited")
        CompletableFuture<StartedChat> start(@RequestBody Names names, HttpServletRequest request)
                throws UnknownHostException {
            ClientAddress caller = ClientAddress.of(InetAddress.getByName(request.getRemoteAddr()));
            return chats.visitor(Optional.of(caller)).start(names.first(), names.second());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Parts {

        final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        @Bean
        ShortUrls shortUrls() {
            return token -> CompletableFuture.completedFuture(URI.create("https://example.org/t/#" + token));
        }

        @EventListener
        void tellOperator(ChatEvent.Ended over) {
            ends.add(over.ending().reason().name());
        }
    }

    @Test
    @DisplayName("has all properties with their defaults and meanings, as the metadata tells them")
    void every_property() throws IOException {
        List<String> rows = ROW.matcher(section("Properties"))
                .results()
                .map(row -> row.group(1) + " = " + row.group(2) + ": " + row.group(3))
                .toList();
        assertThat(rows).containsExactlyElementsOf(described());
    }

    private static List<String> described() throws IOException {
        try (InputStream metadata =
                DuologueProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode properties = new ObjectMapper().readTree(metadata).get("properties");
            return List.copyOf(new TreeSet<>(StreamSupport.stream(properties.spliterator(), false)
                    .map(property -> property.get("name").asText() + " = " + byDefault(property) + ": "
                            + property.get("description").asText())
                    .toList()));
        }
    }

    private static String byDefault(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        return value.isMissingNode()
                ? "–"
                : "`" + value.asText().replaceAll("[\\[\\]]", "").replace(", ", ",") + "`";
    }

    @Test
    @DisplayName("names no property that there is not")
    void no_other_property() throws IOException {
        List<String> known =
                described().stream().map(row -> row.split(" = ", 2)[0]).toList();
        assertThat(Pattern.compile(
                                "(?<![\\w./])duologue\\.(?:redis|websocket|timeouts|limits|address-limits)\\.[a-z-]+")
                        .matcher(page())
                        .results()
                        .map(MatchResult::group)
                        .filter(name -> !name.equals("duologue.limits.refused")))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    @DisplayName("names all meters that there are")
    void every_meter() throws IOException {
        List<String> told = METER.matcher(section("Health, metrics, end"))
                .results()
                .map(row -> row.group(1))
                .toList();
        Contexts.web()
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context.getBean(MeterRegistry.class).getMeters())
                        .extracting(meter -> meter.getId().getName())
                        .filteredOn(name -> name.startsWith("duologue."))
                        .hasSameElementsAs(told));
    }

    @Test
    @DisplayName("shows no Java and no page that is not compiled or served in these tests")
    void every_block() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path source :
                List.of(SOURCES.resolve("SpringBootPageTest.java"), SOURCES.resolve("sample/ChatController.java"))) {
            sources.add(squeezed(Files.readString(source)));
        }
        assertThat(blocks("java"))
                .hasSize(3)
                .allSatisfy(block -> assertThat(sources).anyMatch(source -> source.contains(squeezed(block))));
        assertThat(blocks("html"))
                .containsExactly(Files.readString(Path.of("src", "test", "resources", "static", "c.html")));
    }

    @Test
    @DisplayName("shows parts that work: short URLs of one's own, and a listener for ends")
    void the_parts_work() {
        Contexts.plain().withUserConfiguration(Parts.class).run(context -> {
            ChatService chats = context.getBean(ChatService.class);
            StartedChat started = chats.start("ABHI", "ANNY").join();
            assertThat(started.first().shortUrl())
                    .hasToString("https://example.org/t/#" + started.first().link());
            chats.chat(started.id()).end().join();
            assertThat(context.getBean(Parts.class).ends.poll(10, TimeUnit.SECONDS))
                    .isEqualTo("ENDED");
        });
    }

    @Test
    @DisplayName("shows a limit on starts that holds")
    void the_limit_holds() {
        Contexts.plain()
                .withPropertyValues("duologue.address-limits.starts=1/1h")
                .run(context -> {
                    Limited limited = new Limited(context.getBean(ChatService.class));
                    assertThat(limited.start(new Names("ABHI", "ANNY"), from("203.0.113.1")))
                            .succeedsWithin(10, TimeUnit.SECONDS);
                    assertThat(limited.start(new Names("ABHI", "ANNY"), from("203.0.113.1")))
                            .failsWithin(10, TimeUnit.SECONDS);
                    assertThat(limited.start(new Names("ABHI", "ANNY"), from("203.0.113.2")))
                            .succeedsWithin(10, TimeUnit.SECONDS);
                });
    }

    private static HttpServletRequest from(String address) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> address);
    }

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    private static String section(String title) throws IOException {
        String from = page().split("\n## " + title + "\n", 2)[1];
        return from.split("\n## ", 2)[0];
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
