package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.duologue.QrCode;
import dev.duologue.spi.QrCodes;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link QrCodes}, by a reader of such codes. Extend it and give it what it asks for. For anything but the
 * bitmaps that {@link ImageIO} reads, as SVG, override {@link #image} too.
 */
public abstract class QrCodesTck {

    /** What the default makes, with the shortest and the longest tokens, and what an outside shortener might. */
    private static final List<URI> URIS = List.of(
            URI.create("https://chat.example/c#23AHi7kQ9xY4Z1b2"),
            URI.create("http://192.168.1.20:8080/c#23AHi7kQ9xY4Z1b2"),
            URI.create("https://s.example/a1"),
            URI.create("https://a-rather-long-name-of-a-host.chat.example/with/a/path#"
                    + "23AHi7kQ9xY4Z1b223AHi7kQ9xY4Z1b223AHi7kQ9xY4Z1b2"));

    private static final String SECRET = "23AHi7kQ9xY4Z1b2";
    /** ISO/IEC 18004: so many modules are a finder pattern wide, and the quiet zone. */
    private static final int FINDER = 7;

    private static final int QUIET_ZONE = 4;
    /** As wide as a code is shown on a page, at least. */
    private static final int SHOWN = 400;

    /** Makes the kit. */
    protected QrCodesTck() {}

    /**
     * Makes the drawer to test.
     *
     * @return QR codes
     */
    protected abstract QrCodes newQrCodes();

    /**
     * Shows an image as a page would.
     *
     * @param code the image
     * @return its pixels, at least one for each module
     * @throws IOException if it cannot be shown
     */
    protected BufferedImage image(QrCode code) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(code.bytes()));
        if (image == null) {
            throw new AssertionError("ImageIO reads no " + code.mediaType() + ": override image(QrCode)");
        }
        return image;
    }

    /**
     * Who reads the code gets the URI, to the letter.
     *
     * @throws Exception if it cannot be read
     */
    @Test
    public void a_phone_reads_the_uri() throws Exception {
        QrCodes codes = newQrCodes();
        for (URI uri : URIS) {
            assertThat(read(codes.draw(uri))).isEqualTo(uri.toString());
        }
    }

    /**
     * The code is dark on light, with light around, as wide as the standard asks for: phones find no others with certainty.
     *
     * @throws Exception if it cannot be shown
     */
    @Test
    public void the_code_is_dark_with_a_light_zone_around() throws Exception {
        QrCodes codes = newQrCodes();
        for (URI uri : URIS) {
            BufferedImage shown = shown(codes.draw(uri));
            int top = IntStream.range(0, shown.getHeight())
                    .filter(y -> IntStream.range(0, shown.getWidth()).anyMatch(x -> dark(shown, x, y)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nothing in it is dark"));
            int left = IntStream.range(0, shown.getWidth())
                    .filter(x -> dark(shown, x, top))
                    .findFirst()
                    .orElseThrow();
            int finder = (int) IntStream.range(left, shown.getWidth())
                    .takeWhile(x -> dark(shown, x, top))
                    .count();
            // A pixel less, as edges may be drawn softly.
            int least = QUIET_ZONE * finder / FINDER - 1;
            assertThat(Math.min(top, left))
                    .as("pixels above and left of the code")
                    .isGreaterThanOrEqualTo(least);
            assertThat(IntStream.range(shown.getWidth() - least, shown.getWidth())
                            .anyMatch(x -> IntStream.range(0, shown.getHeight()).anyMatch(y -> dark(shown, x, y))))
                    .as("something dark at the right edge")
                    .isFalse();
            assertThat(IntStream.range(shown.getHeight() - least, shown.getHeight())
                            .anyMatch(y -> IntStream.range(0, shown.getWidth()).anyMatch(x -> dark(shown, x, y))))
                    .as("something dark at the lower edge")
                    .isFalse();
        }
    }

    /** The media type is one of images, as a page has to know. */
    @Test
    public void the_media_type_is_one_of_images() {
        assertThat(newQrCodes().draw(URIS.get(0)).mediaType()).matches("image/[a-z0-9.+-]+");
    }

    /** What no QR code can hold is refused, by an exception that does not tell it. */
    @Test
    public void what_is_too_long_is_refused_without_telling_it() {
        URI tooLong = URI.create("https://chat.example/c#" + SECRET.repeat(200));
        Throwable refused = catchThrowable(() -> newQrCodes().draw(tooLong));
        assertThat(refused)
                .as("3,200 characters are more than the standard has room for")
                .isNotNull();
        StringWriter told = new StringWriter();
        refused.printStackTrace(new PrintWriter(told));
        assertThat(told.toString()).doesNotContain(SECRET);
    }

    /**
     * Calls at once draw each its own.
     *
     * @throws Exception if one cannot be read
     */
    @Test
    public void calls_at_once_draw_each_its_own() throws Exception {
        QrCodes codes = newQrCodes();
        List<QrCode> drawn = AtOnce.all(32, i -> codes.draw(URIS.get(i % URIS.size())));
        for (int i = 0; i < drawn.size(); i++) {
            assertThat(read(drawn.get(i))).isEqualTo(URIS.get(i % URIS.size()).toString());
        }
    }

    private String read(QrCode code) throws IOException {
        BufferedImage shown = shown(code);
        int[] pixels = shown.getRGB(0, 0, shown.getWidth(), shown.getHeight(), null, 0, shown.getWidth());
        BinaryBitmap seen = new BinaryBitmap(
                new HybridBinarizer(new RGBLuminanceSource(shown.getWidth(), shown.getHeight(), pixels)));
        try {
            return new QRCodeReader()
                    .decode(seen, Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText();
        } catch (ReaderException e) {
            throw new AssertionError("the code cannot be read", e);
        }
    }

    /** On white, as a page is, and large enough for a reader. */
    private BufferedImage shown(QrCode code) throws IOException {
        BufferedImage image = image(code);
        int scale = Math.max(1, (SHOWN + image.getWidth() - 1) / image.getWidth());
        BufferedImage shown =
                new BufferedImage(image.getWidth() * scale, image.getHeight() * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D page = shown.createGraphics();
        page.setColor(Color.WHITE);
        page.fillRect(0, 0, shown.getWidth(), shown.getHeight());
        page.drawImage(image, 0, 0, shown.getWidth(), shown.getHeight(), null);
        page.dispose();
        return shown;
    }

    /** By the weights of ITU-R BT.601, in thousandths. */
    private static boolean dark(BufferedImage image, int x, int y) {
        Color colour = new Color(image.getRGB(x, y));
        return 299 * colour.getRed() + 587 * colour.getGreen() + 114 * colour.getBlue() < 128_000;
    }
}
