// @ts-check

const AT_MOST_EVERY_MS = 1_000;

/**
 * Tells the server up to which message this page received and saw, each at most once a second. Receipts are cumulative:
 * the last one that is told covers all before.
 */
export class Receipts {
  #send;
  #live = false;
  #owed = { received: 0, seen: 0 };
  #told = { received: 0, seen: 0 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {(frame: object) => boolean} send */
  constructor(send) {
    this.#send = send;
  }

  /** @param {number} seq a message of the peer that is here now */
  received(seq) {
    this.#owed.received = Math.max(this.#owed.received, seq);
    this.#tell();
  }

  /** The person has seen everything that was received. */
  seen() {
    this.#owed.seen = this.#owed.received;
    this.#tell();
  }

  /** There is a connection; what an earlier one may have lost is told again. */
  resume() {
    this.#live = true;
    this.#told = { received: 0, seen: 0 };
    this.#tell();
  }

  pause() {
    this.#live = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** All messages follow anew. */
  reset() {
    this.#owed = { received: 0, seen: 0 };
    this.#told = { received: 0, seen: 0 };
  }

  #tell() {
    if (!this.#live || this.#timer !== undefined) return;
    const due = /** @type {const} */ (['received', 'seen']).filter(kind => this.#owed[kind] > this.#told[kind]);
    if (due.length === 0) return;
    for (const kind of due) {
      this.#told[kind] = this.#owed[kind];
      this.#send({ type: kind, seq: this.#owed[kind] });
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, AT_MOST_EVERY_MS);
  }
}
