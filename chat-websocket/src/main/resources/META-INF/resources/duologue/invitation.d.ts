/**
 * `<duologue-invitation>`: what one participant is given: name, short URL, QR code, secret code; each to copy, the link
 * to share where the browser can.
 *
 * Attribute: `state` (waiting, in, away, locked). Property: `invitation`. Events: `newcode`, the person wants a new link
 * and code. Attribute `fixed`: without *New code*.
 */
export class DuologueInvitation extends HTMLElement {
    static observedAttributes: string[];
    static parts: string[];
    connectedCallback(): void;
    disconnectedCallback(): void;
    /**
     * @param {string} name
     * @param {string | null} _old
     * @param {string | null} value
     */
    attributeChangedCallback(name: string, _old: string | null, value: string | null): void;
    set invitation(invitation: Invitation | null);
    get invitation(): Invitation | null;
    #private;
}
export type Invitation = {
    name: string;
    shortUrl: string;
    code: string;
    qr: string;
};
export type SideState = "waiting" | "in" | "away" | "locked";
