/**
 * What happens in a seat: the messages of both, the outbox, presence, typing, receipts and deadlines. It outlives the
 * connection; {@link import('./chat-client.js').ChatClient} tells it when there is one and fires its events.
 */
export class Conversation {
    /**
     * @param {import('./tab.js').SeatMemory} memory
     * @param {object} wire
     * @param {(frame: object) => boolean} wire.send false: not sent
     * @param {() => void} wire.restart gives up a connection that does not answer
     * @param {(type: string, detail?: unknown) => void} wire.emit
     */
    constructor(memory: import("./tab.js").SeatMemory, wire: {
        send: (frame: object) => boolean;
        restart: () => void;
        emit: (type: string, detail?: unknown) => void;
    });
    /** @type {{name: string, side: Side} | null} */ you: {
        name: string;
        side: Side;
    } | null;
    /** @type {{name: string, side: Side, present: boolean, typing: boolean, came: boolean} | null} */ peer: {
        name: string;
        side: Side;
        present: boolean;
        typing: boolean;
        came: boolean;
    } | null;
    /** @type {{textChars: number, textBytes: number} | null} */ limits: {
        textChars: number;
        textBytes: number;
    } | null;
    /** @type {Message[]} ascending by seq */ messages: Message[];
    /** Up to which seq the peer received and saw. */ peerHas: {
        received: number;
        seen: number;
    };
    /** All messages up to the time of entry are here. */ caughtUp: boolean;
    /** The person has asked for the end, the server has not confirmed it. */ ending: boolean;
    deadlines: Deadlines;
    outbox: Outbox;
    /** The highest seq up to which no message is missing. */
    get after(): number;
    set draft(text: string);
    /** What stands in the field: kept over a reload. */
    get draft(): string;
    /**
     * Puts a text into the outbox; it goes out in its turn. Refused by the server: the event `refused` gives it back.
     * @param {string} text
     */
    send(text: string): void;
    /** The person types. Call it as often as you like. */
    typing(): void;
    /** The person has seen all messages that are here. */
    seen(): void;
    /** Starts the idle clock anew. */
    stay(): void;
    /** Ends the chat for both. The wish is kept until the server has confirmed it, over a reload too. */
    end(): void;
    /** Takes up what an earlier life of the page left. */
    load(): void;
    /**
     * @param {any} frame `entered`
     * @param {boolean} byCode all messages follow, whatever was here before
     */
    entered(frame: any, byCode: boolean): void;
    /** The page shows the conversation now: what waits can go out. */
    proceed(): void;
    /** There is no connection (any more). */
    lost(): void;
    /** The messages go (all follow anew, or the chat is over); what was not sent stays. */
    reset(): void;
    /** Forgets everybody and everything. */
    forget(): void;
    /** The wish to end does not follow the person to another window. */
    giveUpEnding(): void;
    /** @param {any} frame */
    frame(frame: any): void;
    #private;
}
export type Side = "first" | "second";
export type Message = {
    seq: number;
    key: string;
    side: Side;
    name: string;
    text: string;
    at: string;
    id?: string;
};
import { Deadlines } from './deadlines.js';
import { Outbox } from './outbox.js';
