package dev.duologue;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What one participant is given: name, short URL, QR code of it, and secret code. It exists only here: the store keeps
 * digests of its secrets.
 *
 * <p>Immutable and thread-safe.
 */
public final class Invitation {

    private final Side side;
    private final String name;
    private final String link;
    private final URI shortUrl;
    private final String secretCode;
    private final Supplier<CompletableFuture<QrCode>> qrCode;

    /**
     * Makes an invitation. Applications get theirs from {@link ChatService#start}.
     *
     * @param side the participant's side
     * @param name the participant's name
     * @param link the link token
     * @param shortUrl the URL that carries the link token
     * @param secretCode the secret code as people see it
     * @param qrCode draws the short URL
     */
    public Invitation(
            Side side,
            String name,
            String link,
            URI shortUrl,
            String secretCode,
            Supplier<CompletableFuture<QrCode>> qrCode) {
        this.side = Objects.requireNonNull(side, "side");
        this.name = Objects.requireNonNull(name, "name");
        this.link = Objects.requireNonNull(link, "link");
        this.shortUrl = Objects.requireNonNull(shortUrl, "shortUrl");
        this.secretCode = Objects.requireNonNull(secretCode, "secretCode");
        this.qrCode = Objects.requireNonNull(qrCode, "qrCode");
    }

    /**
     * Whose invitation it is.
     *
     * @return the side
     */
    public Side side() {
        return side;
    }

    /**
     * The participant's name.
     *
     * @return the name as it was given
     */
    public String name() {
        return name;
    }

    /**
     * The secret that the short URL carries.
     *
     * @return the link token
     */
    public String link() {
        return link;
    }

    /**
     * Where the participant goes.
     *
     * @return the URL that carries the link token
     */
    public URI shortUrl() {
        return shortUrl;
    }

    /**
     * What the participant types there. Hand it over another way than the short URL.
     *
     * @return the secret code, in the form for people
     */
    public String secretCode() {
        return secretCode;
    }

    /**
     * Draws the short URL. Each call draws anew, on the service's executor.
     *
     * @return the image; fails with {@link UnavailableException} if it could not be drawn
     */
    public CompletableFuture<QrCode> qrCode() {
        return qrCode.get();
    }

    /** Tells the side only: names and secrets stay out of logs. */
    @Override
    public String toString() {
        return "Invitation[side=" + side + "]";
    }
}
