/**
 * Whether a text could be a code, in any case, with blanks and hyphens wherever they stand.
 * @param {string} typed
 * @param {CodeForm} form
 */
export function isWellFormed(typed: string, form: CodeForm): boolean;
/**
 * The text in the groups of a code, as far as it goes; as it is, where it can be none.
 * @param {string} typed
 * @param {CodeForm} form
 */
export function grouped(typed: string, form: CodeForm): string;
/**
 * `<duologue-field>`: a labelled line of input for a name or a code, with hint and error. Takes part in a `<form>`.
 *
 * Attributes: `label`, `name`, `hint`, `error`, `value` (at the start), `placeholder`, `autocomplete`, and `code`: shown
 * as a secret code. Properties: `value`, `error`, `format` (a function or null: rewrites what is typed, while the caret is
 * at its end). Methods: `focus`, `select`. Events: `input`.
 */
export class DuologueField extends HTMLElement {
    static formAssociated: boolean;
    /** What a page can style by `::part()`. */
    static parts: string[];
    static observedAttributes: string[];
    connectedCallback(): void;
    set value(value: string);
    get value(): string;
    formResetCallback(): void;
    /** @param {boolean} disabled by a `<fieldset>` around it */
    formDisabledCallback(disabled: boolean): void;
    /**
     * @param {string} name
     * @param {string | null} _old
     * @param {string | null} value
     */
    attributeChangedCallback(name: string, _old: string | null, value: string | null): void;
    set format(format: ((typed: string) => string) | null);
    get format(): ((typed: string) => string) | null;
    set error(sentence: string);
    get error(): string;
    /** Marks all, so that typing replaces it. */
    select(): void;
    #private;
}
/**
 * `<duologue-enter>`: "Hello NAME", the secret code and *Get in*, with what went wrong and a countdown where one has to
 * wait.
 *
 * Properties: `hello` (the frame), `problem` (or null), `busy` (the answer is awaited), `code`. Events: `enter` (detail:
 * `code`).
 */
export class DuologueEnter extends HTMLElement {
    static parts: string[];
    connectedCallback(): void;
    disconnectedCallback(): void;
    set code(code: string);
    get code(): string;
    /** @param {Hello} hello */
    set hello(hello: Hello);
    /** @param {Problem | null} problem */
    set problem(problem: Problem | null);
    /** @param {boolean} busy */
    set busy(busy: boolean);
    #private;
}
export type Hello = import("./chat-client.js").Hello;
export type Problem = import("./chat-client.js").Problem;
export type CodeForm = import("./chat-client.js").CodeForm;
