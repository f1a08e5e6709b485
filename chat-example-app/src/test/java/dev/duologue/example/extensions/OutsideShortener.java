package dev.duologue.example.extensions;

import dev.duologue.spi.ShortUrls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Asks a shortener of one's own, which answers a POST of the long address with the short one. */
final class OutsideShortener implements ShortUrls {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI shortener;
    private final ShortUrls longUrls;

    OutsideShortener(URI shortener, URI enterPage) {
        this.shortener = shortener;
        this.longUrls = ShortUrls.fragment(enterPage);
    }

    @Override
    public CompletionStage<URI> shorten(String linkToken) {
        return longUrls.shorten(linkToken).thenCompose(this::ask);
    }

    private CompletionStage<URI> ask(URI longUrl) {
        HttpRequest request = HttpRequest.newBuilder(shortener)
                .timeout(Duration.ofSeconds(3))
                .POST(HttpRequest.BodyPublishers.ofString(longUrl.toString()))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(answer -> {
            if (answer.statusCode() != 200) {
                // Without the body: it may hold the token.
                throw new IllegalStateException("the shortener answered " + answer.statusCode());
            }
            return URI.create(answer.body());
        });
    }
}
