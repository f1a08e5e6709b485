/** Two short tones. Where the browser lets the page make no sound, none. */
export function playSound(): Promise<void>;
/** Browsers withhold notifications on plain http, and phones from pages. */
export function canNotify(): boolean;
/**
 * Asks for the person's permission; only ever in answer to what they did.
 * @returns {Promise<boolean>}
 */
export function mayNotify(): Promise<boolean>;
/**
 * Shows that there is a new message; a later one takes the place of the earlier.
 * @param {{name: string, text: string} | null} detail null: neither who nor what
 * @param {() => void} opened the person went for it
 * @returns {Notification | null} null: the browser shows none
 */
export function notify(detail: {
    name: string;
    text: string;
} | null, opened: () => void): Notification | null;
