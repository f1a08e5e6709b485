package dev.duologue.spring;

import dev.duologue.spi.Hashing;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hashing by a pepper from the properties. */
final class Peppers {

    private Peppers() {}

    /**
     * The default hashing with a pepper.
     *
     * @throws IllegalArgumentException if it is no Base64 or too short; does not tell it
     */
    static Hashing hashing(@Nullable String base64) {
        return Hashing.hmacSha256(
                decoded(Objects.requireNonNull(base64, "base64").strip()));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Its message quotes what it stumbled over, which is part of the secret, and so may the cause's.
            throw new IllegalArgumentException("duologue.pepper is not written in Base64");
        }
    }
}
