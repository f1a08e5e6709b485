package dev.duologue;

import java.util.Base64;
import java.util.Objects;

/** An image of a QR code. Immutable and thread-safe. */
public final class QrCode {

    private final String mediaType;
    private final byte[] bytes;

    /**
     * Makes an image.
     *
     * @param mediaType what the bytes are, as {@code image/svg+xml}
     * @param bytes the image file; copied
     */
    public QrCode(String mediaType, byte[] bytes) {
        this.mediaType = Objects.requireNonNull(mediaType, "mediaType");
        this.bytes = bytes.clone();
    }

    /**
     * What the bytes are.
     *
     * @return the media type
     */
    public String mediaType() {
        return mediaType;
    }

    /**
     * The image file.
     *
     * @return a copy of the bytes
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The image as it can stand in a page.
     *
     * @return a {@code data:} URI (RFC 2397) in base64
     */
    public String dataUri() {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /** Tells the kind only: the image holds a link token. */
    @Override
    public String toString() {
        return "QrCode[" + mediaType + "]";
    }
}
