package dev.duologue.internal;

import java.security.SecureRandom;
import java.util.Base64;

/** All randomness of the library. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int TOKEN_BYTES = 32;

    private Secrets() {}

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static String base62(int symbols) {
        return symbols(BASE62, symbols);
    }

    static boolean isBase62(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static String symbols(String alphabet, int count) {
        StringBuilder symbols = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            symbols.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return symbols.toString();
    }

    /** 256 bits in base64url: seat and host tokens. */
    static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
    }
}
