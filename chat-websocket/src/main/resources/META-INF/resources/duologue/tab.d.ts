/**
 * A WebSocket that begins to connect.
 * @param {string} url `ws:` or `wss:`
 */
export function dial(url: string): WebSocket;
/**
 * A random id, 6 bits a symbol. By `getRandomValues`, because `crypto.randomUUID` is missing on plain http.
 * @param {number} length
 */
export function randomId(length: number): string;
/** The WebSocket sub-protocol that client and server agree on. */
export const PROTOCOL: "duologue.v1";
/**
 * What a page must know again after a reload to be the same participant: never a message that the server has.
 * @typedef {object} SeatRecord
 * @property {string} [tab] the tab's id
 * @property {string} [token] the seat token
 * @property {{id: string, text: string}[]} [outbox] what the server has not acknowledged
 * @property {boolean} [ending] the person wants the chat to end
 * @property {string} [draft] what stands in the field
 * @property {number} [warning] seconds before the end at which the server warns
 */
/**
 * The seat's record of one link in the tab's `sessionStorage`. Where the browser withholds storage (or it is full), the
 * record lives as long as the page.
 */
export class SeatMemory {
    /** @param {string} link the link token */
    constructor(link: string);
    /** @returns {Readonly<SeatRecord>} */
    get record(): Readonly<SeatRecord>;
    /**
     * Members that are undefined are forgotten.
     * @param {Partial<SeatRecord>} change
     */
    keep(change: Partial<SeatRecord>): void;
    /** Forgets all of it: the chat is over. */
    wipe(): void;
    #private;
}
/**
 * Makes a tab id this page's own. A browser copies `sessionStorage` when a tab is duplicated, and the copy must not pass
 * for the tab that holds the seat: so a page asks the other pages of its origin whether one of them goes by the id, and
 * takes a new one if so. After a reload nobody answers and the id stays.
 */
export class TabClaim {
    /**
     * @param {string | undefined} kept the id that this tab had before
     * @returns {Promise<string>} the id to use; never settles after `release`
     */
    claim(kept: string | undefined): Promise<string>;
    /** Gives the id up: another page may take it. */
    release(): void;
    #private;
}
/**
 * What a page must know again after a reload to be the same participant: never a message that the server has.
 */
export type SeatRecord = {
    /**
     * the tab's id
     */
    tab?: string | undefined;
    /**
     * the seat token
     */
    token?: string | undefined;
    /**
     * what the server has not acknowledged
     */
    outbox?: {
        id: string;
        text: string;
    }[] | undefined;
    /**
     * the person wants the chat to end
     */
    ending?: boolean | undefined;
    /**
     * what stands in the field
     */
    draft?: string | undefined;
    /**
     * seconds before the end at which the server warns
     */
    warning?: number | undefined;
};
