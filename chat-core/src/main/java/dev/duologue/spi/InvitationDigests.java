package dev.duologue.spi;

import java.util.Objects;

/**
 * What the store keeps of an invitation. Immutable and thread-safe.
 *
 * @param link the digest of the link token
 * @param code the digest of the secret code
 */
public record InvitationDigests(String link, String code) {

    /** Makes the digests; no component may be null. */
    public InvitationDigests {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(code, "code");
    }
}
