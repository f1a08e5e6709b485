package dev.duologue.example.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Ending;
import dev.duologue.Entry;
import dev.duologue.Greeting;
import dev.duologue.QrCode;
import dev.duologue.Side;
import dev.duologue.StartedChat;
import dev.duologue.UnavailableException;
import dev.duologue.spi.ChatEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The examples of extensions")
class ExtensionsTest {

    private static final URI PAGE = URI.create("https://chat.example/c");
    private static final Path SOURCES = Path.of("src/test/java/dev/duologue/example/extensions");
    private static final Path DOCUMENT = Path.of("..", "docs", "extensions.md");
    private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    @Test
    @DisplayName("stand in the documentation as they are compiled here, all of them")
    void documented() throws IOException {
        Set<String> shown = BLOCK.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> squeezed(block.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> compiled = new TreeSet<>();
        for (String name : List.of(
                "DigitCodes", "DigitCodesKitTest", "OutsideShortener", "InHouseColours", "MailNotifier", "Building")) {
            String source = Files.readString(SOURCES.resolve(name + ".java"));
            // From the comment of the class on: what is imported goes without saying.
            compiled.add(squeezed(source.substring(source.indexOf("/**"))));
        }
        assertThat(shown).isEqualTo(compiled);
    }

    @Test
    @DisplayName("name the kit of each part")
    void kits() throws IOException {
        String page = Files.readString(DOCUMENT);
        try (Stream<Path> kits = Files.list(Path.of("../chat-tck/src/main/java/dev/duologue/tck"))) {
            assertThat(kits.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith("Tck.java"))
                            .map(file -> file.replace(".java", "")))
                    .hasSizeGreaterThan(9)
                    .allSatisfy(kit -> assertThat(page).contains("`" + kit + "`"));
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @ParameterizedTest
    @CsvSource({"4821 9135, 48219135", "48219135, 48219135", " 4821-9135 , 48219135", "४८२१ ९१३५, 48219135"})
    @DisplayName("read a code of digits however it is typed")
    void digits(String typed, String normalised) {
        assertThat(new DigitCodes().normalise(typed)).hasValue(normalised);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4821 913", "4821 91355", "4821 913x", "K7Q-M3F"})
    @DisplayName("do not take for digits what is none")
    void noDigits(String typed) {
        assertThat(new DigitCodes().normalise(typed)).isEmpty();
    }

    @Test
    @DisplayName("let people in by digits, and tell the page what they look like")
    void digitsInAChat() {
        try (ChatService chats =
                ChatService.builder(PAGE).secretCodes(new DigitCodes()).build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            assertThat(started.first().secretCode()).matches("\\d{4} \\d{4}");
            Greeting greeting = chats.open(started.first().link()).join();
            assertThat(((Greeting.Hello) greeting).codeForm().orElseThrow().groups())
                    .containsExactly(4, 4);
            assertThat(chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                            .join())
                    .isInstanceOf(Entry.Admitted.class);
        }
    }

    @Test
    @DisplayName("ask a shortener, and start no chat where it fails")
    void shortened() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer shortener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shortener.createContext("/", exchange -> {
            String longUrl = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(longUrl);
            byte[] answer = ("https://ch.example/" + asked.size()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.size() <= 2 ? 200 : 500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        shortener.start();
        URI address = URI.create("http://127.0.0.1:" + shortener.getAddress().getPort() + "/");
        try (ChatService chats = ChatService.builder(PAGE)
                .shortUrls(new OutsideShortener(address, PAGE))
                .build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            assertThat(Set.of(
                            started.first().shortUrl().toString(),
                            started.second().shortUrl().toString()))
                    .containsExactlyInAnyOrder("https://ch.example/1", "https://ch.example/2");
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            PAGE + "#" + started.first().link(),
                            PAGE + "#" + started.second().link());
            assertThatThrownBy(() -> chats.start("ABHI", "ANNY").join()).hasCauseInstanceOf(UnavailableException.class);
        } finally {
            shortener.stop(0);
        }
    }

    @Test
    @DisplayName("draw QR codes in another colour")
    void coloured() {
        QrCode code = new InHouseColours("#1b1b3a").draw(URI.create("https://chat.example/c#23AHi7kQ"));
        assertThat(code.mediaType()).isEqualTo("image/svg+xml");
        assertThat(new String(code.bytes(), StandardCharsets.UTF_8)).contains("<path fill=\"#1b1b3a\" d=\"M");
    }

    @Test
    @DisplayName("write to whom a message waits for, and forget the addresses with the chat")
    void mailed() {
        List<String> sent = new ArrayList<>();
        MailNotifier notifier = new MailNotifier((address, subject, text) -> sent.add(address + ": " + subject));
        notifier.remember("23AHi7", "abhi@example.org", "anny@example.org");
        notifier.notify(new ChatEvent.Entered("23AHi7", Side.FIRST, false));
        notifier.notify(new ChatEvent.MessageWaiting("23AHi7", Side.SECOND));
        notifier.notify(new ChatEvent.MessageWaiting("unknown", Side.SECOND));
        notifier.notify(new ChatEvent.Ended("23AHi7", new Ending(Ending.By.FIRST, Ending.Reason.ENDED)));
        notifier.notify(new ChatEvent.MessageWaiting("23AHi7", Side.SECOND));
        assertThat(sent).containsExactly("anny@example.org: Somebody wrote to you");
    }

    @Test
    @DisplayName("lock at the second wrong code where the table says so")
    void strict() {
        try (ChatService chats = Building.strict(PAGE, new byte[32]).build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            String wrong = started.first().secretCode().equals("000-000") ? "111-111" : "000-000";
            Entry refused = chats.enter(started.first().link(), wrong, new ChatListener() {})
                    .join();
            assertThat(((Entry.Refused) refused).attemptsLeft()).isEqualTo(1);
            assertThat(started.deadline().in()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        }
    }
}
