package dev.duologue.internal;

import dev.duologue.Side;
import dev.duologue.spi.Hashing;

/**
 * Digests of the secrets of chats. Each kind of secret, chat and side is a domain of its own, so that a digest found in
 * one place says nothing about another. Asks an extension point: only inside of {@link Extensions#run}.
 */
final class Digests {

    private static final String HASHING = "Hashing";

    private final Hashing hashing;

    Digests(Hashing hashing) {
        this.hashing = hashing;
    }

    String newChatId() {
        return Extensions.ask(HASHING, hashing::newChatId);
    }

    String link(String chatId, String link) {
        return digest("link:" + chatId, link);
    }

    String code(String chatId, Side side, String code) {
        return digest(codeDomain(chatId, side), code);
    }

    boolean codeMatches(String chatId, Side side, String code, String digest) {
        return matches(codeDomain(chatId, side), code, digest);
    }

    String seatToken(String chatId, Side side, String token) {
        return digest("seat:" + chatId + ":" + side, token);
    }

    String host(String chatId, String token) {
        return digest("host:" + chatId, token);
    }

    boolean hostMatches(String chatId, String token, String digest) {
        return matches("host:" + chatId, token, digest);
    }

    private static String codeDomain(String chatId, Side side) {
        return "code:" + chatId + ":" + side;
    }

    private String digest(String domain, String secret) {
        return Extensions.ask(HASHING, () -> hashing.digest(domain, secret));
    }

    private boolean matches(String domain, String secret, String digest) {
        return Extensions.ask(HASHING, () -> hashing.matches(domain, secret, digest));
    }
}
