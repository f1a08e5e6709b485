// @ts-check
import './enter.js';
import './room.js';
import { ChatClient } from './chat-client.js';
import { button, el, sheet } from './dom.js';
import { SeatMemory } from './seat-memory.js';
import { overSentence } from './sentences.js';
import { shared } from './shared-styles.js';
import { TabClaim } from './tab-claim.js';

const styles = sheet(`
  :host { height: 100%; min-height: 0; }
  #gate { height: 100%; overflow-y: auto; display: grid; padding: var(--duologue-gap); }
  #card {
    width: min(100%, 26rem); margin: auto; padding: 1.75rem 1.5rem; display: grid; gap: var(--duologue-gap);
    background: var(--duologue-surface); border: 1px solid var(--duologue-line); border-radius: var(--duologue-radius);
    box-shadow: var(--duologue-shadow);
  }
  h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
  h1:focus { outline: none; }
  #notice:empty { display: none; }
`);

/**
 * `<duologue-chat>`: one participant's whole chat, from the secret code to the end.
 *
 * Attributes: `link`, the link token; `url`, the WebSocket (default: `/chat` on the page's host). A change of either
 * starts over. Property: `client`, the `ChatClient` (null before it is there). Slot `over`: shown below the sentence that
 * says why the chat is over. Events: `phase` (detail: `phase`, and `over` in phase `over`, null there where no link is
 * given), `unread` (detail: `count`).
 */
export class DuologueChat extends HTMLElement {
  static observedAttributes = ['link', 'url'];

  /** @type {ChatClient | null} */ client = null;

  #root = this.attachShadow({ mode: 'open' });
  #card = el('div', { id: 'card' });
  #gate = el('div', { id: 'gate' }, this.#card);
  #notice = el('p', { id: 'notice', role: 'status', class: 'muted' });
  /** @type {import('./enter.js').DuologueEnter | null} */ #enter = null;
  /** @type {import('./room.js').DuologueRoom | null} */ #room = null;
  #attached = new AbortController();
  #session = new AbortController();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [shared, styles];
  }

  connectedCallback() {
    this.#attached = new AbortController();
    const { signal } = this.#attached;
    // A page that goes into the back-forward cache gives up its seat and its tab's id, as one that is closed.
    addEventListener('pagehide', () => this.#leave(), { signal });
    addEventListener('pageshow', event => { if (event.persisted) this.#begin(); }, { signal });
    this.#begin();
  }

  disconnectedCallback() {
    this.#attached.abort();
    this.#leave();
    this.#root.replaceChildren();
  }

  attributeChangedCallback() {
    if (this.isConnected && !this.#attached.signal.aborted) this.#begin();
  }

  async #begin() {
    this.#leave();
    const session = new AbortController();
    this.#session = session;
    const link = this.getAttribute('link');
    if (!link) return this.#showNoLink();
    this.#showWaiting();
    const memory = new SeatMemory(link);
    const claim = new TabClaim();
    session.signal.addEventListener('abort', () => claim.release());
    const tab = await claim.claim(memory.record.tab);
    if (session.signal.aborted) return;
    this.#run(new ChatClient({ url: this.#url(), link, tab, memory }), session.signal);
  }

  /** @param {ChatClient} client @param {AbortSignal} signal */
  #run(client, signal) {
    this.client = client;
    signal.addEventListener('abort', () => client.stop());
    client.addEventListener('phase', () => this.#showPhase(client), { signal });
    client.addEventListener('connection', () => this.#showConnection(client), { signal });
    client.addEventListener('problem', event => {
      if (this.#enter) this.#enter.problem = /** @type {CustomEvent} */ (event).detail;
    }, { signal });
    client.start();
  }

  #leave() {
    this.#session.abort();
    this.client = null;
    this.#enter = this.#room = null;
  }

  #url() {
    const url = new URL(this.getAttribute('url') ?? '/chat', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    return url.href;
  }

  // ---- phases ----

  /** @param {ChatClient} client */
  #showPhase(client) {
    switch (client.phase) {
      case 'connecting': this.#showWaiting(); break;
      case 'code':
      case 'entering': this.#showEnter(client); break;
      case 'in': this.#showRoom(client); break;
      case 'elsewhere': this.#showElsewhere(client); break;
      case 'over': this.#showOver(client); break;
    }
    this.#tellPhase(client.phase, client.over);
  }

  /**
   * @param {import('./chat-client.js').Phase} phase
   * @param {import('./chat-client.js').Over | null} over
   */
  #tellPhase(phase, over) {
    this.dispatchEvent(new CustomEvent('phase', { detail: { phase, over } }));
  }

  #showWaiting() {
    this.#showCard(el('p', { role: 'status' }, 'Connecting…'), this.#notice);
    this.#notice.replaceChildren();
  }

  /** @param {ChatClient} client */
  #showEnter(client) {
    if (!this.#enter) {
      const enter = /** @type {import('./enter.js').DuologueEnter} */ (document.createElement('duologue-enter'));
      enter.addEventListener('enter', event => client.enter(/** @type {CustomEvent} */ (event).detail.code));
      enter.addEventListener('input', () => client.wake());
      this.#showCard(enter, this.#notice);
      this.#enter = enter;
      enter.focus();
    }
    if (client.phase === 'code' && client.hello) this.#enter.hello = client.hello;
    this.#enter.busy = client.phase === 'entering';
    this.#showConnection(client);
  }

  /** @param {ChatClient} client */
  #showRoom(client) {
    if (this.#room) return;
    this.#enter = null;
    this.#room = /** @type {import('./room.js').DuologueRoom} */ (document.createElement('duologue-room'));
    this.#room.client = client;
    this.#root.replaceChildren(this.#room);
  }

  /** @param {ChatClient} client */
  #showElsewhere(client) {
    const unsent = client.conversation.outbox.unsent.length > 0;
    this.#showState(
      ['This chat is open in another window.'],
      el('p', {}, 'Continue here? The other window then stops.'),
      ...(unsent ? [el('p', { class: 'muted' }, 'What was not sent from here is kept, and goes out if you do.')] : []),
      button({ id: 'continue', class: 'main' }, 'Continue here', () => client.takeOver()));
  }

  /** @param {ChatClient} client */
  #showOver(client) {
    if (!client.over) return;
    const { title, text } = overSentence(client.over);
    const again = client.over.kind === 'failed' ? [button({ id: 'again' }, 'Try again', () => client.start())] : [];
    this.#showState(title, el('p', {}, text), ...again, el('slot', { name: 'over' }));
  }

  #showNoLink() {
    this.#showState(
      ['There is no invitation in this address.'],
      el('p', {}, 'Open the link you were given, or scan its QR code.'),
      el('slot', { name: 'over' }));
    this.#tellPhase('over', null);
  }

  /** @param {ChatClient} client */
  #showConnection(client) {
    const shown = client.live || client.paused || client.phase === 'over' || client.phase === 'elsewhere';
    const sentence = shown ? '' : 'Connection lost, trying again…';
    // The first try is not a lost connection: it says "Connecting…".
    if (this.#notice.textContent !== sentence) this.#notice.textContent = sentence;
    if (client.paused && client.phase === 'connecting') {
      this.#notice.replaceChildren(button({ id: 'retry' }, 'Try again', () => client.wake()));
    }
  }

  /** @param {import('./sentences.js').Sentence} title @param {...Node} rest */
  #showState(title, ...rest) {
    const heading = el('h1', { id: 'state', tabindex: -1 }, ...title);
    this.#showCard(heading, ...rest);
    heading.focus();
  }

  /** @param {...Node} content */
  #showCard(...content) {
    this.#enter = this.#room = null;
    this.#card.replaceChildren(...content);
    this.#root.replaceChildren(this.#gate);
  }
}

customElements.define('duologue-chat', DuologueChat);
