// @ts-check
import './field.js';
import { el, nameOf, sheet, show } from './dom.js';
import { formSentence, LOCKED, problemSentence } from './sentences.js';
import { shared } from './shared-styles.js';

/** @typedef {import('./chat-client.js').Hello} Hello */
/** @typedef {import('./chat-client.js').Problem} Problem */

const styles = sheet(`
  form { display: grid; gap: var(--duologue-gap); }
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
  #title = el('h1', { id: 'hello' });
  #lead = el('p', { class: 'muted' }, 'Enter the secret code that came with your link.');
  #field = /** @type {import('./field.js').DuologueField} */ (document.createElement('duologue-field'));
  #wait = el('p', { id: 'wait', role: 'timer' });
  #getIn = el('button', { id: 'get-in', class: 'main' }, 'Get in');
  #form = el('form', { novalidate: true });
  #busy = false;
  #locked = false;
  #waitUntil = 0;
  /** @type {Hello | null} */ #hello = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [shared, styles];
    this.#field.id = 'secret-code';
    for (const [name, value] of [['label', 'Secret code'], ['code', ''], ['autocomplete', 'off']]) {
      this.#field.setAttribute(name, value);
    }
    this.#form.append(this.#title, this.#lead, this.#field, this.#wait, this.#getIn);
    root.append(this.#form);
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.#ticking);
  }

  get code() {
    return this.#field.value;
  }

  /** @param {Hello} hello */
  set hello(hello) {
    this.#hello = hello;
    this.#title.replaceChildren('Hello ', nameOf(hello.name));
    this.#showForm(true);
    if (this.#locked) this.#field.error = '';
    this.#locked = hello.state === 'locked';
    if (this.#locked) this.#field.error = LOCKED;
    this.#countDown(hello.state === 'wait' ? hello.retryAfter : 0);
  }

  /** @param {Problem | null} problem */
  set problem(problem) {
    this.#field.error = problem ? problemSentence(problem, this.#hello?.codeForm) : '';
    if (!problem) return;
    this.#locked ||= problem.error === 'code_locked' || problem.attemptsLeft === 0;
    if (this.#locked) this.#field.error = LOCKED;
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
    if (this.code.trim() === '') {
      this.problem = { error: 'code_empty' };
      return;
    }
    this.problem = null;
    this.dispatchEvent(new CustomEvent('enter', { detail: { code: this.code } }));
  }

  /** @param {boolean} asHint not where the error says it already */
  #showForm(asHint) {
    const form = this.#hello?.codeForm;
    this.#field.setAttribute('hint', asHint && form ? formSentence(form) : '');
  }

  /** @param {number} [seconds] */
  #countDown(seconds = 0) {
    clearInterval(this.#ticking);
    this.#waitUntil = performance.now() + seconds * 1000;
    if (seconds > 0) this.#ticking = setInterval(() => this.#show(), 250);
    this.#show();
  }

  #show() {
    const left = Math.ceil((this.#waitUntil - performance.now()) / 1000);
    const waiting = left > 0 && !this.#locked;
    if (!waiting) clearInterval(this.#ticking);
    const sentence = waiting ? `Try again in ${left} s` : '';
    if (this.#wait.textContent !== sentence) this.#wait.textContent = sentence;
    show(this.#wait, waiting);
    this.#getIn.disabled = waiting || this.#locked || this.#busy;
    this.#getIn.setAttribute('aria-busy', String(this.#busy));
  }
}

customElements.define('duologue-enter', DuologueEnter);
