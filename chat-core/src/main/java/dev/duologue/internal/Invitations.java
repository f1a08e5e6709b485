package dev.duologue.internal;

import dev.duologue.Invitation;
import dev.duologue.Side;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.StoredChat;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Makes invitations: link token, code, their digests, short URL and QR code. Thread-safe. */
final class Invitations {

    private final Chats.Parts parts;
    private final int linkSymbols;
    private final Digests digests;
    private final Extensions extensions;

    Invitations(Chats.Parts parts, int linkSymbols, Digests digests, Extensions extensions) {
        this.parts = parts;
        this.linkSymbols = linkSymbols;
        this.digests = digests;
        this.extensions = extensions;
    }

    /** A new invitation before it is anybody's. */
    record Secret(String link, String code, InvitationDigests digests) {}

    /** Makes the secrets of an invitation; only inside of {@link Extensions#run}. */
    Secret secret(String chatId, Side side) {
        String link = chatId + Secrets.base62(linkSymbols);
        String code = Extensions.ask("SecretCodes", parts.secretCodes()::generate);
        String normal = Extensions.ask("SecretCodes", () -> parts.secretCodes().normalise(code))
                .orElseThrow(() -> Extensions.unavailable("SecretCodes", "took its own code for malformed"));
        return new Secret(
                link, code, new InvitationDigests(digests.link(chatId, link), digests.code(chatId, side, normal)));
    }

    CompletableFuture<URI> shortUrl(Secret secret) {
        return extensions
                .run(() -> Extensions.ask("ShortUrls", () -> parts.shortUrls().shorten(secret.link())))
                .thenCompose(stage -> Extensions.await("ShortUrls", stage));
    }

    Invitation invitation(Side side, StoredChat chat, Secret secret, URI url) {
        return new Invitation(
                side,
                chat.of(side).name(),
                secret.link(),
                url,
                secret.code(),
                () -> extensions.run(
                        () -> Extensions.ask("QrCodes", () -> parts.qrCodes().draw(url))));
    }
}
