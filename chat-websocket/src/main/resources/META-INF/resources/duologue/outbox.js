// @ts-check
import { randomId } from './tab.js';

const ID_LENGTH = 8;

/** @typedef {{id: string, text: string}} Unsent a message that the server has not acknowledged */

/** The messages that the server has not acknowledged, in the order of sending; kept over a reload. */
export class Outbox {
  #memory;
  /** @type {Unsent[]} */ #unsent = [];

  /** @param {import('./tab.js').SeatMemory} memory */
  constructor(memory) {
    this.#memory = memory;
  }

  /** @returns {readonly Unsent[]} */
  get unsent() {
    return this.#unsent;
  }

  /** Takes up what an earlier life of the page left. */
  load() {
    this.#unsent = [...(this.#memory.record.outbox ?? [])];
  }

  /** @param {string} text */
  add(text) {
    this.#unsent.push({ id: randomId(ID_LENGTH), text });
    this.#keep();
  }

  /**
   * Takes a message out: it was acknowledged, or goes back to the person.
   * @param {string | undefined} id
   * @returns {Unsent | undefined} undefined: it is not (any more) in here
   */
  settle(id) {
    const at = this.#unsent.findIndex(each => each.id === id);
    if (at < 0) return undefined;
    const [settled] = this.#unsent.splice(at, 1);
    this.#keep();
    return settled;
  }

  /** Forgets all: the chat is over. */
  clear() {
    this.#unsent = [];
  }

  #keep() {
    this.#memory.keep({ outbox: this.#unsent.length > 0 ? this.#unsent : undefined });
  }
}
