package dev.duologue.websocket.metrics;

/** The operations of a store, as its timers are tagged. */
enum StoreOperation {
    CREATE,
    FIND,
    COUNT_ATTEMPT,
    CLAIM_SEAT,
    RELEASE_SEAT,
    APPEND,
    READ_AFTER,
    SIGNAL,
    TOUCH,
    REISSUE,
    END,
    EXPIRE,
    PULSES
}
