// @ts-check
import { copyText, selectContents } from './clipboard.js';
import { button, el, nameOf, shared, sheet, show, takeUp } from './dom.js';
import { define, say, speak } from './words.js';

/**
 * @typedef {{name: string, shortUrl: string, code: string, qr: string}} Invitation
 * @typedef {'waiting' | 'in' | 'away' | 'locked'} SideState
 */

const COPIED_SHOWN_MS = 4_000;
const STATES = {
  waiting: 'card.waiting',
  in: 'card.in',
  away: 'card.away',
  locked: 'card.locked',
};

const styles = sheet(`
  article {
    display: grid; gap: var(--duologue-gap); padding: 1.25rem min(1.25rem, 5vw); height: 100%; align-content: start;
    grid-template-columns: minmax(0, 1fr);
    background: var(--duologue-surface); border: 1px solid var(--duologue-line); border-radius: var(--duologue-radius);
    box-shadow: var(--duologue-shadow);
  }
  header { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline; justify-content: space-between; }
  h2 { font-size: 1.375rem; line-height: 1.25; overflow-wrap: anywhere; min-width: 0; }
  #state { font-size: 0.9375rem; color: var(--duologue-muted); }
  #state::before {
    content: ""; display: inline-block; width: 0.625rem; height: 0.625rem; margin-inline-end: 0.4375rem;
    border-radius: 50%; border: 2px solid currentColor;
  }
  #state[data-state=in] { color: var(--duologue-accent-strong); font-weight: 600; }
  #state[data-state=in]::before { background: currentColor; }
  #state[data-state=locked] { color: var(--duologue-danger); font-weight: 600; }
  .group { min-width: 0; }
  .group h3 { font-size: 0.9375rem; font-weight: 600; color: var(--duologue-muted); }
  a { color: var(--duologue-accent-strong); overflow-wrap: anywhere; }
  .line { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-block-end: 0.25rem; }
  .line h3 { flex: 1; }
  #code {
    display: block; font: 700 1.75rem/1.2 var(--duologue-mono); letter-spacing: min(0.06em, 0.6vw); user-select: all;
    white-space: nowrap;
  }
  img {
    display: block; width: min(100%, 13rem); aspect-ratio: 1; margin-inline: auto; padding: 0.5rem;
    background: #fff; border-radius: var(--duologue-radius-small); image-rendering: pixelated;
  }
  /* Its line is there before its words: nothing jumps under the pointer. */
  #note { min-height: 1.5em; margin-block: -0.625rem -0.375rem; }
  footer { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; justify-content: space-between; }
  footer p { flex: 1 1 10rem; min-width: 0; }
`);

/**
 * `<duologue-invitation>`: what one participant is given: name, short URL, QR code, secret code; each to copy, the link
 * to share where the browser can.
 *
 * Attribute: `state` (waiting, in, away, locked). Property: `invitation`. Events: `newcode`, the person wants a new link
 * and code. Attribute `fixed`: without *New code*.
 */
export class DuologueInvitation extends HTMLElement {
  static observedAttributes = ['state', 'fixed'];
  static parts = ['card', 'name', 'state', 'qr', 'link', 'code', 'button', 'note'];

  #name = el('h2', { id: 'name', part: 'name' });
  #state = el('p', { id: 'state', part: 'state', role: 'status' });
  #link = el('a', { id: 'link', part: 'link', target: '_blank', rel: 'noopener noreferrer' });
  #code = el('span', { id: 'code', part: 'code', translate: 'no' });
  #qr = el('img', { id: 'qr', part: 'qr' });
  #note = el('p', { id: 'note', part: 'note', role: 'status', class: 'muted' });
  #share = button({ id: 'share', part: 'button', class: 'small', 'aria-describedby': 'link-title' }, say('card.share'), () => this.#shareLink());
  #newCode = button({ id: 'new-code', part: 'button', class: 'small' }, say('card.new-code'), () => this.dispatchEvent(new Event('newcode')));
  #footer = el('footer', {},
    el('p', { class: 'muted' }, say('card.new-code-why')), this.#newCode);
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {Invitation | null} */ #invitation = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [shared, styles];
    root.append(el('article', { part: 'card', 'aria-labelledby': 'name' },
      el('header', {}, this.#name, this.#state),
      this.#qr,
      el('div', { class: 'group', role: 'group', 'aria-labelledby': 'link-title' },
        el('div', { class: 'line' },
          el('h3', { id: 'link-title' }, say('card.link')), this.#copyButton('copy-link', 'link-title', this.#link), this.#share),
        this.#link),
      el('div', { class: 'group', role: 'group', 'aria-labelledby': 'code-title' },
        el('div', { class: 'line' },
          el('h3', { id: 'code-title' }, say('card.code')), this.#copyButton('copy-code', 'code-title', this.#code)),
        this.#code),
      this.#note,
      this.#footer));
    takeUp(this, 'invitation');
  }

  connectedCallback() {
    speak(this);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#note.replaceChildren();
  }

  /**
   * @param {string} name
   * @param {string | null} _old
   * @param {string | null} value
   */
  attributeChangedCallback(name, _old, value) {
    if (name === 'fixed') return show(this.#footer, value === null);
    if (this.#state.dataset.state === value) return;
    this.#state.dataset.state = value ?? '';
    this.#state.textContent = Object.hasOwn(STATES, value ?? '') ? say(STATES[/** @type {SideState} */ (value)]) : '';
  }

  get invitation() {
    return this.#invitation;
  }

  set invitation(invitation) {
    this.#invitation = invitation;
    if (!invitation) return;
    this.#name.replaceChildren(nameOf(invitation.name));
    this.#link.href = invitation.shortUrl;
    this.#link.textContent = invitation.shortUrl;
    this.#code.textContent = invitation.code;
    this.#qr.src = invitation.qr;
    this.#qr.alt = say('card.qr', { name: invitation.name });
    show(this.#share, typeof navigator.share === 'function');
  }

  /** @param {string} id @param {string} title @param {HTMLElement} source */
  #copyButton(id, title, source) {
    return button({ id, part: 'button', class: 'small', 'aria-describedby': title }, say('card.copy'), () => this.#copy(source));
  }

  /** @param {HTMLElement} source */
  async #copy(source) {
    if (await copyText(source.textContent ?? '')) {
      return this.#tell(say(source === this.#link ? 'card.link-copied' : 'card.code-copied'), COPIED_SHOWN_MS);
    }
    selectContents(source);
    this.#tell(say('card.copy-by-hand'));
  }

  async #shareLink() {
    if (!this.#invitation) return;
    try {
      // The secret code goes another way than the link: that is what it is for.
      await navigator.share({ url: this.#invitation.shortUrl });
    } catch (problem) {
      if (problem instanceof DOMException && problem.name === 'AbortError') return;
      this.#tell(say('card.share-failed'));
    }
  }

  /** @param {string} sentence @param {number} [ms] how long it stands; without it, until the next */
  #tell(sentence, ms) {
    clearTimeout(this.#timer);
    this.#note.textContent = sentence;
    if (ms) this.#timer = setTimeout(() => this.#note.replaceChildren(), ms);
  }
}

define('duologue-invitation', DuologueInvitation);
