package dev.duologue.spi;

/** What is counted for each client address. */
public enum AddressLimit {
    /** Chats that were started. */
    STARTS,
    /** Secret codes that were tried, right or wrong. */
    CODE_TRIES,
    /** Links, and seat tokens, that lead nowhere. */
    UNKNOWN_LINKS
}
