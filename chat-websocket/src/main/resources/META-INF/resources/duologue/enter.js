// @ts-check

/*
 * The line of input and the form to enter by. One file, as are dom.js, words.js and tab.js: what the first view needs is no
 * more than the six files that a browser asks for at once, and on a slow line each further round costs as much as all before.
 */
import { el, isEnter, nameOf, shared, sheet, show, takeUp } from './dom.js';
import { define, formSentence, lockedSentence, problemSentence, say, sentence, speak } from './words.js';

/** @typedef {import('./chat-client.js').Hello} Hello */
/** @typedef {import('./chat-client.js').Problem} Problem */
/** @typedef {import('./chat-client.js').CodeForm} CodeForm */

const FILLERS = /[\s\p{Z}\p{Pd}]/gu;
/** Letters that people read for digits; the server takes them for these too. */
const LOOK_ALIKES = new Map([['O', '0'], ['I', '1'], ['L', '1']]);

const fieldStyles = sheet(`
  label { display: block; font-weight: 600; margin-block-end: 0.25rem; }
  /* Clear of the ring around the focus. */
  p { font-size: 0.9375rem; margin-block-start: 0.5rem; }
  :host([code]) input {
    font-family: var(--duologue-mono); font-size: 1.5rem; letter-spacing: min(0.12em, 0.6vw); text-align: center;
    text-transform: uppercase; min-height: 3.25rem; padding-inline: 0.25rem;
  }
  /* What a code looks like comes with the greeting, and takes two lines on a phone: nothing is to jump then. */
  :host([code]:not([error])) #hint { min-height: 3em; }
`);

/**
 * `<duologue-field>`: a labelled line of input for a name or a code, with hint and error. Takes part in a `<form>`.
 *
 * Attributes: `label`, `name`, `hint`, `error`, `value` (at the start), `placeholder`, `autocomplete`, and `code`: shown
 * as a secret code. Properties: `value`, `error`, `format` (a function or null: rewrites what is typed, while the caret is
 * at its end). Methods: `focus`, `select`. Events: `input`.
 */
export class DuologueField extends HTMLElement {
  static formAssociated = true;
  /** What a page can style by `::part()`. */
  static parts = ['label', 'input', 'hint', 'error'];
  static observedAttributes = ['label', 'hint', 'error', 'placeholder', 'autocomplete', 'code'];

  /** @type {((typed: string) => string) | null} */ #format = null;
  #composing = false;
  #internals = this.attachInternals();
  #label = el('label', { for: 'field', part: 'label' });
  #input = el('input', {
    id: 'field', part: 'input', type: 'text', dir: 'auto', placeholder: ' ', spellcheck: 'false', 'aria-describedby': 'hint error',
  });
  #hint = el('p', { id: 'hint', part: 'hint', class: 'muted' });
  #error = el('p', { id: 'error', part: 'error', class: 'error', role: 'alert' });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [shared, fieldStyles];
    root.append(this.#label, this.#input, this.#hint, this.#error);
    show(this.#hint, false);
    this.#input.addEventListener('input', event => this.#typed(/** @type {InputEvent} */ (event)));
    this.#input.addEventListener('compositionstart', () => { this.#composing = true; });
    this.#input.addEventListener('compositionend', () => {
      this.#composing = false;
      this.#typed();
    });
    this.#input.addEventListener('keydown', event => {
      // The form is outside of the shadow tree, where Enter does not reach it.
      if (isEnter(event)) this.#internals.form?.requestSubmit();
    });
  }

  connectedCallback() {
    speak(this);
    // Not before: an attribute that is set in the constructor tells nobody.
    takeUp(this, 'format', 'value', 'error');
    const value = this.getAttribute('value');
    if (value !== null && this.value === '') this.value = value;
  }

  formResetCallback() {
    this.value = this.getAttribute('value') ?? '';
  }

  /** @param {boolean} disabled by a `<fieldset>` around it */
  formDisabledCallback(disabled) {
    this.#input.disabled = disabled;
  }

  /**
   * @param {string} name
   * @param {string | null} _old
   * @param {string | null} value
   */
  attributeChangedCallback(name, _old, value) {
    if (name === 'label') this.#label.textContent = value;
    else if (name === 'hint') this.#showHint(value ?? '');
    else if (name === 'error') this.#showError(value ?? '');
    else if (name === 'code') this.#likeCode(value !== null);
    // A blank, as an empty line is told by its placeholder.
    else this.#input.setAttribute(name, value || (name === 'placeholder' ? ' ' : ''));
  }

  get value() {
    return this.#input.value;
  }

  set value(value) {
    this.#input.value = value;
    this.#internals.setFormValue(value);
  }

  get format() {
    return this.#format;
  }

  set format(format) {
    this.#format = format;
    this.#rewrite();
  }

  get error() {
    return this.getAttribute('error') ?? '';
  }

  set error(sentence) {
    if (sentence) this.setAttribute('error', sentence);
    else this.removeAttribute('error');
  }

  /** Marks all, so that typing replaces it. */
  select() {
    this.#input.select();
  }

  /**
   * Only while the person writes at the end: anywhere else, and when they delete, the caret would jump.
   * @param {Partial<InputEvent>} [event] without it, an input method is done
   */
  #typed({ inputType = '' } = {}) {
    if (!inputType.startsWith('delete')) this.#rewrite();
    this.#internals.setFormValue(this.value);
  }

  /** What an input method is at work on, as the keyboards of phones are, is its own until it is done. */
  #rewrite() {
    if (this.#composing) return;
    const atEnd = this.#input.selectionStart === this.value.length;
    if (this.#format && atEnd) this.value = this.#format(this.value);
  }

  /** @param {string} hint */
  #showHint(hint) {
    this.#hint.textContent = hint;
    show(this.#hint, hint !== '');
  }

  /** @param {string} error */
  #showError(error) {
    this.#error.textContent = error;
    this.#input.setAttribute('aria-invalid', String(error !== ''));
  }

  /** @param {boolean} code */
  #likeCode(code) {
    this.#input.setAttribute('autocapitalize', code ? 'characters' : 'words');
    this.#input.dir = code ? 'ltr' : 'auto';
  }
}

define('duologue-field', DuologueField);

const formStyles = sheet(`
  form { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--duologue-gap); }
  h1 { font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere; }
  #wait { font-weight: 600; font-variant-numeric: tabular-nums; }
`);

/**
 * `<duologue-enter>`: "Hello NAME", the secret code and *Get in*, with what went wrong and a countdown where one has to
 * wait.
 *
 * Properties: `hello` (the frame), `problem` (or null), `busy` (the answer is awaited), `code`. Events: `enter` (detail:
 * `code`).
 */
export class DuologueEnter extends HTMLElement {
  static parts = ['hello', 'lead', 'wait', 'get-in', ...DuologueField.parts];

  #title = el('h1', { id: 'hello', part: 'hello' }, say('enter.connecting'));
  #lead = el('p', { part: 'lead', class: 'muted' }, say('enter.lead'));
  #field = /** @type {DuologueField} */ (document.createElement('duologue-field'));
  #wait = el('p', { id: 'wait', part: 'wait', role: 'timer' });
  /** Nobody listens to a timer: it is said once. */
  #waitTold = el('p', { class: 'aside', role: 'status' });
  #getIn = el('button', { id: 'get-in', part: 'get-in', class: 'main' }, say('enter.get-in'));
  #form = el('form', { novalidate: true });
  #busy = false;
  #locked = false;
  #waitUntil = 0;
  /** @type {Hello | null} */ #hello = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [shared, formStyles];
    this.#field.id = 'secret-code';
    const attributes = {
      label: say('card.code'), code: '', autocomplete: 'one-time-code', hint: '\u00a0', exportparts: DuologueField.parts.join(),
    };
    for (const [name, value] of Object.entries(attributes)) this.#field.setAttribute(name, value);
    this.#form.append(this.#title, this.#lead, this.#field, this.#wait, this.#waitTold, this.#getIn);
    root.append(this.#form);
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    this.#show();
    takeUp(this, 'code', 'hello', 'problem', 'busy');
  }

  connectedCallback() {
    speak(this);
    this.#tick();
  }

  disconnectedCallback() {
    clearInterval(this.#ticking);
  }

  get code() {
    return this.#field.value;
  }

  set code(code) {
    this.#field.value = code;
  }

  /** @param {Hello} hello */
  set hello(hello) {
    this.#hello = hello;
    this.#title.replaceChildren(...sentence('enter.hello', { name: nameOf(hello.name) }));
    const form = hello.codeForm;
    this.#field.format = form ? typed => grouped(typed, form) : null;
    this.#showForm(true);
    if (this.#locked) this.#field.error = '';
    this.#locked = hello.state === 'locked';
    if (this.#locked) this.#field.error = lockedSentence();
    this.#countDown(hello.state === 'wait' ? hello.retryAfter : 0);
  }

  /** @param {Problem | null} problem */
  set problem(problem) {
    this.#field.error = problem ? problemSentence(problem, this.#hello?.codeForm) : '';
    if (!problem) return;
    this.#locked ||= problem.error === 'code_locked' || problem.attemptsLeft === 0;
    if (this.#locked) this.#field.error = lockedSentence();
    this.#showForm(problem.error !== 'code_malformed');
    this.#countDown(problem.retryAfter);
    this.#field.focus();
    this.#field.select();
  }

  /** @param {boolean} busy */
  set busy(busy) {
    this.#busy = busy;
    this.#show();
  }

  #submit() {
    if (this.#getIn.disabled) return;
    const error = this.#errorOf(this.code);
    this.problem = error ? { error } : null;
    if (error) return;
    this.dispatchEvent(new CustomEvent('enter', { detail: { code: this.code } }));
  }

  /**
   * What can be no code is told at once, without the server.
   * @param {string} code
   */
  #errorOf(code) {
    if (code.trim() === '') return 'code_empty';
    const form = this.#hello?.codeForm;
    return form && !isWellFormed(code, form) ? 'code_malformed' : null;
  }

  /** @param {boolean} asHint not where the error says it already */
  #showForm(asHint) {
    const form = this.#hello?.codeForm;
    this.#field.setAttribute('hint', asHint && form ? formSentence(form) : '');
  }

  /** @param {number} [seconds] */
  #countDown(seconds = 0) {
    this.#waitUntil = performance.now() + seconds * 1000;
    this.#waitTold.textContent = seconds > 0 && !this.#locked ? say('enter.wait', { count: seconds }) : '';
    this.#tick();
  }

  #tick() {
    clearInterval(this.#ticking);
    if (this.isConnected) this.#ticking = setInterval(() => this.#show(), 250);
    this.#show();
  }

  #show() {
    const left = Math.ceil((this.#waitUntil - performance.now()) / 1000);
    const waiting = left > 0 && !this.#locked;
    if (!waiting) {
      clearInterval(this.#ticking);
      this.#waitTold.textContent = '';
    }
    const sentence = waiting ? say('enter.wait', { count: left }) : '';
    if (this.#wait.textContent !== sentence) this.#wait.textContent = sentence;
    show(this.#wait, waiting);
    this.#getIn.disabled = waiting || this.#locked || this.#busy;
    this.#getIn.setAttribute('aria-busy', String(this.#busy));
  }
}

define('duologue-enter', DuologueEnter);

// ---- secret codes ----

/**
 * Whether a text could be a code, in any case, with blanks and hyphens wherever they stand.
 * @param {string} typed
 * @param {CodeForm} form
 */
export function isWellFormed(typed, form) {
  const symbols = symbolsOf(typed, form);
  return symbols.every(symbol => isSymbol(symbol, form)) && symbols.length === lengthOf(form);
}

/**
 * The text in the groups of a code, as far as it goes; as it is, where it can be none.
 * @param {string} typed
 * @param {CodeForm} form
 */
export function grouped(typed, form) {
  const symbols = symbolsOf(typed, form);
  if (symbols.length > lengthOf(form) || !symbols.every(symbol => isSymbol(symbol, form))) return typed;
  const groups = form.groups.map(length => symbols.splice(0, length).join(''));
  return groups.filter(group => group !== '').join('-');
}

/** @param {string} typed @param {CodeForm} form */
function symbolsOf(typed, { alphabet }) {
  const text = typed.replace(FILLERS, '');
  const folded = /[a-z]/.test(alphabet) ? text : text.replace(/[a-z]/g, letter => letter.toUpperCase());
  return [...folded];
}

/** @param {string} symbol @param {CodeForm} form */
function isSymbol(symbol, { alphabet }) {
  return alphabet.includes(symbol) || alphabet.includes(LOOK_ALIKES.get(symbol) ?? symbol);
}

/** @param {CodeForm} form */
function lengthOf({ groups }) {
  return groups.reduce((sum, group) => sum + group, 0);
}
