package dev.duologue.example.extensions;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import com.sun.net.httpserver.HttpServer;
import dev.duologue.QrCode;
import dev.duologue.spi.AttemptPolicy;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.ShortUrls;
import dev.duologue.spi.Timeouts;
import dev.duologue.tck.AttemptPolicyTck;
import dev.duologue.tck.ChatNotifierTck;
import dev.duologue.tck.HashingTck;
import dev.duologue.tck.QrCodesTck;
import dev.duologue.tck.ShortUrlsTck;
import dev.duologue.tck.TimeoutsTck;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

@DisplayName("The examples of extensions pass their kits:")
class ExtensionKitsTest {

    private static final URI PAGE = URI.create("https://chat.example/c");

    @Nested
    @DisplayName("a shortener")
    class OutsideShortenerKit extends ShortUrlsTck {

        private final Map<URI, URI> known = new ConcurrentHashMap<>();
        private HttpServer shortener;

        @BeforeEach
        void serve() throws IOException {
            shortener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            shortener.createContext("/", exchange -> {
                URI longUrl = URI.create(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                URI shortUrl = URI.create("https://ch.example/" + known.size());
                known.put(shortUrl, longUrl);
                byte[] answer = shortUrl.toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            shortener.start();
        }

        @AfterEach
        void stop() {
            shortener.stop(0);
        }

        @Override
        protected ShortUrls newShortUrls() {
            return new OutsideShortener(
                    URI.create("http://127.0.0.1:" + shortener.getAddress().getPort() + "/"), PAGE);
        }

        @Override
        protected String tokenAt(URI shortUrl) {
            return known.get(shortUrl).getRawFragment();
        }
    }

    @Nested
    @DisplayName("QR codes in another colour")
    class InHouseColoursKit extends QrCodesTck {

        @Override
        protected QrCodes newQrCodes() {
            return new InHouseColours("#1b1b3a");
        }

        @Override
        protected BufferedImage image(QrCode code) {
            SVGDocument svg =
                    new SVGLoader().load(new ByteArrayInputStream(code.bytes()), null, LoaderContext.createDefault());
            int size = Math.round(svg.viewBox().width) * 8;
            BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            svg.render(null, graphics, new ViewBox(0, 0, size, size));
            graphics.dispose();
            return image;
        }
    }

    @Nested
    @DisplayName("a notifier by mail")
    class MailNotifierKit extends ChatNotifierTck {

        @Override
        protected ChatNotifier newNotifier() {
            MailNotifier notifier = new MailNotifier((address, subject, text) -> {});
            notifier.remember("23AHi7", "abhi@example.org", "anny@example.org");
            return notifier;
        }
    }

    @Nested
    @DisplayName("a pepper")
    class PepperKit extends HashingTck {

        @Override
        protected Hashing newHashing() {
            return Hashing.hmacSha256(new byte[32]);
        }

        @Override
        protected Hashing withAnotherKey() {
            byte[] pepper = new byte[32];
            pepper[31] = 1;
            return Hashing.hmacSha256(pepper);
        }
    }

    @Nested
    @DisplayName("two attempts")
    class AttemptsKit extends AttemptPolicyTck {

        @Override
        protected AttemptPolicy newPolicy() {
            return Building.twoAttempts();
        }
    }

    @Nested
    @DisplayName("short clocks")
    class ClocksKit extends TimeoutsTck {

        @Override
        protected Timeouts newTimeouts() {
            return Building.shortClocks();
        }
    }
}
