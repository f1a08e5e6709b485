// @ts-check
import { button, el, sheet, show } from './dom.js';
import { shared } from './shared-styles.js';

/** @typedef {import('./conversation.js').Message} Message */

const AT_END_WITHIN_PX = 48;

const styles = sheet(`
  :host { position: relative; min-height: 0; }
  #log {
    height: 100%; overflow-y: auto; overscroll-behavior: contain; padding: var(--duologue-gap);
    display: flex; flex-direction: column; gap: 0.375rem; outline-offset: -3px;
  }
  #log::before { content: ""; margin-block-start: auto; }
  .message { max-width: min(85%, 34rem); display: flex; flex-direction: column; align-self: flex-start; }
  .own { align-self: flex-end; align-items: flex-end; }
  .text {
    padding: 0.5rem 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; min-width: 2.5rem;
    background: var(--duologue-surface); border: 1px solid var(--duologue-line);
    border-radius: 1.125rem 1.125rem 1.125rem 0.25rem;
  }
  .own .text {
    background: var(--duologue-accent-soft); border-color: transparent;
    border-radius: 1.125rem 1.125rem 0.25rem 1.125rem;
  }
  .waiting .text { border: 1px dashed var(--duologue-edge); background: transparent; }
  .meta { padding-inline: 0.5rem; font-size: 0.8125rem; color: var(--duologue-muted); }
  .state::before { content: " · "; }
  .waiting .state::before { content: ""; }
  #newer {
    position: absolute; inset-block-end: 0.75rem; inset-inline-start: 50%; translate: -50% 0;
    background: var(--duologue-surface); box-shadow: var(--duologue-shadow);
  }
  @media (forced-colors: active) { .own .text { border-color: CanvasText; } }
`);

/**
 * `<duologue-messages>`: the list of messages, a log that announces new ones only.
 *
 * Properties: `you` (own side), `peerHas` ({received, seen}). Methods: `put(message)`, `pend(unsent)`, `clear()`,
 * `history(boolean)`: what is put now is old and not announced. Events: `read`, the newest message is in sight.
 */
export class DuologueMessages extends HTMLElement {
  /** @type {'first' | 'second' | undefined} */ you;

  #log = el('div', { id: 'log', role: 'log', 'aria-label': 'Messages', 'aria-relevant': 'additions', tabindex: 0 });
  #newer = button({ id: 'newer', class: 'small' }, 'New messages', () => this.#toEnd());
  #peerHas = { received: 0, seen: 0 };
  /** @type {Map<number, HTMLElement>} by seq */ #stored = new Map();
  /** @type {Map<string, HTMLElement>} by id */ #pending = new Map();
  #times = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
  #resized = new ResizeObserver(() => this.#keepAtEnd());
  #atEnd = true;
  #scrolling = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [shared, styles];
    root.append(this.#log, this.#newer);
    show(this.#newer, false);
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  connectedCallback() {
    this.#resized.observe(this.#log);
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    cancelAnimationFrame(this.#scrolling);
    this.#scrolling = 0;
  }

  /** The newest message is in sight. */
  get atEnd() {
    return this.#atEnd;
  }

  /** @param {{received: number, seen: number}} peerHas */
  set peerHas(peerHas) {
    const { received, seen } = this.#peerHas;
    this.#peerHas = { ...peerHas };
    const highest = Math.max(peerHas.received, peerHas.seen);
    for (let seq = Math.min(received, seen) + 1; seq <= highest; seq++) {
      const row = this.#stored.get(seq);
      if (row?.classList.contains('own')) this.#setState(row, this.#stateOf(seq));
    }
  }

  /** @param {boolean} old */
  history(old) {
    this.#log.setAttribute('aria-live', old ? 'off' : 'polite');
  }

  /**
   * Shows a message in its place; the second time, nothing.
   * @param {Message} message
   */
  put(message) {
    if (this.#stored.has(message.seq)) return;
    const row = this.#takePending(message.id) ?? this.#row(message.text, message.side === this.you, message.name);
    row.dataset.seq = String(message.seq);
    row.classList.remove('waiting');
    this.#setTime(row, message.at);
    if (row.classList.contains('own')) this.#setState(row, this.#stateOf(message.seq));
    this.#place(row, message.seq);
    this.#stored.set(message.seq, row);
    this.#added(row.classList.contains('own'));
  }

  /**
   * Shows what is not sent yet, after all messages.
   * @param {readonly {id: string, text: string}[]} unsent
   */
  pend(unsent) {
    const ids = new Set(unsent.map(each => each.id));
    for (const id of [...this.#pending.keys()]) if (!ids.has(id)) this.#takePending(id)?.remove();
    for (const { id, text } of unsent) {
      if (this.#pending.has(id)) continue;
      const row = this.#row(text, true, '');
      row.classList.add('waiting');
      this.#setState(row, 'waiting');
      this.#pending.set(id, row);
      this.#log.append(row);
      this.#added(true);
    }
  }

  clear() {
    this.#log.replaceChildren();
    this.#stored.clear();
    this.#pending.clear();
    this.#atEnd = true;
    show(this.#newer, false);
  }

  /** @param {string} text @param {boolean} own @param {string} name */
  #row(text, own, name) {
    const who = el('span', { class: 'aside', dir: 'auto' }, own ? 'You: ' : `${name}: `);
    const meta = el('span', { class: 'meta' }, el('time'));
    if (own) meta.append(el('span', { class: 'state' }));
    return el('div', { class: own ? 'message own' : 'message' }, who, el('div', { class: 'text', dir: 'auto' }, text), meta);
  }

  /** @param {string | undefined} id */
  #takePending(id) {
    if (id === undefined) return undefined;
    const row = this.#pending.get(id);
    this.#pending.delete(id);
    return row;
  }

  /**
   * A row that stands right already stays where it is: moved, it would be announced again.
   * @param {HTMLElement} row @param {number} seq
   */
  #place(row, seq) {
    let after = this.#stored.get(seq - 1) ?? null;
    for (let lower = seq - 2; !after && this.#stored.size > 0 && lower > 0; lower--) after = this.#stored.get(lower) ?? null;
    const next = after ? after.nextElementSibling : this.#log.firstElementChild;
    if (next !== row) this.#log.insertBefore(row, next);
  }

  /** @param {number} seq */
  #stateOf(seq) {
    if (seq <= this.#peerHas.seen) return 'seen';
    return seq <= this.#peerHas.received ? 'delivered' : 'sent';
  }

  /** @param {HTMLElement} row @param {string} state */
  #setState(row, state) {
    row.dataset.state = state;
    const shown = row.querySelector('.state');
    if (shown && shown.textContent !== state) shown.textContent = state;
  }

  /** @param {HTMLElement} row @param {string} at */
  #setTime(row, at) {
    const time = row.querySelector('time');
    if (!time) return;
    time.dateTime = at;
    time.textContent = this.#times.format(new Date(at));
  }

  /** @param {boolean} own */
  #added(own) {
    if (this.#atEnd || own) this.#toEnd();
    else show(this.#newer, true);
  }

  /** Once a frame: a long history would else be laid out anew for each of its messages. */
  #toEnd() {
    this.#atEnd = true;
    this.#scrolling ||= requestAnimationFrame(() => {
      this.#scrolling = 0;
      this.#keepAtEnd();
      show(this.#newer, false);
      this.dispatchEvent(new Event('read'));
    });
  }

  #keepAtEnd() {
    if (this.#atEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const atEnd = scrollHeight - scrollTop - clientHeight < AT_END_WITHIN_PX;
    if (this.#scrolling) return;
    if (atEnd && !this.#atEnd) this.#toEnd();
    this.#atEnd = atEnd;
  }
}

customElements.define('duologue-messages', DuologueMessages);
