// @ts-check
import { canNotify, mayNotify, playSound } from './alerts.js';
import { chosen, keepChoices, readChoices } from './choices.js';
import { el, shared, sheet, show } from './dom.js';
import { define, say, speak } from './words.js';

/** @typedef {import('./choices.js').Choices} Choices */

const styles = sheet(`
  :host { position: relative; }
  summary {
    display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border-radius: 999px; cursor: pointer;
    list-style: none; -webkit-tap-highlight-color: transparent; color: var(--duologue-accent-strong);
  }
  summary::-webkit-details-marker { display: none; }
  @media (hover: hover) { summary:hover { background: var(--duologue-accent-soft); } }
  summary:focus-visible { outline-offset: -3px; }
  svg { width: 1.5rem; height: 1.5rem; fill: currentColor; }
  .panel {
    position: absolute; inset-block-start: calc(100% + 0.375rem); inset-inline-end: 0; z-index: 2; display: grid;
    gap: 0.25rem; width: min(20rem, calc(100vw - 2rem)); max-height: 60vh; overflow-y: auto; padding: 0.75rem min(1rem, 5vw);
    grid-template-columns: minmax(0, 1fr); overflow-wrap: anywhere; background: var(--duologue-surface);
    border: 1px solid var(--duologue-line); border-radius: var(--duologue-radius); box-shadow: var(--duologue-shadow);
  }
  h2 { font-size: 1rem; }
  label { min-width: 0; display: flex; gap: 0.625rem; align-items: center; min-height: 2.75rem; padding-block: 0.25rem; line-height: 1.3; cursor: pointer; }
  .lesser { margin-inline-start: 1.75rem; }
  input { flex: none; width: 1.25rem; height: 1.25rem; min-height: 0; margin: 0; accent-color: var(--duologue-accent); }
  #refused:empty { display: none; }
`);

/**
 * `<duologue-options>`: a menu with what a person can choose for all chats of this browser: the time of each message, and
 * sound and notification for new messages while the page is hidden. Asks for the browser's permission only when the
 * person chooses the notification.
 *
 * Property: `choices` (read only). Events: `choose`, the choices changed.
 */
export class DuologueOptions extends HTMLElement {
  static parts = ['options', 'panel'];

  #choices = readChoices();
  #menu = el('details', { id: 'options' });
  #refused = el('p', { id: 'refused', role: 'status', class: 'error' });
  #boxes = {
    times: this.#box('times', say('options.times')),
    sound: this.#box('sound', say('options.sound')),
    notify: this.#box('notify', say('options.notify')),
    detail: this.#box('detail', say('options.detail'), 'lesser'),
  };
  #gone = new AbortController();

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [shared, styles];
    this.#menu.append(
      el('summary', { part: 'options', 'aria-label': say('options.title') }, dots()),
      el('div', { class: 'panel', part: 'panel', role: 'group', 'aria-labelledby': 'title' },
        el('h2', { id: 'title' }, say('options.title')),
        ...Object.values(this.#boxes).map(({ label }) => label),
        this.#refused));
    root.append(this.#menu);
    this.#show();
  }

  connectedCallback() {
    speak(this);
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    addEventListener('pointerdown', event => this.#closeFrom(event), { signal });
    this.addEventListener('keydown', event => this.#escape(event), { signal });
    // Open, it would cover what the Tab key goes on to.
    this.addEventListener('focusout', event => { if (event.relatedTarget) this.#menu.open = false; }, { signal });
    // In another chat of this page, and of this browser.
    chosen.addEventListener('choose', () => this.#reread(), { signal });
    addEventListener('storage', () => this.#reread(), { signal });
    this.#reread();
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  /** @returns {Readonly<Choices>} */
  get choices() {
    return this.#choices;
  }

  /** @param {keyof Choices} name @param {string} text @param {string} [kind] */
  #box(name, text, kind) {
    const input = el('input', { type: 'checkbox', id: `choose-${name}` });
    input.addEventListener('change', () => this.#choose(name, input.checked));
    return { input, label: el('label', { class: kind }, input, text) };
  }

  /** @param {keyof Choices} name @param {boolean} on */
  async #choose(name, on) {
    const allowed = name !== 'notify' || !on || await mayNotify();
    this.#refused.textContent = allowed ? '' : say('options.not-allowed');
    keepChoices({ ...readChoices(), [name]: on && allowed });
    if (name === 'sound' && on) await playSound();
  }

  #reread() {
    const before = JSON.stringify(this.#choices);
    this.#choices = readChoices();
    this.#show();
    if (JSON.stringify(this.#choices) !== before) this.dispatchEvent(new Event('choose'));
  }

  #show() {
    for (const [name, { input }] of Object.entries(this.#boxes)) {
      input.checked = this.#choices[/** @type {keyof Choices} */ (name)];
    }
    show(this.#boxes.notify.label, canNotify());
    show(this.#boxes.detail.label, canNotify() && this.#choices.notify);
  }

  /** @param {Event} event */
  #closeFrom(event) {
    if (!event.composedPath().includes(this)) this.#menu.open = false;
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== 'Escape' || !this.#menu.open) return;
    this.#menu.open = false;
    this.#menu.querySelector('summary')?.focus();
  }
}

function dots() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const y of ['5', '12', '19']) {
    const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    for (const [name, value] of [['cx', '12'], ['cy', y], ['r', '2']]) dot.setAttribute(name, value);
    svg.append(dot);
  }
  return svg;
}

define('duologue-options', DuologueOptions);
