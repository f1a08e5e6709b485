package dev.duologue.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.duologue.QrCode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class QrCodesProperties {

    private static final int QUIET_ZONE = 4;
    private static final Map<DecodeHintType, Boolean> MODULES_ONLY = Map.of(DecodeHintType.PURE_BARCODE, true);

    @Provide
    Arbitrary<URI> shortUrls() {
        Arbitrary<String> hosts =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(30);
        Arbitrary<Integer> ports = Arbitraries.integers().between(1, 65_535);
        Arbitrary<String> tokens =
                Arbitraries.strings().alpha().numeric().ofMinLength(11).ofMaxLength(54);
        return Combinators.combine(Arbitraries.of("http", "https"), hosts, ports, tokens)
                .as((scheme, host, port, token) -> URI.create(scheme + "://" + host + ":" + port + "/c#" + token));
    }

    @Property(tries = 60)
    void a_reader_of_the_svg_gets_the_url_back(
            @ForAll("shortUrls") URI url, @ForAll @IntRange(min = 3, max = 9) int scale) throws ReaderException {
        QrCode code = QrCodes.svg().draw(url);

        assertThat(code.mediaType()).isEqualTo("image/svg+xml");
        assertThat(read(rasterised(code, scale)).getText()).isEqualTo(url.toString());
    }

    @Property(tries = 60)
    void a_reader_of_the_png_gets_the_url_back(
            @ForAll("shortUrls") URI url, @ForAll @IntRange(min = 2, max = 8) int pixels)
            throws ReaderException, IOException {
        QrCode code = QrCodes.png(pixels).draw(url);

        assertThat(code.mediaType()).isEqualTo("image/png");
        Result result = read(ImageIO.read(new ByteArrayInputStream(code.bytes())));
        assertThat(result.getText()).isEqualTo(url.toString());
        assertThat(result.getResultMetadata()).containsEntry(ResultMetadataType.ERROR_CORRECTION_LEVEL, "M");
    }

    @Property(tries = 10)
    void four_modules_around_the_code_are_white_and_then_it_begins(@ForAll("shortUrls") URI url) throws IOException {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(QrCodes.png(1).draw(url).bytes()));
        int size = image.getWidth();

        assertThat(image.getHeight()).isEqualTo(size);
        for (int i = 0; i < size; i++) {
            for (int edge = 0; edge < QUIET_ZONE; edge++) {
                assertThat(isDark(image, i, edge)).isFalse();
                assertThat(isDark(image, edge, i)).isFalse();
                assertThat(isDark(image, i, size - 1 - edge)).isFalse();
                assertThat(isDark(image, size - 1 - edge, i)).isFalse();
            }
        }
        // The corners of the three finder patterns.
        assertThat(isDark(image, QUIET_ZONE, QUIET_ZONE)).isTrue();
        assertThat(isDark(image, size - 1 - QUIET_ZONE, QUIET_ZONE)).isTrue();
        assertThat(isDark(image, QUIET_ZONE, size - 1 - QUIET_ZONE)).isTrue();
    }

    /** URLs whose codes ZXing's detector does not find with the mask that the standard prefers. */
    @Example
    void a_camera_finds_also_codes_that_look_as_if_they_had_a_fourth_finder_pattern()
            throws ReaderException, IOException {
        for (String url : List.of(
                "http://aagaaaaac:25/c#8CiedAGKD1A9j2XbMKBmfvAy8o1HF9NxVp",
                "http://aaaaaaahaaacaaa:10/c#AAABmAdedWw2NAkWDLEUavlBJu9")) {
            for (int pixels = 3; pixels <= 12; pixels++) {
                QrCode code = QrCodes.png(pixels).draw(URI.create(url));
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(code.bytes()));
                assertThat(read(image, Map.of()).getText()).isEqualTo(url);
            }
        }
    }

    @Property(tries = 300)
    void a_camera_finds_the_code(@ForAll("shortUrls") URI url) throws ReaderException {
        assertThat(read(rasterised(QrCodes.svg().draw(url), 4), Map.of()).getText())
                .isEqualTo(url.toString());
    }

    @Property(tries = 10)
    void svg_and_png_show_the_same_modules(@ForAll("shortUrls") URI url) throws IOException {
        BufferedImage svg = rasterised(QrCodes.svg().draw(url), 1);
        BufferedImage png =
                ImageIO.read(new ByteArrayInputStream(QrCodes.png(1).draw(url).bytes()));

        assertThat(svg.getWidth()).isEqualTo(png.getWidth());
        for (int y = 0; y < png.getHeight(); y++) {
            for (int x = 0; x < png.getWidth(); x++) {
                assertThat(isDark(svg, x, y)).isEqualTo(isDark(png, x, y));
            }
        }
    }

    @Example
    void the_svg_is_one_path_that_scales() {
        String svg = new String(
                QrCodes.svg()
                        .draw(URI.create("https://chat.example/c#23AHi7kQ"))
                        .bytes(),
                StandardCharsets.UTF_8);

        assertThat(svg.split("<path", -1)).hasSize(2);
        assertThat(svg)
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .doesNotContain("<svg width");
    }

    @Example
    void an_address_with_letters_of_other_scripts_is_read_in_its_ascii_form() throws ReaderException {
        URI url = URI.create("https://chat.example/größe/吃#23AHi7kQ");

        assertThat(read(rasterised(QrCodes.svg().draw(url), 4)).getText()).isEqualTo(url.toASCIIString());
    }

    @Example
    void an_image_can_stand_in_a_page_and_does_not_tell_its_link() {
        QrCode code = QrCodes.svg().draw(URI.create("https://chat.example/c#23AHi7kQ"));

        assertThat(code.dataUri())
                .isEqualTo("data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(code.bytes()));
        assertThat(code).hasToString("QrCode[image/svg+xml]");
        code.bytes()[0] = 0;
        assertThat(code.bytes()[0]).isEqualTo((byte) '<');
    }

    @Example
    void a_url_that_no_code_can_hold_is_refused_without_being_quoted() {
        URI tooLong = URI.create("https://chat.example/c#" + "Canary".repeat(1_000));

        for (QrCodes codes : new QrCodes[] {QrCodes.svg(), QrCodes.png(2)}) {
            assertThatThrownBy(() -> codes.draw(tooLong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("Canary")
                    .satisfies(thrown -> {
                        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                            assertThat(cause.getMessage()).doesNotContain("Canary");
                        }
                    });
        }
    }

    @Example
    void modules_have_1_to_64_pixels() {
        assertThatThrownBy(() -> QrCodes.png(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QrCodes.png(65)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BufferedImage rasterised(QrCode code, int scale) {
        SVGDocument svg =
                new SVGLoader().load(new ByteArrayInputStream(code.bytes()), null, LoaderContext.createDefault());
        int size = Math.round(svg.viewBox().width) * scale;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, size, size);
        svg.render(null, graphics, new ViewBox(0, 0, size, size));
        graphics.dispose();
        return image;
    }

    /** What the modules say, without looking for them. */
    private static Result read(BufferedImage image) throws ReaderException {
        return read(image, MODULES_ONLY);
    }

    private static Result read(BufferedImage image, Map<DecodeHintType, Boolean> hints) throws ReaderException {
        try {
            return new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new GlobalHistogramBinarizer(new BufferedImageLuminanceSource(image))),
                            hints);
        } catch (NotFoundException e) {
            throw new AssertionError("no code was found in the image of " + image.getWidth() + " pixels", e);
        }
    }

    private static boolean isDark(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) & 0xFF) < 128;
    }
}
