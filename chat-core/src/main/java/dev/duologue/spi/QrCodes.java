package dev.duologue.spi;

import dev.duologue.QrCode;
import dev.duologue.internal.ZxingQrCodes;
import java.net.URI;

/**
 * Extension point: draws a URI as a QR code.
 *
 * <p>Usable on its own:
 *
 * <pre>{@code
 * QrCode code = QrCodes.svg().draw(URI.create("https://chat.example/c#23AHi7kQ"));
 * byte[] file = code.bytes();
 * String inPage = code.dataUri();
 * }</pre>
 *
 * <p>Implementations must be thread-safe. They are called on the service's executor when somebody asks for the image.
 * What throws, returns null or takes over 5 s fails that one call with {@link dev.duologue.UnavailableException}.
 */
@FunctionalInterface
public interface QrCodes {

    /**
     * Draws a URI.
     *
     * @param uri what a phone opens after reading the code; it holds a link token: never log it, nor put it into an
     *     exception
     * @return the image, dark on light with the quiet zone of the standard around: phones find no others with certainty
     */
    QrCode draw(URI uri);

    /**
     * Draws scalable images: one path, black on white, a quiet zone of 4 modules (ISO/IEC 18004), error correction M.
     *
     * @return the default, thread-safe
     */
    static QrCodes svg() {
        return ZxingQrCodes::svg;
    }

    /**
     * Draws bitmaps: black on white, a quiet zone of 4 modules (ISO/IEC 18004), error correction M.
     *
     * @param pixelsPerModule the width of one module in pixels, 1 to 64
     * @return the drawer, thread-safe
     * @throws IllegalArgumentException if the width is out of range
     */
    static QrCodes png(int pixelsPerModule) {
        if (pixelsPerModule < 1 || pixelsPerModule > 64) {
            throw new IllegalArgumentException("pixels per module must be 1 to 64: " + pixelsPerModule);
        }
        return uri -> ZxingQrCodes.png(uri, pixelsPerModule);
    }
}
