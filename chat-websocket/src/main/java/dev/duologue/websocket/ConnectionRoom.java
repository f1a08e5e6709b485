package dev.duologue.websocket;

/** Whether one more connection would be let in. */
public enum ConnectionRoom {
    /** It would. */
    FREE,
    /** Its address has as many as one may have. */
    ADDRESS_FULL,
    /** There are as many as there may be. */
    FULL
}
