// @ts-check
import { button, el, focusIn, onCovered, shared, sheet } from './dom.js';
import { DuologueEnter } from './enter.js';
import { dial, SeatMemory, TabClaim } from './tab.js';
import { define, overSentence, say, sentence, speak } from './words.js';

/** @typedef {import('./chat-client.js').ChatClient} ChatClient */

/** The server lets go of who says nothing for five seconds. */
const UNSAID_MOST_MS = 4_000;

const styles = sheet(`
  :host { height: 100%; min-height: 0; }
  #gate { height: 100%; overflow-y: auto; display: grid; padding: min(var(--duologue-gap), 5vw); }
  #card {
    width: min(100%, 26rem); margin: auto; padding: 1.75rem min(1.5rem, 5vw); display: grid; gap: var(--duologue-gap);
    background: var(--duologue-surface); border: 1px solid var(--duologue-line); border-radius: var(--duologue-radius);
    box-shadow: var(--duologue-shadow);
  }
  #card > * { min-width: 0; overflow-wrap: anywhere; }
  h1 { font-size: 1.5rem; line-height: 1.25; }
  h1:focus { outline: none; }
  #notice:empty { display: none; }
`);

/**
 * `<duologue-chat>`: one participant's whole chat, from the secret code to the end.
 *
 * Attributes: `link`, the link token (default: what stands behind the # in the page's address); `url`, the WebSocket
 * (default: `/chat` on the page's host). A change of any starts over. It sets `data-phase`, for styles. Property: `client`,
 * the `ChatClient` (null before it is there). An `<input name="code">` in it takes typing until the element is defined, which
 * takes up what was typed. What a keyboard on the screen lies over, it leaves free. Slot `over`: shown below the sentence that says why the chat is over. Events:
 * `phase` (detail: `phase`, and `over` in phase `over`, null there where no link is given), `unread` (detail: `count`).
 */
export class DuologueChat extends HTMLElement {
  static observedAttributes = ['link', 'url'];
  /** And those of `<duologue-enter>` and `<duologue-room>`, which come and go. */
  static parts = ['card', 'state', 'notice'];

  /** @type {ChatClient | null} */ client = null;

  #root = this.attachShadow({ mode: 'open' });
  #card = el('div', { id: 'card', part: 'card' });
  #gate = el('div', { id: 'gate' }, this.#card);
  #notice = el('p', { id: 'notice', part: 'notice', role: 'status', class: 'muted' });
  /** @type {DuologueEnter | null} */ #enter = null;
  /** @type {import('./room.js').DuologueRoom | null} */ #room = null;
  /** @type {string | null} a code that was sent off before there was a client */ #early = null;
  /** @type {AbortController | null} */ #attached = null;
  #session = new AbortController();
  #aboveKeyboard = sheet('');

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [shared, styles, this.#aboveKeyboard];
  }

  connectedCallback() {
    speak(this);
    this.#attached = new AbortController();
    const { signal } = this.#attached;
    // A page that goes into the back-forward cache gives up its seat and its tab's id, as one that is closed.
    addEventListener('pagehide', () => this.#leave(), { signal });
    addEventListener('pageshow', event => { if (event.persisted) this.#begin(); }, { signal });
    addEventListener('hashchange', () => { if (!this.hasAttribute('link')) this.#begin(); }, { signal });
    onCovered(this, px => this.#makeRoom(px), signal);
    this.#begin();
    // Its time is over, and what was typed does not stay on the page.
    this.querySelector('input[name=code]')?.remove();
  }

  disconnectedCallback() {
    this.#attached?.abort();
    this.#attached = null;
    this.#makeRoom(0);
    this.#leave();
    this.#root.replaceChildren();
  }

  /**
   * @param {string} _name
   * @param {string | null} old
   * @param {string | null} value
   */
  attributeChangedCallback(_name, old, value) {
    if (this.#attached && old !== value) this.#begin();
  }

  /**
   * The element keeps its place and size, so that nothing moves on the page around it. What is too high even so loses its top,
   * not the field.
   * @param {number} px under the keyboard
   */
  #makeRoom(px) {
    this.#aboveKeyboard.replaceSync(px === 0 ? '' : `
      #gate, duologue-room { height: calc(100% - ${px}px); }
      duologue-room { justify-content: flex-end; overflow: hidden; }
    `);
  }

  /**
   * The client comes after what the first view needs: on a slow phone the code can be typed sooner. The connection is made
   * meanwhile.
   */
  async #begin() {
    this.#leave();
    const session = new AbortController();
    this.#session = session;
    const link = this.getAttribute('link') ?? location.hash.slice(1);
    if (!link) return this.#showNoLink();
    const memory = new SeatMemory(link);
    if (memory.record.token === undefined) this.#showForm();
    else this.#showWaiting();
    // A page may set one attribute after the other: only then it is clear where to connect.
    await Promise.resolve();
    if (session.signal.aborted) return;
    const dialled = dial(this.#url());
    session.signal.addEventListener('abort', () => dialled.close());
    const unsaid = setTimeout(() => dialled.close(), UNSAID_MOST_MS);
    const claim = new TabClaim();
    session.signal.addEventListener('abort', () => claim.release());
    const loading = Promise.all([import('./chat-client.js'), claim.claim(memory.record.tab)]);
    const loaded = await loading.catch(() => null);
    clearTimeout(unsaid);
    if (session.signal.aborted) return;
    if (!loaded) {
      dialled.close();
      return this.#showNotLoaded();
    }
    const [{ ChatClient }, tab] = loaded;
    this.#run(new ChatClient({ url: this.#url(), link, tab, memory, dialled }), session.signal);
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
    if (this.#early !== null) client.enter(this.#early);
    this.#early = null;
  }

  #leave() {
    this.#session.abort();
    this.client = null;
    this.#early = null;
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
      case 'connecting': this.#showConnecting(client); break;
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
    this.dataset.phase = phase;
    this.dispatchEvent(new CustomEvent('phase', { detail: { phase, over } }));
  }

  /**
   * Who needs the code can type it while the connection is made.
   * @param {ChatClient} client
   */
  #showConnecting(client) {
    if (client.needsCode) this.#showEnter(client);
    else this.#showWaiting();
  }

  #showWaiting() {
    this.#showCard(el('p', { role: 'status' }, say('enter.connecting')), this.#notice);
    this.#notice.replaceChildren();
  }

  /** @param {ChatClient} client */
  #showEnter(client) {
    const form = this.#showForm();
    if (client.phase === 'code' && client.hello) form.hello = client.hello;
    form.busy = client.phase === 'entering';
    if (client.hello) this.#showConnection(client);
  }

  #showForm() {
    if (this.#enter) return this.#enter;
    const enter = new DuologueEnter();
    enter.setAttribute('exportparts', DuologueEnter.parts.join());
    enter.addEventListener('enter', event => this.#getIn(enter, /** @type {CustomEvent} */ (event).detail.code));
    enter.addEventListener('input', () => this.client?.wake());
    this.#showCard(enter, this.#notice);
    this.#enter = enter;
    focusIn(this, enter, true);
    this.#takeUpTyped(enter);
    return enter;
  }

  /**
   * Once the form has the focus: with it all that stands in a field is marked, and the next key would replace it.
   * @param {DuologueEnter} enter
   */
  #takeUpTyped(enter) {
    const typed = /** @type {HTMLInputElement | null} */ (this.querySelector('input[name=code]'));
    if (typed) enter.code = typed.value;
  }

  /** @param {DuologueEnter} enter @param {string} code */
  #getIn(enter, code) {
    if (this.client) return this.client.enter(code);
    this.#early = code;
    enter.busy = true;
  }

  /**
   * The room's modules come after those of the first view: on a slow phone the code can be typed a second sooner.
   * @param {ChatClient} client
   */
  async #showRoom(client) {
    const loaded = await import('./room.js').catch(() => null);
    if (this.#room || this.client !== client || client.phase !== 'in') return;
    if (!loaded) return this.#showNotLoaded();
    const { DuologueRoom } = loaded;
    this.#enter = null;
    this.#room = new DuologueRoom();
    this.#room.setAttribute('exportparts', DuologueRoom.parts.join());
    this.#room.client = client;
    this.#root.replaceChildren(this.#room);
  }

  /** @param {ChatClient} client */
  #showElsewhere(client) {
    const unsent = client.conversation.outbox.unsent.length > 0;
    this.#showState(
      sentence('chat.elsewhere'),
      el('p', {}, say('chat.elsewhere-text')),
      ...(unsent ? [el('p', { class: 'muted' }, say('chat.elsewhere-unsent'))] : []),
      button({ id: 'continue', class: 'main' }, say('chat.continue'), () => client.takeOver()));
  }

  /** @param {ChatClient} client */
  #showOver(client) {
    if (!client.over) return;
    const { title, text } = overSentence(client.over);
    const again = client.over.kind === 'failed' ? [button({ id: 'again', class: 'main' }, say('chat.try-again'), () => client.start())] : [];
    this.#showState(title, el('p', {}, text), ...again, el('slot', { name: 'over' }));
  }

  /** A module could not be fetched; a browser does not ask for it again before the page is loaded anew. */
  #showNotLoaded() {
    this.#showState(sentence('over.not-loaded'), button({ id: 'again', class: 'main' }, say('chat.try-again'), () => location.reload()));
  }

  #showNoLink() {
    this.#showState(
      sentence('enter.no-link'),
      el('p', {}, say('enter.no-link-text')),
      el('slot', { name: 'over' }));
    this.#tellPhase('over', null);
  }

  /** @param {ChatClient} client */
  #showConnection(client) {
    const shown = client.live || client.paused || client.phase === 'over' || client.phase === 'elsewhere';
    const sentence = shown ? '' : say('chat.lost');
    // The first try is not a lost connection: it says that it connects.
    if (this.#notice.textContent !== sentence) this.#notice.textContent = sentence;
    if (client.paused && client.phase === 'connecting') {
      this.#notice.replaceChildren(button({ id: 'retry' }, say('chat.try-again'), () => {
        client.wake();
        this.#enter?.focus();
      }));
    }
  }

  /** @param {import('./words.js').Sentence} title @param {...Node} rest */
  #showState(title, ...rest) {
    const heading = el('h1', { id: 'state', part: 'state', tabindex: -1 }, ...title);
    this.#showCard(heading, ...rest);
    focusIn(this, heading);
  }

  /** @param {...Node} content */
  #showCard(...content) {
    this.#enter = this.#room = null;
    this.#card.replaceChildren(...content);
    this.#root.replaceChildren(this.#gate);
  }
}

define('duologue-chat', DuologueChat);
