package dev.duologue.spi;

/**
 * What the store keeps of an invitation. Immutable and thread-safe.
 *
 * @param link the digest of the link token
 * @param code the digest of the secret code
 */
public record InvitationDigests(String link, String code) {}
