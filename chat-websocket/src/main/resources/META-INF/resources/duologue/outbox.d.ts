/** @typedef {{id: string, text: string}} Unsent a message that the server has not acknowledged */
/** The messages that the server has not acknowledged, in the order of sending; kept over a reload. */
export class Outbox {
    /** @param {import('./tab.js').SeatMemory} memory */
    constructor(memory: import("./tab.js").SeatMemory);
    /** @returns {readonly Unsent[]} */
    get unsent(): readonly Unsent[];
    /** Takes up what an earlier life of the page left. */
    load(): void;
    /** @param {string} text */
    add(text: string): void;
    /**
     * Takes a message out: it was acknowledged, or goes back to the person.
     * @param {string | undefined} id
     * @returns {Unsent | undefined} undefined: it is not (any more) in here
     */
    settle(id: string | undefined): Unsent | undefined;
    /** Forgets all: the chat is over. */
    clear(): void;
    #private;
}
/**
 * a message that the server has not acknowledged
 */
export type Unsent = {
    id: string;
    text: string;
};
