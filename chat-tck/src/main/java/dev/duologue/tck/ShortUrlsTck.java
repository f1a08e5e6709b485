package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.ShortUrls;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link ShortUrls}. Extend it and give it what it asks for. */
public abstract class ShortUrlsTck {

    /** Makes the kit. */
    protected ShortUrlsTck() {}

    /**
     * Makes the short URLs to test.
     *
     * @return short URLs
     */
    protected abstract ShortUrls newShortUrls();

    /**
     * Opens a short URL as a browser would, and tells with which link token it enters a chat. By default the fragment,
     * for URLs that are the enter page's own; a shortener's is asked where it leads.
     *
     * @param shortUrl what {@link ShortUrls#shorten} gave
     * @return the token that the enter page is opened with
     * @throws Exception if it leads nowhere
     */
    protected String tokenAt(URI shortUrl) throws Exception {
        return shortUrl.getRawFragment();
    }

    /** A short URL can be opened from anywhere: it has a scheme and a host. */
    @Test
    public void a_short_url_can_be_opened_from_anywhere() {
        URI url = AtOnce.answer(newShortUrls().shorten(token(11)));
        assertThat(url.isAbsolute()).isTrue();
        assertThat(url.getHost()).isNotEmpty();
    }

    /**
     * It leads to the page with its own token, short or long.
     *
     * @throws Exception if it leads nowhere
     */
    @Test
    public void a_short_url_leads_to_its_token() throws Exception {
        ShortUrls urls = newShortUrls();
        for (int symbols : new int[] {11, 16, 28, 54}) {
            String token = token(symbols);
            assertThat(tokenAt(AtOnce.answer(urls.shorten(token)))).isEqualTo(token);
        }
    }

    /** Other tokens have other URLs, also those that differ in the case of a letter only. */
    @Test
    public void each_token_has_a_url_of_its_own() {
        ShortUrls urls = newShortUrls();
        String token = "23AHi7kQ9xY";
        Set<URI> different = new HashSet<>();
        for (String each : List.of(token, token.toLowerCase(Locale.ROOT), token + "0", token.substring(1))) {
            different.add(AtOnce.answer(urls.shorten(each)));
        }
        assertThat(different).hasSize(4);
    }

    /**
     * The same token may be asked for again, and leads there again.
     *
     * @throws Exception if it leads nowhere
     */
    @Test
    public void the_same_token_again_leads_there_again() throws Exception {
        ShortUrls urls = newShortUrls();
        String token = token(11);
        URI first = AtOnce.answer(urls.shorten(token));
        URI again = AtOnce.answer(urls.shorten(token));
        assertThat(tokenAt(first)).isEqualTo(token);
        assertThat(tokenAt(again)).isEqualTo(token);
    }

    /** The token is in neither path nor query, where each server on the way would log it. */
    @Test
    public void the_token_is_in_neither_path_nor_query() {
        String token = token(16);
        URI url = AtOnce.answer(newShortUrls().shorten(token));
        assertThat(url.getRawAuthority() + url.getRawPath() + url.getRawQuery()).doesNotContain(token);
    }

    /**
     * Calls at once are answered each with its own, in the time that the service waits.
     *
     * @throws Exception if one leads nowhere
     */
    @Test
    public void calls_at_once_are_answered_each_with_its_own() throws Exception {
        ShortUrls urls = newShortUrls();
        List<String> tokens = IntStream.range(0, 32).mapToObj(i -> token(16)).toList();
        List<URI> given = AtOnce.all(tokens.size(), i -> AtOnce.answer(urls.shorten(tokens.get(i))));
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(tokenAt(given.get(i))).isEqualTo(tokens.get(i));
        }
    }

    /** A token that no one had before, of letters, small and capital, and digits. */
    private static String token(int symbols) {
        StringBuilder token = new StringBuilder("Qk");
        while (token.length() < symbols) {
            token.append(UUID.randomUUID().toString().replace("-", ""));
        }
        return token.substring(0, symbols);
    }
}
