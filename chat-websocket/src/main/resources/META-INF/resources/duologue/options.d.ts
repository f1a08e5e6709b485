/**
 * `<duologue-options>`: a menu with what a person can choose for all chats of this browser: the time of each message, and
 * sound and notification for new messages while the page is hidden. Asks for the browser's permission only when the
 * person chooses the notification.
 *
 * Property: `choices` (read only). Events: `choose`, the choices changed.
 */
export class DuologueOptions extends HTMLElement {
    static parts: string[];
    connectedCallback(): void;
    disconnectedCallback(): void;
    /** @returns {Readonly<Choices>} */
    get choices(): Readonly<Choices>;
    #private;
}
export type Choices = import("./choices.js").Choices;
