package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.architecture.JavadocExamples;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.ShortUrls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@DisplayName("The Javadoc")
class JavadocTest {

    @Test
    @DisplayName("shows no Java that is not in these tests")
    void examples() throws IOException {
        JavadocExamples.checkThatAllAreCompiled(5);
    }

    @Test
    @DisplayName("leads from its first page to nothing that is not there")
    void overview() throws IOException {
        String page = Files.readString(Path.of("src/main/javadoc/overview.html"));
        List<String> types = Pattern.compile("\\{@link (dev\\.duologue\\.(?:spi\\.)?[A-Z][A-Za-z.]*)")
                .matcher(page)
                .results()
                .map(link -> link.group(1).replaceAll("\\.([A-Z][a-zA-Z]*)\\.([A-Z])", ".$1\\$$2"))
                .toList();
        assertThat(types)
                .hasSizeGreaterThan(5)
                .allSatisfy(type -> assertThat(Class.forName(type)).isPublic());
    }

    @Test
    @DisplayName("of the hashing shows how a digest is made and matched")
    void hashing() {
        assertThat(hashed(new byte[32], "K7QM3F", "K7QM3F")).isTrue();
        assertThat(hashed(new byte[32], "K7QM3F", "K7QM3G")).isFalse();
    }

    private static boolean hashed(byte[] pepper, String secret, String typed) {
        Hashing hashing = Hashing.hmacSha256(pepper);
        String stored = hashing.digest("invite", secret);
        boolean right = hashing.matches("invite", typed, stored);
        return right;
    }

    @Test
    @DisplayName("of the codes shows how one is read")
    void codes() {
        assertThat(read("nothing like it")).isFalse();
    }

    private static boolean read(String typed) {
        SecretCodes codes = SecretCodes.crockford();
        String shown = codes.generate(); // as K7Q-M3F
        boolean right = codes.normalise(typed).equals(codes.normalise(shown));
        assertThat(codes.normalise(shown.toLowerCase(Locale.ROOT))).isEqualTo(codes.normalise(shown));
        return right;
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    @DisplayName("of the short URLs shows what one looks like")
    void short_urls() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            ShortUrls urls = ShortUrls.fragment(URI.create("https://chat.example/c"));
            urls.shorten("23AHi7kQ").thenAccept(url -> System.out.println(url)); // https://chat.example/c#23AHi7kQ
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo("https://chat.example/c#23AHi7kQ");
    }

    @Test
    @DisplayName("of the QR codes shows how one is drawn")
    void qr_codes() {
        QrCode code = QrCodes.svg().draw(URI.create("https://chat.example/c#23AHi7kQ"));
        byte[] file = code.bytes();
        String inPage = code.dataUri();
        assertThat(new String(file, StandardCharsets.UTF_8)).startsWith("<svg");
        assertThat(inPage).startsWith("data:image/svg+xml;base64,");
    }

    /** The example of the service; what becomes of it is tested by {@link FirstStepsTest}. */
    static void service() {
        try (ChatService chats =
                ChatService.builder(URI.create("https://chat.example/c")).build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            Invitation abhi = started.first();
            Entry entry = chats.enter(abhi.link(), abhi.secretCode(), new ChatListener() {
                        @Override
                        public void message(Seat seat, Message message) {
                            System.out.println(message.name() + ": " + message.text());
                        }
                    })
                    .join();
            if (entry instanceof Entry.Admitted admitted) {
                admitted.seat().send("HI").join();
            }
        }
    }

    @Test
    @DisplayName("of the service shows two names become a chat")
    void service_runs() {
        service();
    }
}
