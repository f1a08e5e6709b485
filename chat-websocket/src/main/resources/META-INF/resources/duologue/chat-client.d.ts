/**
 * One participant's end of a chat over `duologue.v1`, without any elements: enters by code, comes back after a reload or
 * a lost connection, and keeps what is not acknowledged until it is, so that nothing is lost or doubled. What happens
 * inside is in {@link ChatClient#conversation}.
 *
 * Events (read the properties; few have a detail): `phase`; `problem` (detail: {@link Problem}), the code was not taken;
 * `connection`; `message` (detail: the message); `unsent`, the outbox changed; `refused` (detail: `text`, `error`), a
 * text comes back to the person; `reset`, the messages are gone; `caughtup`; `receipts`; `presence`; `typing`;
 * `deadline`; `ending`.
 */
export class ChatClient extends EventTarget {
    /**
     * @param {object} options
     * @param {string} options.url the WebSocket, as `wss://chat.example/chat`
     * @param {string} options.link the link token
     * @param {string} options.tab this tab's id, the same after a reload
     * @param {SeatMemory} [options.memory] what is kept over a reload
     * @param {WebSocket | null} [options.dialled] a WebSocket to the url, by `dial`, that connects already
     */
    constructor({ url, link, tab, memory, dialled }: {
        url: string;
        link: string;
        tab: string;
        memory?: SeatMemory | undefined;
        dialled?: WebSocket | null | undefined;
    });
    /** @type {Phase} */ phase: Phase;
    /** The server has answered on this connection. */ live: boolean;
    /** The server closed because nothing happened; {@link wake} connects again. */ paused: boolean;
    /** @type {Hello | null} */ hello: Hello | null;
    /** @type {Over | null} */ over: Over | null;
    conversation: Conversation;
    /** Nothing that is kept leads back into the seat: the person will be asked for the code, unless the link is dead. */
    get needsCode(): boolean;
    /** Connects: back into the seat if this tab held one, else to the question for the code. Also after `over`. */
    start(): void;
    /** Closes the connection; nothing runs on. What is kept over a reload stays. */
    stop(): void;
    /** Ends a wait or a pause: connects at once. */
    wake(): void;
    /**
     * Enters by the secret code; `problem` tells why not.
     * @param {string} code as the person typed it
     */
    enter(code: string): void;
    /** Takes the seat from the other window or device: the answer to phase `elsewhere`. */
    takeOver(): void;
    #private;
}
export type Phase = "connecting" | "code" | "entering" | "in" | "elsewhere" | "over";
export type Hello = {
    name: string;
    state: "open" | "wait" | "locked";
    retryAfter?: number;
    codeForm?: CodeForm;
};
export type CodeForm = {
    alphabet: string;
    groups: number[];
};
/**
 * the protocol's, or `connection_lost`
 */
export type Problem = {
    error: string;
    attemptsLeft?: number;
    retryAfter?: number;
};
/**
 * why it is over, for good or until `start`
 */
export type Over = {
    kind: "ended" | "unknown" | "replaced" | "failed";
    /**
     * this page had a seat
     */
    held: boolean;
    /**
     * who ended it
     */
    by?: "server" | "peer" | "you" | undefined;
    /**
     * the peer's name, where the peer ended it
     */
    peer?: string | undefined;
    /**
     * as in the `ended` frame
     */
    reason?: string | undefined;
    /**
     * seconds without a message, where it ended for idleness
     */
    silence?: number | undefined;
    /**
     * the close code, where it failed
     */
    code?: number | undefined;
};
import { Conversation } from './conversation.js';
import { SeatMemory } from './tab.js';
