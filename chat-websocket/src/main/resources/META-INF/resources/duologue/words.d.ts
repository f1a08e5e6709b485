/**
 * Defines an element once its words are there.
 * @param {string} name
 * @param {CustomElementConstructor} element
 */
export function define(name: string, element: CustomElementConstructor): void;
/**
 * A sentence as text.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(key: string, values?: Record<string, string | number>): string;
/**
 * A sentence with nodes in it, as a name that must not turn it around.
 * @param {string} key
 * @param {Record<string, Node | string | number>} [values]
 * @returns {Sentence}
 */
export function sentence(key: string, values?: Record<string, Node | string | number>): Sentence;
/**
 * Marks an element as written in the person's language, unless the page says otherwise.
 * @param {HTMLElement} element
 */
export function speak(element: HTMLElement): void;
/**
 * A length of time as people say it.
 * @param {number} seconds
 */
export function duration(seconds: number): string;
/**
 * What happened, and what to do next.
 * @param {Over} over
 * @returns {{title: Sentence, text: string}}
 */
export function overSentence(over: Over): {
    title: Sentence;
    text: string;
};
/**
 * @param {Pick<Over, 'by' | 'peer' | 'reason' | 'silence' | 'held'>} over
 * @returns {Sentence}
 */
export function endedSentence({ by, peer, reason, silence, held }: Pick<Over, "by" | "peer" | "reason" | "silence" | "held">): Sentence;
/**
 * Why the code was not taken.
 * @param {Problem} problem
 * @param {CodeForm | undefined} form
 */
export function problemSentence({ error, attemptsLeft }: Problem, form: CodeForm | undefined): string;
export function lockedSentence(): string;
/**
 * What a code looks like; nothing, where the server does not tell.
 * @param {CodeForm | undefined} form
 */
export function formSentence(form: CodeForm | undefined): string;
/**
 * Why a text came back.
 * @param {string} error
 */
export function refusedSentence(error: string): string;
/**
 * How far a text is over the limits, or close to them.
 * @param {string} text
 * @param {{textChars: number, textBytes: number} | null} limits
 * @returns {{over: boolean, sentence: string}} an empty sentence: far from it
 */
export function lengthSentence(text: string, limits: {
    textChars: number;
    textBytes: number;
} | null): {
    over: boolean;
    sentence: string;
};
/**
 * That the chat is about to end, and why.
 * @param {'never_entered' | 'idle' | 'lifetime'} reason
 * @param {string} peer
 * @returns {Sentence}
 */
export function warningSentence(reason: "never_entered" | "idle" | "lifetime", peer: string): Sentence;
/**
 * The languages that there is a catalogue for in words/. Empty where the files were not built: each that is wished for is
 * looked for then, and a browser tells the console of those that are not there.
 * @type {readonly string[]}
 */
export const LANGUAGES: readonly string[];
/** The language of the words, as `en`. */
export let language: string;
/** @type {'ltr' | 'rtl'} */
export let direction: "ltr" | "rtl";
/** How numbers and dates are written: as in the person's own region, where its language is that of the words. */
export let locale: string;
/**
 * The words are in the person's language. No module waits for them where it begins: in Safari before 27, of several that
 * import one that does, some go on without it (https://webkit.org/b/242740).
 * @type {Promise<void>}
 */
export const ready: Promise<void>;
/**
 * The words of the pages in the person's language: that of `?lang=` in the page's address, else the first of the
 * browser's languages that there is a catalogue for, else English. And which sentence tells which state.
 *
 * A catalogue is `words/<language>.js`: sentences by key, with `{name}` where a value stands. A sentence that depends on
 * `count` is an object by plural category (https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules).
 * A page brings one of its own by `<link rel="duologue-words" hreflang="<language>" href="…">` in its head.
 */
export type Catalogue = Record<string, string | Record<string, string>>;
/**
 * The words of the pages in the person's language: that of `?lang=` in the page's address, else the first of the
 * browser's languages that there is a catalogue for, else English. And which sentence tells which state.
 *
 * A catalogue is `words/<language>.js`: sentences by key, with `{name}` where a value stands. A sentence that depends on
 * `count` is an object by plural category (https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules).
 * A page brings one of its own by `<link rel="duologue-words" hreflang="<language>" href="…">` in its head.
 */
export type Sentence = (Node | string)[];
/**
 * The words of the pages in the person's language: that of `?lang=` in the page's address, else the first of the
 * browser's languages that there is a catalogue for, else English. And which sentence tells which state.
 *
 * A catalogue is `words/<language>.js`: sentences by key, with `{name}` where a value stands. A sentence that depends on
 * `count` is an object by plural category (https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules).
 * A page brings one of its own by `<link rel="duologue-words" hreflang="<language>" href="…">` in its head.
 */
export type Over = import("./chat-client.js").Over;
/**
 * The words of the pages in the person's language: that of `?lang=` in the page's address, else the first of the
 * browser's languages that there is a catalogue for, else English. And which sentence tells which state.
 *
 * A catalogue is `words/<language>.js`: sentences by key, with `{name}` where a value stands. A sentence that depends on
 * `count` is an object by plural category (https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules).
 * A page brings one of its own by `<link rel="duologue-words" hreflang="<language>" href="…">` in its head.
 */
export type Problem = import("./chat-client.js").Problem;
/**
 * The words of the pages in the person's language: that of `?lang=` in the page's address, else the first of the
 * browser's languages that there is a catalogue for, else English. And which sentence tells which state.
 *
 * A catalogue is `words/<language>.js`: sentences by key, with `{name}` where a value stands. A sentence that depends on
 * `count` is an object by plural category (https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules).
 * A page brings one of its own by `<link rel="duologue-words" hreflang="<language>" href="…">` in its head.
 */
export type CodeForm = import("./chat-client.js").CodeForm;
