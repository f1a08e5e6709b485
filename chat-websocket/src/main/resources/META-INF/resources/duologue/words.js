// @ts-check
import { nameOf } from './dom.js';
import english from './words/en.js';

/**
 * The words of the pages in the person's language: that of `?lang=` in the page's address, else the first of the
 * browser's languages that there is a catalogue for, else English. And which sentence tells which state.
 *
 * A catalogue is `words/<language>.js`: sentences by key, with `{name}` where a value stands. A sentence that depends on
 * `count` is an object by plural category (https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules).
 * A page brings one of its own by `<link rel="duologue-words" hreflang="<language>" href="…">` in its head.
 * @typedef {Record<string, string | Record<string, string>>} Catalogue
 * @typedef {(Node | string)[]} Sentence
 * @typedef {import('./chat-client.js').Over} Over
 * @typedef {import('./chat-client.js').Problem} Problem
 * @typedef {import('./chat-client.js').CodeForm} CodeForm
 */

/** The build puts in the names of the files in words/. */
const FILES = '#{languages}';
/**
 * The languages that there is a catalogue for in words/. Empty where the files were not built: each that is wished for is
 * looked for then, and a browser tells the console of those that are not there.
 * @type {readonly string[]}
 */
export const LANGUAGES = FILES.startsWith('#') ? [] : FILES.split(' ');

/** In the head alone, as markup that strangers slip in is in the body. @type {Map<string, string>} */
const brought = new Map([...document.head.querySelectorAll('link')]
  .filter(link => link.rel === 'duologue-words').map(link => [link.hreflang, link.href]));

/** The language of the words, as `en`. */
export let language = 'en';
/** @type {'ltr' | 'rtl'} */
export let direction = 'ltr';
/** How numbers and dates are written: as in the person's own region, where its language is that of the words. */
export let locale = 'en';

/** @type {Catalogue} */ let catalogue = english;
let plurals = lazily(() => new Intl.PluralRules(language));
let numbers = lazily(() => new Intl.NumberFormat(locale));
/** @type {Promise<void> | undefined} undefined: the words are there, as English always is */ let coming;

const wishes = [...new Set([new URLSearchParams(location.search).get('lang') ?? '', ...navigator.languages].map(lookUp))].filter(Boolean);
if (isHere(wishes[0] ?? 'en')) use('en', english);
else coming = choose(wishes).then(chosen => use(chosen.language, chosen.catalogue));

/**
 * The words are in the person's language. No module waits for them where it begins: in Safari before 27, of several that
 * import one that does, some go on without it (https://webkit.org/b/242740).
 * @type {Promise<void>}
 */
export const ready = Promise.resolve(coming);

/**
 * Defines an element once its words are there.
 * @param {string} name
 * @param {CustomElementConstructor} element
 */
export function define(name, element) {
  if (coming) coming.then(() => customElements.define(name, element));
  else customElements.define(name, element);
}

/**
 * A sentence as text.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(key, values = {}) {
  return sentence(key, values).join('');
}

/**
 * A sentence with nodes in it, as a name that must not turn it around.
 * @param {string} key
 * @param {Record<string, Node | string | number>} [values]
 * @returns {Sentence}
 */
export function sentence(key, values = {}) {
  const [first, ...rest] = template(key, values).split(/\{(\w+)\}/);
  /** @type {Sentence} */ const parts = first === '' ? [] : [first];
  rest.forEach((part, at) => {
    if (at % 2 === 1) parts.push(part);
    else parts.push(shown(values[part]));
  });
  return parts.filter(part => part !== '');
}

/**
 * Marks an element as written in the person's language, unless the page says otherwise.
 * @param {HTMLElement} element
 */
export function speak(element) {
  if (!element.lang) element.lang = language;
  if (!element.dir) element.dir = direction;
}

/** @param {string} key @param {Record<string, unknown>} values @returns {string} */
function template(key, values) {
  const words = catalogue[key] ?? english[key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  if (typeof words === 'string') return words;
  /** @type {Record<string, string>} */ const forms = words;
  return forms[plurals().select(Number(values.count))] ?? forms.other;
}

/** @param {Node | string | number} value */
function shown(value) {
  return typeof value === 'number' ? numbers().format(value) : value;
}

/** @template T @param {() => T} make @returns {() => T} */
function lazily(make) {
  /** @type {T | undefined} */ let made;
  return () => made ??= make();
}

/** @param {string} wish @param {Catalogue} words */
function use(wish, words) {
  language = wish;
  catalogue = words;
  direction = template('language.direction', {}) === 'rtl' ? 'rtl' : 'ltr';
  locale = navigator.languages.find(tag => lookUp(tag) === language) ?? language;
  plurals = lazily(() => new Intl.PluralRules(language));
  numbers = lazily(() => new Intl.NumberFormat(locale));
  coming = undefined;
  // They take a slow phone a tenth of a second: after the first view, and before a number is to be told.
  globalThis.requestIdleCallback?.(() => [plurals(), numbers()]);
}

/**
 * The first catalogue that is wished for and can be fetched: words in another language are better than none.
 * @param {string[]} wishes
 * @returns {Promise<{language: string, catalogue: Catalogue}>}
 */
async function choose(wishes) {
  for (const language of wishes) {
    if (isHere(language)) break;
    const module = await import(brought.get(language) ?? `./words/${language}.js`).catch(() => null);
    if (module?.default) return { language, catalogue: module.default };
  }
  return { language: 'en', catalogue: english };
}

/** @param {string} language */
function isHere(language) {
  return language === 'en' && !brought.has('en');
}

/**
 * The language of the catalogue for a tag: for `zh-Hant-TW` that of `zh-Hant-TW`, else `zh-Hant`, else `zh` (RFC 4647,
 * section 3.4).
 * @param {string} tag
 * @returns {string} empty: there is none
 */
function lookUp(tag) {
  const known = [...brought.keys(), ...LANGUAGES];
  for (let wish = tag.toLowerCase(); wish; wish = wish.replace(/(^|[-_])[^-_]*$/, '')) {
    const found = known.find(each => each.toLowerCase() === wish);
    if (found) return found;
  }
  return LANGUAGES.length > 0 ? '' : /^[a-z]{2,3}\b/.exec(tag)?.[0] ?? '';
}

// ---- which sentence tells a state ----
//
// Those with a name in them are lists of nodes and strings, the name isolated by <bdi>: a name of the other direction does
// not turn the sentence around.

/**
 * A length of time as people say it.
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds < 90) return say('time.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 90 * 60) return say('time.minutes', { count: Math.round(seconds / 60) });
  return say('time.hours', { count: Math.round(seconds / 360) / 10 });
}

/**
 * What happened, and what to do next.
 * @param {Over} over
 * @returns {{title: Sentence, text: string}}
 */
export function overSentence(over) {
  const { kind, held } = over;
  if (kind === 'ended') return { title: endedSentence(over), text: say('over.destroyed') };
  if (kind === 'unknown' && held) return { title: endedSentence({ held }), text: say('over.destroyed') };
  if (kind === 'unknown') return { title: sentence('over.unknown'), text: say('over.unknown-text') };
  if (kind === 'replaced') return { title: sentence('over.replaced'), text: say('over.replaced-text') };
  return { title: sentence(over.code === 4008 ? 'over.flood' : 'over.closed'), text: say('over.closed-text') };
}

/**
 * @param {Pick<Over, 'by' | 'peer' | 'reason' | 'silence' | 'held'>} over
 * @returns {Sentence}
 */
export function endedSentence({ by, peer, reason, silence, held }) {
  if (by === 'you') return sentence('over.by-you');
  if (by === 'peer') return peer ? sentence('over.by-peer', { name: nameOf(peer) }) : sentence('over.by-unnamed-peer');
  switch (reason) {
    case 'ended': return sentence('over.by-starter');
    case 'idle': return silence ? sentence('over.idle', { time: duration(silence) }) : sentence('over.idle-while');
    case 'lifetime': return sentence('over.lifetime');
    case 'never_entered': return sentence('over.never-entered');
    case 'lost': return sentence('over.lost');
  }
  return sentence(held ? 'over.while-away' : 'over.ended');
}

/**
 * Why the code was not taken.
 * @param {Problem} problem
 * @param {CodeForm | undefined} form
 */
export function problemSentence({ error, attemptsLeft }, form) {
  switch (error) {
    case 'code_empty': return say('code.empty');
    case 'code_malformed': return say('code.malformed', { form: formSentence(form) });
    case 'code_wrong': return [say('code.wrong'), ...triesLeft(attemptsLeft)].join(' ');
    case 'code_wait': return say('code.too-soon');
    case 'code_locked': return lockedSentence();
    case 'rate_limited': return say('code.too-many');
    case 'unavailable': return say('code.unavailable');
    case 'connection_lost': return say('code.connection-lost');
  }
  return say('code.not-understood');
}

export function lockedSentence() {
  return say('code.locked');
}

/** @param {number | undefined} tries */
function triesLeft(tries) {
  return tries === undefined ? [] : [say('code.tries-left', { count: tries })];
}

/**
 * What a code looks like; nothing, where the server does not tell.
 * @param {CodeForm | undefined} form
 */
export function formSentence(form) {
  if (!form) return say('code.form-unknown');
  const length = form.groups.reduce((sum, group) => sum + group, 0);
  return say('code.form', { count: length, sample: leftToRight(sampleCode(form)) });
}

const UNBROKEN_HYPHEN = '\u2011';

/**
 * A code that is none, to show the form. The same for every chat, so that nobody takes it for theirs.
 * @param {CodeForm} form
 */
function sampleCode({ alphabet, groups }) {
  const symbols = [...alphabet];
  let next = 0;
  const symbol = () => symbols[(3 + 7 * next++) % symbols.length];
  return groups.map(length => Array.from({ length }, symbol).join('')).join(UNBROKEN_HYPHEN);
}

/**
 * In a right-to-left sentence the groups of a code would change places.
 * @param {string} code
 */
function leftToRight(code) {
  return direction === 'rtl' ? `\u2066${code}\u2069` : code;
}

/**
 * Why a text came back.
 * @param {string} error
 */
export function refusedSentence(error) {
  switch (error) {
    case 'text_empty': return say('text.empty');
    case 'text_too_long': return say('text.too-long');
    case 'text_invalid': return say('text.invalid');
    case 'chat_full': return say('text.full');
  }
  return say('text.refused');
}

/**
 * How far a text is over the limits, or close to them.
 * @param {string} text
 * @param {{textChars: number, textBytes: number} | null} limits
 * @returns {{over: boolean, sentence: string}} an empty sentence: far from it
 */
export function lengthSentence(text, limits) {
  if (!limits) return { over: false, sentence: '' };
  const chars = limits.textChars - [...text].length;
  const bytes = limits.textBytes - new TextEncoder().encode(text).length;
  if (chars < 0) return { over: true, sentence: say('text.chars-over', { count: -chars }) };
  if (bytes < 0) return { over: true, sentence: say('text.bytes-over', { count: -bytes }) };
  if (chars < limits.textChars * 0.1) return { over: false, sentence: say('text.chars-left', { count: chars }) };
  if (bytes < limits.textBytes * 0.1) return { over: false, sentence: say('text.bytes-left', { count: bytes }) };
  return { over: false, sentence: '' };
}

/**
 * That the chat is about to end, and why.
 * @param {'never_entered' | 'idle' | 'lifetime'} reason
 * @param {string} peer
 * @returns {Sentence}
 */
export function warningSentence(reason, peer) {
  switch (reason) {
    case 'never_entered': return sentence('chat.warn-never-entered', { name: nameOf(peer) });
    case 'idle': return sentence('chat.warn-idle');
    case 'lifetime': return sentence('chat.warn-lifetime');
  }
}
