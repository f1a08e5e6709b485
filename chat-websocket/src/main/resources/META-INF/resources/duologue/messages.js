// @ts-check
import { DayLines } from './days.js';
import { button, early, el, shared, sheet, show, takeUp } from './dom.js';
import { withLinks } from './links.js';
import { define, locale, say, speak } from './words.js';

/** @typedef {import('./conversation.js').Message} Message */

const AT_END_WITHIN_PX = 48;
const CLICK_WITHIN_PX = 8;
const STATES = { waiting: 'chat.waiting', sent: 'chat.sent', delivered: 'chat.delivered', seen: 'chat.seen' };

const styles = sheet(`
  :host { position: relative; min-height: 0; }
  #log {
    height: 100%; overflow-y: auto; overscroll-behavior: contain; padding: min(var(--duologue-gap), 5vw);
    display: flex; flex-direction: column; gap: 0.375rem; outline-offset: -3px;
  }
  #log::before { content: ""; margin-block-start: auto; }
  .message {
    position: relative; max-width: min(85%, 34rem); display: flex; flex-direction: column; align-self: flex-start;
    content-visibility: auto; contain-intrinsic-size: auto 12rem auto 3.75rem;
  }
  .own { align-self: flex-end; align-items: flex-end; }
  .text {
    padding: 0.5rem 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; min-width: 2.5rem;
    background: var(--duologue-surface); border: 1px solid var(--duologue-line);
    border-radius: 1.125rem; border-bottom-left-radius: 0.25rem;
  }
  .own .text { background: var(--duologue-accent-soft); border-color: transparent; }
  /* By the side that it stands on: a text runs its own way, whichever way the list does. */
  .own .text, :host([dir=rtl]) .message:not(.own) .text { border-radius: 1.125rem; border-bottom-right-radius: 0.25rem; }
  :host([dir=rtl]) .own .text { border-radius: 1.125rem; border-bottom-left-radius: 0.25rem; }
  .waiting .text { border: 1px dashed var(--duologue-edge); background: transparent; }
  .text a { color: inherit; }
  .meta { display: flex; gap: 0.375rem; padding-inline: 0.5rem; font-size: 0.8125rem; color: var(--duologue-muted); }
  #log:not(.shown) .message:not(.timed) time {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  .failed .state { color: var(--duologue-danger); font-weight: 600; }
  .meta button {
    min-height: 1.5rem; padding: 0 0.25rem; font-size: inherit; text-decoration: underline; border: 0; border-radius: 0.25rem;
  }
  .day { align-self: center; margin-block: 0.5rem; font-size: 0.8125rem; font-weight: 600; color: var(--duologue-muted); }
  #newer {
    position: absolute; inset-block-end: 0.75rem; inset-inline: 0; width: fit-content; max-width: 100%; margin-inline: auto;
    background: var(--duologue-surface); box-shadow: var(--duologue-shadow); white-space: nowrap;
  }
  @media (hover: hover) { #newer:hover { background: var(--duologue-accent-soft); } }
  #newer::after { content: "↓"; content: "↓" / ""; }
  @media (forced-colors: active) { .own .text { border-color: CanvasText; } }
`);

/**
 * `<duologue-messages>`: the list of messages, a log that announces new ones only.
 *
 * Properties: `you` (own side), `peerHas` ({received, seen}), `times`: the time of each message is shown, else of one
 * that is clicked; `stuck`: what waits is not on its way. Methods: `put(message)`, `pend(unsent)`, `clear()`,
 * `history(boolean)`: what is put now is old and not announced. Events: `read`, the newest message is in sight; `again`,
 * the person wants what is stuck to be tried again.
 */
export class DuologueMessages extends HTMLElement {
  static parts = ['log', 'message', 'own', 'text', 'meta', 'day', 'newer'];

  /** @type {'first' | 'second' | undefined} */ you = early(this, 'you');

  #log = el('div', {
    id: 'log', part: 'log', role: 'log', 'aria-label': say('chat.messages'), 'aria-relevant': 'additions', tabindex: 0,
  });
  #newer = button({ id: 'newer', part: 'newer', class: 'small' }, say('chat.newest'), () => this.#goToEnd());
  #peerHas = { received: 0, seen: 0 };
  /** @type {Map<number, HTMLElement>} by seq */ #stored = new Map();
  /** @type {Map<string, HTMLElement>} by id */ #pending = new Map();
  #times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  #resized = new ResizeObserver(() => this.#keepAtEnd());
  #atEnd = true;
  #unread = 0;
  #stuck = false;
  #scrolling = 0;
  #size = '';
  #top = 0;
  #pressed = { x: 0, y: 0 };

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [shared, styles];
    root.append(this.#log, this.#newer);
    show(this.#newer, false);
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#log.addEventListener('click', event => this.#toggleTime(event));
    this.#log.addEventListener('pointerdown', ({ clientX, clientY }) => { this.#pressed = { x: clientX, y: clientY }; });
    takeUp(this, 'peerHas', 'times', 'stuck');
  }

  connectedCallback() {
    speak(this);
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

  /** @param {boolean} shown */
  set times(shown) {
    this.#log.classList.toggle('shown', shown);
    this.#keepAtEnd();
  }

  /** @param {boolean} stuck */
  set stuck(stuck) {
    if (this.#stuck === stuck) return;
    this.#stuck = stuck;
    for (const row of this.#pending.values()) this.#showWaiting(row);
    this.#keepAtEnd();
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
    // Who has scrolled up since the last frame is told of it with the next only, and would be taken back to the end.
    if (this.#atEnd) this.#scrolled();
    const pending = this.#takePending(message.id);
    const row = pending ?? this.#row(message.text, message.side === this.you, message.name);
    row.dataset.seq = String(message.seq);
    row.classList.remove('waiting', 'failed');
    row.querySelector('button')?.remove();
    if (row.classList.contains('own')) this.#setState(row, this.#stateOf(message.seq));
    this.#place(row, message.seq);
    this.#setTime(row, new Date(message.at));
    this.#stored.set(message.seq, row);
    // What was here already, and is acknowledged now, takes nobody away from what they read.
    if (!pending || this.#atEnd) this.#added(row.classList.contains('own'));
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
      this.#showWaiting(row);
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
    this.#showNewer();
  }

  /** @param {string} text @param {boolean} own @param {string} name */
  #row(text, own, name) {
    const who = el('span', { class: 'aside', dir: 'auto' }, own ? say('chat.you') : say('chat.from', { name }));
    const meta = el('span', { class: 'meta', part: 'meta', 'aria-live': 'off' }, el('time'));
    if (own) meta.append(el('span', { class: 'state' }));
    const kind = own ? 'message own' : 'message';
    const shown = el('div', { class: 'text', part: 'text', dir: 'auto' }, ...withLinks(text));
    return el('div', { class: kind, part: kind }, who, shown, meta);
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

  /** @param {HTMLElement} row @param {keyof typeof STATES} state */
  #setState(row, state) {
    row.dataset.state = state;
    const shown = row.querySelector('.state');
    const words = say(STATES[state]);
    if (shown && shown.textContent !== words) shown.textContent = words;
  }

  /** @param {HTMLElement} row */
  #showWaiting(row) {
    this.#setState(row, 'waiting');
    row.classList.toggle('failed', this.#stuck);
    row.querySelector('button')?.remove();
    if (!this.#stuck) return;
    const shown = row.querySelector('.state');
    if (shown) shown.textContent = say('chat.not-sent');
    row.querySelector('.meta')?.append(button({}, say('chat.try-again'), () => this.dispatchEvent(new Event('again'))));
  }

  /** @param {HTMLElement} row @param {Date} at */
  #setTime(row, at) {
    const time = row.querySelector('time');
    if (!time) return;
    time.dateTime = at.toISOString();
    time.textContent = this.#times.format(at);
    row.dataset.day = DayLines.dayOf(at);
    DayLines.around(row, at);
  }

  /** @param {MouseEvent} event */
  #toggleTime(event) {
    const target = /** @type {Element} */ (event.target);
    // Who marks text to copy it, or follows a link, does not ask for the time. No browser tells of a selection in a shadow
    // tree as another does; that the pointer has moved, all do.
    const moved = Math.hypot(event.clientX - this.#pressed.x, event.clientY - this.#pressed.y);
    if (target.closest('a, button') || moved > CLICK_WITHIN_PX) return;
    target.closest('.message:not(.waiting)')?.classList.toggle('timed');
    this.#keepAtEnd();
  }

  /** @param {boolean} own */
  #added(own) {
    if (this.#atEnd || own) return this.#toEnd();
    this.#unread += own ? 0 : 1;
    this.#showNewer();
  }

  /** The way back to the newest message, for who has scrolled up. */
  #showNewer() {
    if (this.#atEnd) this.#unread = 0;
    show(this.#newer, !this.#atEnd);
    const words = this.#unread > 0 ? say('chat.new-messages', { count: this.#unread }) : say('chat.newest');
    if (this.#newer.textContent !== words) this.#newer.textContent = words;
  }

  /** The button goes, so the log takes the focus. */
  #goToEnd() {
    this.#log.focus();
    this.#toEnd();
  }

  /** Once a frame: a long history would else be laid out anew for each of its messages. */
  #toEnd() {
    this.#atEnd = true;
    this.#scrolling ||= requestAnimationFrame(() => {
      this.#scrolling = 0;
      this.#keepAtEnd();
      this.#showNewer();
      this.dispatchEvent(new Event('read'));
    });
  }

  #keepAtEnd() {
    this.#size = this.#sizeNow();
    if (this.#atEnd) this.#log.scrollTop = this.#log.scrollHeight;
    this.#top = this.#log.scrollTop;
  }

  #sizeNow() {
    return `${this.#log.clientWidth} ${this.#log.clientHeight}`;
  }

  #scrolled() {
    if (this.#scrolling) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const atEnd = scrollHeight - scrollTop - clientHeight < AT_END_WITHIN_PX;
    const up = scrollTop < this.#top;
    // A window that turns or shrinks scrolls too, and so do messages that are laid out late, but nobody has scrolled up.
    if (this.#size !== this.#sizeNow() || (this.#atEnd && !up)) return this.#keepAtEnd();
    this.#top = scrollTop;
    if (atEnd === this.#atEnd) return;
    this.#atEnd = atEnd;
    if (atEnd) this.#toEnd();
    else this.#showNewer();
  }
}

define('duologue-messages', DuologueMessages);
