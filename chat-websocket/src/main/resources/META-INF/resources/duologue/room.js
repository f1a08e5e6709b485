// @ts-check
import { notify, playSound } from './alerts.js';
import { DuologueComposer } from './composer.js';
import { confirmed } from './confirm.js';
import { button, early, el, focusIn, nameOf, shared, sheet, show } from './dom.js';
import { DuologueMessages } from './messages.js';
import { DuologueOptions } from './options.js';
import { define, say, sentence, speak, warningSentence } from './words.js';

/** @typedef {import('./chat-client.js').ChatClient} ChatClient */

/** The history must have reached the page before the log begins to announce. */
const ANNOUNCE_AFTER_MS = 100;
/** A name of more is long. Bytes tell how wide it is better than letters do: those of three are twice as wide as those of one. */
const LONG_NAME_BYTES = 20;

const styles = sheet(`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; }
  header {
    position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem;
    padding: 0.625rem min(var(--duologue-gap), 5vw);
    background: var(--duologue-surface); border-block-end: 1px solid var(--duologue-line);
  }
  .who { flex: 1 1 6rem; min-width: 0; display: grid; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; justify-content: end; gap: 0 0.5rem; margin-inline-start: auto; }
  h1 { width: fit-content; max-width: 100%; font-size: 1.25rem; line-height: 1.3; overflow-wrap: anywhere; }
  /* All of it is shown: smaller, and on a phone above the buttons. */
  .long { flex-basis: 14rem; }
  .long h1 { font-size: 1rem; }
  #presence { font-size: 0.9375rem; color: var(--duologue-muted); overflow-wrap: anywhere; }
  #presence[data-state=in] { color: var(--duologue-accent-strong); }
  #presence.unsure, #presence.covered { visibility: hidden; }
  #presence, #typing { grid-area: 2 / 1; }
  /* Below the whole header: from the button alone it would hang out of a narrow chat. */
  duologue-options { position: static; }
  duologue-options::part(panel) {
    inset-inline-end: min(var(--duologue-gap), 5vw); max-width: calc(100% - 2 * min(var(--duologue-gap), 5vw));
  }
  @media (max-height: 22rem) { header { padding-block: 0.25rem; } #early { display: none; } }
  @media (max-width: 22rem) { header, .tools { column-gap: 0.25rem; } #end { padding-inline: 0.625rem; } }
  .banner {
    display: flex; flex-wrap: wrap; gap: 0.375rem 0.75rem; align-items: center; padding: 0.5rem min(var(--duologue-gap), 5vw);
    color: var(--duologue-on-warm); background: var(--duologue-warm);
  }
  /* It stays on the page, as what comes with its words already in it is not announced. */
  .banner.aside { padding: 0; }
  .banner p { flex: 1 1 12rem; min-width: 0; overflow-wrap: anywhere; }
  .banner button { color: inherit; border-color: currentColor; }
  @media (hover: hover) { .banner button:hover { background: transparent; text-decoration: underline; } }
  #left { font-weight: 700; font-variant-numeric: tabular-nums; }
  duologue-messages { flex: 1; min-height: 3rem; }
  #early { padding: 0.5rem min(var(--duologue-gap), 5vw); text-align: center; overflow-wrap: anywhere; }
  /* A long name is cut, what it does is not. */
  #typing { display: flex; min-width: 0; font-size: 0.9375rem; color: var(--duologue-muted); white-space: pre; }
  #typing bdi { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  duologue-composer {
    padding: 0.625rem min(var(--duologue-gap), 5vw) max(0.75rem, env(safe-area-inset-bottom));
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
  static parts = [
    'header', 'peer', 'presence', 'typing', 'end', 'banner', 'early', 'dialog',
    ...DuologueMessages.parts, ...DuologueComposer.parts, ...DuologueOptions.parts,
  ];

  /** @type {ChatClient | null} */ client = early(this, 'client') ?? null;

  #who = el('div', { class: 'who' });
  #name = el('h1', { id: 'peer', part: 'peer', dir: 'auto' });
  #presence = el('p', { id: 'presence', part: 'presence', role: 'status' });
  #end = button({ id: 'end', part: 'end', class: 'danger small' }, say('chat.end'), () => this.#askEnd());
  #lostText = el('p', { id: 'lost', role: 'status' });
  #retry = button({ id: 'retry', class: 'small' }, say('chat.try-again'), () => this.#goOn());
  #lost = el('div', { class: 'banner', part: 'banner' }, this.#lostText, this.#retry);
  #warningText = el('p', { id: 'warning', role: 'status' });
  #left = el('span', { id: 'left', role: 'timer' });
  #stay = button({ id: 'stay', class: 'small' }, say('chat.stay'), () => this.#wantToStay());
  #warning = el('div', { class: 'banner', part: 'banner' }, this.#warningText, this.#left, this.#stay);
  #list = new DuologueMessages();
  #early = el('p', { id: 'early', part: 'early', class: 'muted' });
  #typing = el('p', { id: 'typing', part: 'typing' });
  #composer = new DuologueComposer();
  #options = new DuologueOptions();
  #unread = 0;
  /** @type {Notification | null} */ #notification = null;
  #gone = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #announcing;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  constructor() {
    super();
    this.#list.setAttribute('exportparts', DuologueMessages.parts.join());
    this.#composer.setAttribute('exportparts', DuologueComposer.parts.join());
    this.#options.setAttribute('exportparts', DuologueOptions.parts.join());
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [shared, styles];
    root.append(
      el('header', { part: 'header' },
        this.#who,
        el('div', { class: 'tools' }, this.#options, this.#end)),
      this.#lost, this.#warning, this.#list, this.#early, this.#composer);
    this.#who.append(this.#name, this.#presence, this.#typing);
    this.#list.addEventListener('read', () => this.#markSeen());
    this.#list.addEventListener('again', () => this.client?.wake());
    this.#options.addEventListener('choose', () => this.#showTimes());
    this.#composer.addEventListener('compose', event => this.#send(/** @type {CustomEvent} */ (event).detail.text));
    this.#composer.addEventListener('input', () => this.#written());
  }

  connectedCallback() {
    speak(this);
    if (!this.client) throw new Error('<duologue-room> needs its client before it is added to the page');
    this.#gone = new AbortController();
    this.#follow(this.client, this.#gone.signal);
    this.#showAll(this.client);
    focusIn(this, this.#composer);
  }

  disconnectedCallback() {
    this.#gone.abort();
    clearTimeout(this.#announcing);
    clearInterval(this.#ticking);
    this.#notification?.close();
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
    this.#showTimes();
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
    if (document.visibilityState === 'hidden' && this.client?.conversation.caughtUp) this.#alert(message);
  }

  /** @param {import('./conversation.js').Message} message */
  #alert({ name, text }) {
    this.#setUnread(this.#unread + 1);
    const { sound, notify: wanted, detail } = this.#options.choices;
    if (sound) playSound();
    if (wanted) this.#notification = notify(detail ? { name, text } : null, () => this.#composer.focus());
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
    this.#notification?.close();
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

  /** The button goes with the warning, so the field takes the focus. */
  #wantToStay() {
    this.client?.conversation.stay();
    this.#composer.focus();
  }

  /** This button goes too. */
  #goOn() {
    this.client?.wake();
    this.#composer.focus();
  }

  #showTimes() {
    this.#list.times = this.#options.choices.times;
  }

  async #askEnd() {
    const conversation = this.client?.conversation;
    if (!conversation) return;
    const unsent = conversation.outbox.unsent.length;
    const yes = await confirmed(this.shadowRoot ?? this, {
      title: say('ask.end'),
      text: [say('ask.end-text'), ...(unsent > 0 ? [say('ask.end-unsent')] : [])].join(' '),
      yes: say('ask.end-yes'),
      no: say('ask.end-no'),
      signal: this.#gone.signal,
    });
    if (yes) conversation.end();
  }

  // ---- states ----

  #showPeer() {
    const peer = this.client?.conversation.peer;
    if (!peer) return;
    this.#name.textContent = peer.name;
    this.#who.classList.toggle('long', new TextEncoder().encode(peer.name).length > LONG_NAME_BYTES);
    const state = peer.present ? 'in' : peer.came ? 'away' : 'awaited';
    if (this.#presence.dataset.state === state) return;
    this.#presence.dataset.state = state;
    if (state === 'in') this.#presence.replaceChildren(say('chat.in'));
    else if (state === 'away') this.#presence.replaceChildren(say('chat.away'));
    else this.#presence.replaceChildren(...sentence('chat.awaited', { name: nameOf(peer.name) }));
    show(this.#early, state === 'awaited');
    this.#early.replaceChildren(...sentence('chat.early', { name: nameOf(peer.name) }));
  }

  #showTyping() {
    const peer = this.client?.conversation.peer;
    const typing = peer?.typing ?? false;
    this.#typing.replaceChildren(...(typing ? sentence('chat.typing', { name: nameOf(peer?.name ?? '') }) : []));
    this.#presence.classList.toggle('covered', typing);
  }

  #showConnection() {
    const { live = true, paused = false } = this.client ?? {};
    this.#list.stuck = !live;
    this.#lost.classList.toggle('aside', live);
    this.#presence.classList.toggle('unsure', !live);
    show(this.#retry, paused);
    this.#lostText.textContent = live ? '' : say(paused ? 'chat.paused' : 'chat.lost');
  }

  #showWarning() {
    const warning = this.client?.conversation.deadlines.warning;
    this.#warning.classList.toggle('aside', !warning);
    show(this.#left, Boolean(warning));
    show(this.#stay, warning?.reason === 'idle');
    clearInterval(this.#ticking);
    if (!warning) return this.#warningText.replaceChildren();
    const name = this.client?.conversation.peer?.name ?? '';
    const reason = warning.reason;
    if (this.#warning.dataset.reason !== reason || !this.#warningText.hasChildNodes()) {
      this.#warningText.replaceChildren(...warningSentence(warning.reason, name));
    }
    this.#warning.dataset.reason = reason;
    this.#ticking = setInterval(() => this.#showLeft(warning.until), 500);
    this.#showLeft(warning.until);
  }

  /** @param {number} until */
  #showLeft(until) {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    if (this.#left.textContent !== clock) this.#left.textContent = clock;
  }

  #showEnding() {
    const ending = this.client?.conversation.ending ?? false;
    this.#end.disabled = ending;
    this.#end.textContent = say(ending ? 'chat.ending' : 'chat.end');
  }
}

define('duologue-room', DuologueRoom);
