// @ts-check

/** The WebSocket sub-protocol that client and server agree on. */
export const PROTOCOL = 'duologue.v1';

/**
 * A WebSocket that begins to connect.
 * @param {string} url `ws:` or `wss:`
 */
export function dial(url) {
  return new WebSocket(url, PROTOCOL);
}

const SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/**
 * A random id, 6 bits a symbol. By `getRandomValues`, because `crypto.randomUUID` is missing on plain http.
 * @param {number} length
 */
export function randomId(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, byte => SYMBOLS[byte % SYMBOLS.length]).join('');
}

/**
 * What a page must know again after a reload to be the same participant: never a message that the server has.
 * @typedef {object} SeatRecord
 * @property {string} [tab] the tab's id
 * @property {string} [token] the seat token
 * @property {{id: string, text: string}[]} [outbox] what the server has not acknowledged
 * @property {boolean} [ending] the person wants the chat to end
 * @property {string} [draft] what stands in the field
 * @property {number} [warning] seconds before the end at which the server warns
 */

/**
 * The seat's record of one link in the tab's `sessionStorage`. Where the browser withholds storage (or it is full), the
 * record lives as long as the page.
 */
export class SeatMemory {
  #key;
  /** @type {SeatRecord} */ #record;

  /** @param {string} link the link token */
  constructor(link) {
    this.#key = `duologue:seat:${link}`;
    this.#record = this.#load();
  }

  /** @returns {Readonly<SeatRecord>} */
  get record() {
    return this.#record;
  }

  /**
   * Members that are undefined are forgotten.
   * @param {Partial<SeatRecord>} change
   */
  keep(change) {
    this.#record = { ...this.#record, ...change };
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#record));
    } catch {
      // Storage is off or full: the record in this object still serves until the page goes.
    }
  }

  /** Forgets all of it: the chat is over. */
  wipe() {
    this.#record = {};
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Storage is off: there is nothing in it.
    }
  }

  /** @returns {SeatRecord} */
  #load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}');
      return typeof kept === 'object' && kept !== null ? kept : {};
    } catch {
      return {};
    }
  }
}

const TAB_ID_LENGTH = 16;
/** Long enough for a busy page to answer, short enough not to be felt at a reload. */
const ANSWER_WITHIN_MS = 300;

/**
 * Makes a tab id this page's own. A browser copies `sessionStorage` when a tab is duplicated, and the copy must not pass
 * for the tab that holds the seat: so a page asks the other pages of its origin whether one of them goes by the id, and
 * takes a new one if so. After a reload nobody answers and the id stays.
 */
export class TabClaim {
  #channel = new BroadcastChannel('duologue-tabs');
  #page = randomId(TAB_ID_LENGTH);
  #id = '';
  #settled = false;
  /** @type {(taken: boolean) => void} */ #answer = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {string | undefined} kept the id that this tab had before
   * @returns {Promise<string>} the id to use; never settles after `release`
   */
  claim(kept) {
    this.#channel.onmessage = event => this.#heard(event.data);
    if (!kept) return Promise.resolve(this.#take(randomId(TAB_ID_LENGTH)));
    this.#id = kept;
    const taken = new Promise(resolve => {
      this.#answer = resolve;
      this.#timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
    });
    this.#channel.postMessage({ ask: kept, page: this.#page });
    return taken.then(isTaken => this.#take(isTaken ? randomId(TAB_ID_LENGTH) : kept));
  }

  /** Gives the id up: another page may take it. */
  release() {
    clearTimeout(this.#timer);
    this.#channel.close();
  }

  /** @param {string} id */
  #take(id) {
    clearTimeout(this.#timer);
    this.#settled = true;
    this.#id = id;
    return id;
  }

  /** @param {{ask?: string, page?: string, taken?: string, by?: string}} note */
  #heard(note) {
    if (note.taken === this.#page) this.#answer(true);
    // Two copies that start at once (a restored session) both ask: the lower page id keeps the tab's.
    const mine = this.#settled || this.#page < String(note.page);
    if (note.ask === this.#id && note.page !== this.#page && mine) this.#channel.postMessage({ taken: note.page });
  }
}
