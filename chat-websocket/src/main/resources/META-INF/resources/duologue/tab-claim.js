// @ts-check
import { randomId } from './random-id.js';

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
