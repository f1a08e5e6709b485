/**
 * `<duologue-room>`: the chat once one is in: the other's name and presence, messages, field, *Send*, *End chat*. Made by
 * `<duologue-chat>`, or by a page that runs a `ChatClient` itself.
 *
 * Property: `client`, in phase `in`; set it before the element is added. Events: `unread` (detail: `count`), new messages
 * while the page is hidden.
 */
export class DuologueRoom extends HTMLElement {
    static parts: string[];
    /** @type {ChatClient | null} */ client: ChatClient | null;
    connectedCallback(): void;
    disconnectedCallback(): void;
    #private;
}
export type ChatClient = import("./chat-client.js").ChatClient;
