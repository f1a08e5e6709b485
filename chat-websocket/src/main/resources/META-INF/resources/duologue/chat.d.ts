/**
 * `<duologue-chat>`: one participant's whole chat, from the secret code to the end.
 *
 * Attributes: `link`, the link token (default: what stands behind the # in the page's address); `url`, the WebSocket
 * (default: `/chat` on the page's host). A change of any starts over. It sets `data-phase`, for styles. Property: `client`,
 * the `ChatClient` (null before it is there). An `<input name="code">` in it takes typing until the element is defined, which
 * takes up what was typed. What a keyboard on the screen lies over, it leaves free. Slot `over`: shown below the sentence that says why the chat is over. Events:
 * `phase` (detail: `phase`, and `over` in phase `over`, null there where no link is given), `unread` (detail: `count`).
 */
export class DuologueChat extends HTMLElement {
    static observedAttributes: string[];
    /** And those of `<duologue-enter>` and `<duologue-room>`, which come and go. */
    static parts: string[];
    /** @type {ChatClient | null} */ client: ChatClient | null;
    connectedCallback(): void;
    disconnectedCallback(): void;
    /**
     * @param {string} _name
     * @param {string | null} old
     * @param {string | null} value
     */
    attributeChangedCallback(_name: string, old: string | null, value: string | null): void;
    #private;
}
export type ChatClient = import("./chat-client.js").ChatClient;
