/**
 * `<duologue-messages>`: the list of messages, a log that announces new ones only.
 *
 * Properties: `you` (own side), `peerHas` ({received, seen}), `times`: the time of each message is shown, else of one
 * that is clicked; `stuck`: what waits is not on its way. Methods: `put(message)`, `pend(unsent)`, `clear()`,
 * `history(boolean)`: what is put now is old and not announced. Events: `read`, the newest message is in sight; `again`,
 * the person wants what is stuck to be tried again.
 */
export class DuologueMessages extends HTMLElement {
    static parts: string[];
    /** @type {'first' | 'second' | undefined} */ you: "first" | "second" | undefined;
    connectedCallback(): void;
    disconnectedCallback(): void;
    /** The newest message is in sight. */
    get atEnd(): boolean;
    /** @param {boolean} shown */
    set times(shown: boolean);
    /** @param {boolean} stuck */
    set stuck(stuck: boolean);
    /** @param {{received: number, seen: number}} peerHas */
    set peerHas(peerHas: {
        received: number;
        seen: number;
    });
    /** @param {boolean} old */
    history(old: boolean): void;
    /**
     * Shows a message in its place; the second time, nothing.
     * @param {Message} message
     */
    put(message: Message): void;
    /**
     * Shows what is not sent yet, after all messages.
     * @param {readonly {id: string, text: string}[]} unsent
     */
    pend(unsent: readonly {
        id: string;
        text: string;
    }[]): void;
    clear(): void;
    #private;
}
export type Message = import("./conversation.js").Message;
