/**
 * `<duologue-composer>`: the field for a message and *Send*. Enter sends, Shift+Enter makes a new line.
 *
 * Properties: `limits` ({textChars, textBytes}), `value`. Methods: `focus`, `giveBack(text, error)`: a refused text comes
 * back into the field. Events: `compose` (detail: `text`), to be sent; `input`.
 */
export class DuologueComposer extends HTMLElement {
    static parts: string[];
    /** @type {{textChars: number, textBytes: number} | null} */ limits: {
        textChars: number;
        textBytes: number;
    } | null;
    connectedCallback(): void;
    set value(text: string);
    get value(): string;
    /**
     * @param {string} text put before what was written meanwhile: neither is lost
     * @param {string} error the protocol's
     */
    giveBack(text: string, error: string): void;
    #private;
}
