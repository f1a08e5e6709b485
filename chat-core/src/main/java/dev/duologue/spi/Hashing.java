package dev.duologue.spi;

import dev.duologue.internal.HmacHashing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Extension point: makes chat ids and keyed digests of secrets, so that the store holds nothing that opens a chat.
 *
 * <p>Usable on its own:
 *
 * <pre>{@code
 * Hashing hashing = Hashing.hmacSha256(pepper);
 * String stored = hashing.digest("invite", secret);
 * boolean right = hashing.matches("invite", typed, stored);
 * }</pre>
 *
 * <p>Implementations must be thread-safe. They are called on the service's executor, never on an event loop. What
 * throws, returns null or takes over 5 s fails that one call with {@link dev.duologue.UnavailableException}.
 */
public interface Hashing {

    /**
     * A chat id, the "message hash", as in {@code 23AHi7}. It need not be secret, and it may be taken: the service then
     * asks for the next one.
     *
     * @return 1 to 32 characters of {@code A-Z a-z 0-9}, random
     */
    String newChatId();

    /**
     * The keyed digest of a secret.
     *
     * @param domain what the secret is for; equal secrets of different domains must have different digests, also where
     *     domain and secret, one after the other, make the same text
     * @param secret the secret; all of it counts
     * @return the digest in printable ASCII, the same for the same arguments
     */
    String digest(String domain, String secret);

    /**
     * Whether a secret has a digest. Compares in constant time.
     *
     * @param domain what the secret is for
     * @param secret the secret in question
     * @param digest the digest that was stored
     * @return true if {@code digest(domain, secret)} equals {@code digest}
     */
    default boolean matches(String domain, String secret, String digest) {
        return MessageDigest.isEqual(
                digest(domain, secret).getBytes(StandardCharsets.UTF_8), digest.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * HMAC-SHA-256 (RFC 2104, FIPS 180-4) with a pepper, domain-separated by a length prefix; ids of 6 random base-62
     * symbols.
     *
     * @param pepper the key, at least 32 bytes; all nodes of one store need the same, kept outside the store; copied
     * @return the default hashing, thread-safe
     * @throws IllegalArgumentException if the pepper is shorter than 32 bytes
     */
    static Hashing hmacSha256(byte[] pepper) {
        return new HmacHashing(pepper);
    }

    /**
     * As {@link #hmacSha256} with a fresh random pepper: for a store that does not outlive the process.
     *
     * @return the default hashing, thread-safe
     */
    static Hashing withRandomPepper() {
        return HmacHashing.withRandomPepper();
    }
}
