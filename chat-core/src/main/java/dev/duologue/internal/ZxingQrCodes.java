package dev.duologue.internal;

import com.google.zxing.EncodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.detector.Detector;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import dev.duologue.QrCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** QR codes computed by ZXing. */
public final class ZxingQrCodes {

    /** ISO/IEC 18004 asks for 4 modules of white around the code. */
    private static final int QUIET_ZONE = 4;

    private static final int WHITE = 0xFFFFFF;

    private ZxingQrCodes() {}

    /**
     * Draws as SVG.
     *
     * @param uri what the code says
     * @return an image of type {@code image/svg+xml}
     */
    public static QrCode svg(URI uri) {
        BitMatrix modules = modules(uri);
        int size = modules.getWidth();
        StringBuilder svg = new StringBuilder(4_096)
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(size)
                .append(' ')
                .append(size)
                .append(
                        "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"");
        for (int y = 0; y < size; y++) {
            appendRow(modules, y, svg);
        }
        svg.append("\"/></svg>");
        return new QrCode("image/svg+xml", svg.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Draws as PNG.
     *
     * @param uri what the code says
     * @param pixelsPerModule the width of one module
     * @return an image of type {@code image/png}
     */
    public static QrCode png(URI uri, int pixelsPerModule) {
        BitMatrix modules = modules(uri);
        int size = modules.getWidth() * pixelsPerModule;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, modules.get(x / pixelsPerModule, y / pixelsPerModule) ? 0 : WHITE);
            }
        }
        return new QrCode("image/png", pngBytes(image));
    }

    /** One sub-path for each run of dark modules: shorter than one for each module, and without seams. */
    private static void appendRow(BitMatrix modules, int y, StringBuilder path) {
        int size = modules.getWidth();
        for (int x = 0; x < size; x++) {
            int start = x;
            while (x < size && modules.get(x, y)) {
                x++;
            }
            int run = x - start;
            if (run > 0) {
                path.append('M').append(start).append(' ').append(y);
                path.append('h').append(run).append("v1h-").append(run).append('z');
            }
        }
    }

    private static BitMatrix modules(URI uri) {
        ByteMatrix code = encode(uri.toASCIIString());
        return enlarged(code, 1);
    }

    private static BitMatrix enlarged(ByteMatrix code, int scale) {
        BitMatrix modules = new BitMatrix((code.getWidth() + 2 * QUIET_ZONE) * scale);
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                if (code.get(x, y) == 1) {
                    modules.setRegion((x + QUIET_ZONE) * scale, (y + QUIET_ZONE) * scale, scale, scale);
                }
            }
        }
        return modules;
    }

    /**
     * One code in a hundred, with the mask that the standard prefers, has modules that a reader takes for another finder
     * pattern (measured with ZXing's on flawless images of 20,000 codes). Another mask mends it.
     */
    private static ByteMatrix encode(String text) {
        ByteMatrix preferred = withPreferredMask(text);
        if (isFound(preferred)) {
            return preferred;
        }
        for (int mask = 0; mask < QrMasks.MASKS; mask++) {
            ByteMatrix other = encode(text, mask);
            if (isFound(other)) {
                return other;
            }
        }
        return preferred;
    }

    private static ByteMatrix withPreferredMask(String text) {
        ByteMatrix first = encode(text, 0);
        if (!QrMasks.isFor(first)) {
            return encode(text, Map.of());
        }
        int mask = QrMasks.preferred(first, each -> encode(text, each));
        return mask == 0 ? first : encode(text, mask);
    }

    private static boolean isFound(ByteMatrix code) {
        return isFound(code, 4) && isFound(code, 8);
    }

    /** Whether a reader that looks at an image of this many pixels a module sees these modules. */
    private static boolean isFound(ByteMatrix code, int scale) {
        try {
            BitMatrix seen = new Detector(enlarged(code, scale)).detect().getBits();
            boolean same = seen.getWidth() == code.getWidth();
            for (int y = 0; same && y < code.getHeight(); y++) {
                for (int x = 0; same && x < code.getWidth(); x++) {
                    same = seen.get(x, y) == (code.get(x, y) == 1);
                }
            }
            return same;
        } catch (ReaderException e) {
            return false;
        }
    }

    private static ByteMatrix encode(String text, int mask) {
        return encode(text, Map.of(EncodeHintType.QR_MASK_PATTERN, mask));
    }

    private static ByteMatrix encode(String text, Map<EncodeHintType, Integer> hints) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, hints).getMatrix();
        } catch (WriterException e) {
            // ZXing's message may quote the text, which is a secret: neither it nor the cause goes on.
            throw new IllegalArgumentException(
                    "a QR code cannot hold a URI of " + text.length() + " characters", stripped(e));
        }
    }

    private static Exception stripped(WriterException e) {
        Exception stripped = new IllegalStateException(e.getClass().getName());
        stripped.setStackTrace(e.getStackTrace());
        return stripped;
    }

    private static byte[] pngBytes(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Not ImageIO's own stream: it may put a cache file on the disk, with a link token in it.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java platform writes no PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no PNG could be written to memory", e);
        }
        return bytes.toByteArray();
    }
}
