// @ts-check
import './composer.js';
import './messages.js';
import { confirmed } from './confirm.js';
import { button, el, nameOf, sheet, show } from './dom.js';
import { warningSentence } from './sentences.js';
import { shared } from './shared-styles.js';

/** @typedef {import('./chat-client.js').ChatClient} ChatClient */

/** The history must have reached the page before the log begins to announce. */
const ANNOUNCE_AFTER_MS = 100;

const styles = sheet(`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; }
  header {
    display: flex; align-items: center; gap: 0.75rem; padding: 0.625rem var(--duologue-gap);
    background: var(--duologue-surface); border-block-end: 1px solid var(--duologue-line);
  }
  header > div { flex: 1; min-width: 0; }
  h1 {
    width: fit-content; max-width: 100%; font-size: 1.25rem; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  }
  #presence { font-size: 0.9375rem; color: var(--duologue-muted); overflow-wrap: anywhere; }
  #presence[data-state=in] { color: var(--duologue-accent-strong); }
  #presence.unsure { visibility: hidden; }
  header button { flex: none; }
  .banner {
    display: flex; flex-wrap: wrap; gap: 0.375rem 0.75rem; align-items: center; padding: 0.5rem var(--duologue-gap);
    color: var(--duologue-on-warm); background: var(--duologue-warm);
  }
  .banner p { flex: 1 1 12rem; }
  .banner button { color: inherit; border-color: currentColor; }
  .banner button:hover { background: transparent; text-decoration: underline; }
  #left { font-weight: 700; font-variant-numeric: tabular-nums; }
  duologue-messages { flex: 1; }
  #early { padding: 0.5rem var(--duologue-gap); text-align: center; overflow-wrap: anywhere; }
  #typing {
    min-height: 1.5rem; padding-inline: var(--duologue-gap); font-size: 0.9375rem; color: var(--duologue-muted);
    overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  }
  duologue-composer {
    padding: 0.375rem var(--duologue-gap) max(0.75rem, env(safe-area-inset-bottom));
  }
`);

/**
 * `<duologue-room>`: the chat once one is in: the other's name and presence, messages, field, *Send*, *End chat*. Made by
 * `<duologue-chat>`, or by a page that runs a `ChatClient` itself.
 *
 * Property: `client`, in phase `in`; set it before the element is added. Events: `unread` (detail: `count`), new messages
 * while the page is hidden.
 */
export class DuologueRoom extends HTMLElement {
  /** @type {ChatClient | null} */ client = null;

  #name = el('h1', { id: 'peer', dir: 'auto' });
  #presence = el('p', { id: 'presence', role: 'status' });
  #end = button({ id: 'end', class: 'danger small' }, 'End chat', () => this.#askEnd());
  #lostText = el('p', { id: 'lost', role: 'status' });
  #retry = button({ id: 'retry', class: 'small' }, 'Try again', () => this.client?.wake());
  #lost = el('div', { class: 'banner' }, this.#lostText, this.#retry);
  #warningText = el('p', { id: 'warning', role: 'status' });
  #left = el('span', { id: 'left', role: 'timer' });
  #stay = button({ id: 'stay', class: 'small' }, 'Stay', () => this.client?.conversation.stay());
  #warning = el('div', { class: 'banner' }, this.#warningText, this.#left, this.#stay);
  #list = /** @type {import('./messages.js').DuologueMessages} */ (document.createElement('duologue-messages'));
  #early = el('p', { id: 'early', class: 'muted' });
  #typing = el('p', { id: 'typing' });
  #composer = /** @type {import('./composer.js').DuologueComposer} */ (document.createElement('duologue-composer'));
  #unread = 0;
  #gone = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #announcing;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [shared, styles];
    root.append(
      el('header', {}, el('div', {}, this.#name, this.#presence), this.#end),
      this.#lost, this.#warning, this.#list, this.#early, this.#typing, this.#composer);
    this.#list.addEventListener('read', () => this.#markSeen());
    this.#composer.addEventListener('compose', event => this.#send(/** @type {CustomEvent} */ (event).detail.text));
    this.#composer.addEventListener('input', () => this.#written());
  }

  connectedCallback() {
    if (!this.client) throw new Error('<duologue-room> needs its client before it is added to the page');
    this.#gone = new AbortController();
    this.#follow(this.client, this.#gone.signal);
    this.#showAll(this.client);
    this.#composer.focus();
  }

  disconnectedCallback() {
    this.#gone.abort();
    clearTimeout(this.#announcing);
    clearInterval(this.#ticking);
    this.#list.clear();
  }

  /** @param {ChatClient} client @param {AbortSignal} signal */
  #follow(client, signal) {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) =>
      client.addEventListener(type, event => act(/** @type {CustomEvent} */ (event).detail), { signal });
    on('message', message => this.#put(message));
    on('unsent', () => this.#list.pend(client.conversation.outbox.unsent));
    on('reset', () => this.#startOver());
    on('caughtup', () => this.#announceSoon());
    on('receipts', () => { this.#list.peerHas = client.conversation.peerHas; });
    on('refused', ({ text, error }) => this.#refused(text, error));
    on('presence', () => this.#showPeer());
    on('typing', () => this.#showTyping());
    on('connection', () => this.#showConnection());
    on('deadline', () => this.#showWarning());
    on('ending', () => this.#showEnding());
    document.addEventListener('visibilitychange', () => this.#returned(), { signal });
  }

  /** @param {ChatClient} client */
  #showAll({ conversation }) {
    this.#list.you = conversation.you?.side;
    this.#list.history(true);
    this.#list.peerHas = conversation.peerHas;
    for (const message of conversation.messages) this.#list.put(message);
    this.#list.pend(conversation.outbox.unsent);
    this.#composer.limits = conversation.limits;
    this.#composer.value = conversation.draft;
    if (conversation.caughtUp) this.#announceSoon();
    this.#showPeer();
    this.#showTyping();
    this.#showConnection();
    this.#showWarning();
    this.#showEnding();
  }

  // ---- messages ----

  /** @param {import('./conversation.js').Message} message */
  #put(message) {
    this.#list.put(message);
    if (message.side === this.#list.you) return;
    this.#markSeen();
    if (document.visibilityState === 'hidden' && this.client?.conversation.caughtUp) this.#setUnread(this.#unread + 1);
  }

  #markSeen() {
    if (document.visibilityState === 'visible' && this.#list.atEnd) this.client?.conversation.seen();
  }

  #startOver() {
    clearTimeout(this.#announcing);
    this.#list.history(true);
    this.#list.clear();
    this.#list.pend(this.client?.conversation.outbox.unsent ?? []);
  }

  #announceSoon() {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => this.#list.history(false), ANNOUNCE_AFTER_MS);
    this.#markSeen();
  }

  #returned() {
    if (document.visibilityState !== 'visible') return;
    this.#setUnread(0);
    this.#markSeen();
  }

  /** @param {number} count */
  #setUnread(count) {
    if (this.#unread === count) return;
    this.#unread = count;
    this.dispatchEvent(new CustomEvent('unread', { detail: { count }, bubbles: true, composed: true }));
  }

  // ---- writing ----

  /** @param {string} text */
  #send(text) {
    this.client?.conversation.send(text);
  }

  #written() {
    const conversation = this.client?.conversation;
    if (!conversation) return;
    conversation.draft = this.#composer.value;
    if (this.#composer.value !== '') conversation.typing();
  }

  /** @param {string} text @param {string} error */
  #refused(text, error) {
    this.#composer.giveBack(text, error);
    if (this.client) this.client.conversation.draft = this.#composer.value;
  }

  async #askEnd() {
    const conversation = this.client?.conversation;
    if (!conversation) return;
    const unsent = conversation.outbox.unsent.length;
    const yes = await confirmed(this.shadowRoot ?? this, {
      title: 'End the chat?',
      text: 'It ends for both of you, and everything written is destroyed.'
        + (unsent > 0 ? ' What still waits to be sent is lost with it.' : ''),
      yes: 'End for both',
      no: 'Keep chatting',
      signal: this.#gone.signal,
    });
    if (yes) conversation.end();
  }

  // ---- states ----

  #showPeer() {
    const peer = this.client?.conversation.peer;
    if (!peer) return;
    this.#name.textContent = peer.name;
    const state = peer.present ? 'in' : peer.came ? 'away' : 'awaited';
    if (this.#presence.dataset.state === state) return;
    this.#presence.dataset.state = state;
    if (state === 'in') this.#presence.replaceChildren('In the chat');
    else if (state === 'away') this.#presence.replaceChildren('Away');
    else this.#presence.replaceChildren('Waiting for ', nameOf(peer.name), '…');
    show(this.#early, state === 'awaited');
    this.#early.replaceChildren('You can write already: it is there when ', nameOf(peer.name), ' comes in.');
  }

  #showTyping() {
    const peer = this.client?.conversation.peer;
    this.#typing.replaceChildren(...(peer?.typing ? [nameOf(peer.name), ' is typing…'] : []));
  }

  #showConnection() {
    const { live = true, paused = false } = this.client ?? {};
    const sentence = paused ? 'Disconnected, because nothing happened for long.' : 'Connection lost, trying again…';
    show(this.#lost, !live);
    this.#presence.classList.toggle('unsure', !live);
    show(this.#retry, paused);
    this.#lostText.textContent = live ? '' : sentence;
  }

  #showWarning() {
    const warning = this.client?.conversation.deadlines.warning;
    show(this.#warning, Boolean(warning));
    clearInterval(this.#ticking);
    if (!warning) return this.#warningText.replaceChildren();
    const name = this.client?.conversation.peer?.name ?? '';
    const sentence = ['The chat will end ', ...warningSentence(warning.reason, name), '.'];
    const reason = warning.reason;
    if (this.#warning.dataset.reason !== reason || !this.#warningText.hasChildNodes()) {
      this.#warningText.replaceChildren(...sentence);
    }
    this.#warning.dataset.reason = reason;
    show(this.#stay, reason === 'idle');
    this.#ticking = setInterval(() => this.#showLeft(warning.until), 500);
    this.#showLeft(warning.until);
  }

  /** @param {number} until */
  #showLeft(until) {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const sentence = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    if (this.#left.textContent !== sentence) this.#left.textContent = sentence;
  }

  #showEnding() {
    const ending = this.client?.conversation.ending ?? false;
    this.#end.disabled = ending;
    this.#end.textContent = ending ? 'Ending…' : 'End chat';
  }
}

customElements.define('duologue-room', DuologueRoom);
