// @ts-check

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
