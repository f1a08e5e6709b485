package dev.duologue.spi;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Extension point: makes the short URL that carries a link token.
 *
 * <p>Usable on its own:
 *
 * <pre>{@code
 * ShortUrls urls = ShortUrls.fragment(URI.create("https://chat.example/c"));
 * urls.shorten("23AHi7kQ").thenAccept(url -> System.out.println(url)); // https://chat.example/c#23AHi7kQ
 * }</pre>
 *
 * <p>Implementations must be thread-safe. They are called on the service's executor and may call an outside shortener.
 * What throws, gives null or does not complete within 5 s fails that one call with
 * {@link dev.duologue.UnavailableException}.
 */
@FunctionalInterface
public interface ShortUrls {

    /**
     * Makes the short URL of a link token.
     *
     * @param linkToken the token, characters of {@code A-Z a-z 0-9}; a secret: never log it
     * @return the URL; opening it must lead to the page that enters the chat with this token, which must not stand in its
     *     path or query, as servers log these
     */
    CompletionStage<URI> shorten(String linkToken);

    /**
     * The token in the fragment of one page's address, where it reaches no server log and no {@code Referer} header.
     *
     * @param base the address of the enter page, without a fragment
     * @return the default, thread-safe
     * @throws IllegalArgumentException if {@code base} is not absolute or has a fragment
     */
    static ShortUrls fragment(URI base) {
        Objects.requireNonNull(base, "base");
        if (!base.isAbsolute() || base.getRawFragment() != null) {
            throw new IllegalArgumentException("the base of short URLs must be absolute and have no fragment: " + base);
        }
        return token -> CompletableFuture.completedFuture(URI.create(base + "#" + token));
    }
}
