/**
 * Tells the server up to which message this page received and saw, each at most once a second. Receipts are cumulative:
 * the last one that is told covers all before.
 */
export class Receipts {
    /** @param {(frame: object) => boolean} send */
    constructor(send: (frame: object) => boolean);
    /** @param {number} seq a message of the peer that is here now */
    received(seq: number): void;
    /** The person has seen everything that was received. */
    seen(): void;
    /** There is a connection; what an earlier one may have lost is told again. */
    resume(): void;
    pause(): void;
    /** All messages follow anew. */
    reset(): void;
    #private;
}
