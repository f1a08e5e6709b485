// @ts-check

/**
 * @typedef {object} Deadline
 * @property {string} at RFC 3339
 * @property {number} in seconds from when it was told
 * @property {'never_entered' | 'idle' | 'lifetime'} reason
 */

/** Where the server has not warned yet, an end this near is worth telling. */
const NEAR_SECONDS = 120;

/**
 * Makes of the server's deadlines what a person wants to know: is this a warning, and after how long a silence did the
 * chat end? The protocol tells neither: a `deadline` frame is a warning or the answer to somebody's `stay`, and what was
 * written in between moves the deadline without a word.
 */
export class Deadlines {
  /** @type {(Deadline & {until: number}) | null} the warning that stands, `until` by the local clock */ warning = null;
  /** @type {number | undefined} seconds before the end at which this server warns */ warnsWithin;
  #lastActivity = 0;
  #clockAhead = 0;
  /** When, by the server, the last deadline was told. */ #toldAt = 0;
  /** The idle time-out, once it could be told. */ #idleSeconds = 0;
  #staying = false;

  /**
   * The deadline in `entered`.
   * @param {Deadline} deadline
   * @param {boolean} first nothing was written yet and this page comes in for the first time: if the idle clock runs, it
   *     has just begun
   */
  entered(deadline, first) {
    this.#setClock(deadline);
    if (first && deadline.reason === 'idle') this.activity();
    this.#staying = false;
    const near = this.warnsWithin !== undefined && deadline.in <= this.warnsWithin;
    this.#warn(near ? deadline : null);
  }

  /**
   * A `deadline` frame.
   * @param {Deadline} deadline
   */
  told(deadline) {
    this.#setClock(deadline);
    const restarted = this.#isRestart(deadline);
    this.#staying = false;
    if (restarted && deadline.reason === 'idle') {
      this.#idleSeconds = deadline.in;
      this.#lastActivity = this.#serverNow();
    } else if (deadline.reason === 'idle' && this.#lastActivity > 0) {
      this.#idleSeconds = (Date.parse(deadline.at) - this.#lastActivity) / 1000;
    }
    const near = !restarted || (deadline.reason !== 'idle' && deadline.in <= (this.warnsWithin ?? NEAR_SECONDS));
    if (!restarted) this.warnsWithin = Math.ceil(Math.max(this.warnsWithin ?? 0, deadline.in));
    this.#warn(near ? deadline : null);
  }

  /** The person asked to stay: the next deadline is the answer. */
  stay() {
    this.#staying = true;
  }

  /**
   * Somebody wrote, or the second one came in: the idle clock starts anew.
   * @param {string} [at] when, by the server; without it, now
   */
  activity(at) {
    const when = at === undefined ? this.#serverNow() : Date.parse(at);
    if (!(when > this.#lastActivity)) return;
    this.#lastActivity = when;
    // What was written before the warning (it comes again after a reload) does not take it back.
    if (when > this.#toldAt && this.warning && this.warning.reason !== 'lifetime') this.warning = null;
  }

  /**
   * After how many seconds of silence a chat that ends now for idleness has ended.
   * @returns {number | undefined} undefined: this page was not there long enough to know
   */
  silence() {
    if (this.#idleSeconds > 0) return this.#idleSeconds;
    return this.#lastActivity > 0 ? (this.#serverNow() - this.#lastActivity) / 1000 : undefined;
  }

  /** @param {Deadline} deadline */
  #isRestart(deadline) {
    if (this.#staying) return true;
    if (this.warning) return Date.parse(deadline.at) > Date.parse(this.warning.at);
    return deadline.reason === 'idle' && this.#idleSeconds > 0 && deadline.in > this.#idleSeconds * 0.9;
  }

  /** @param {Deadline | null} deadline */
  #warn(deadline) {
    this.warning = deadline && { ...deadline, until: Date.now() + deadline.in * 1000 };
  }

  /** @param {Deadline} deadline */
  #setClock(deadline) {
    this.#toldAt = Date.parse(deadline.at) - deadline.in * 1000;
    this.#clockAhead = this.#toldAt - Date.now();
  }

  #serverNow() {
    return Date.now() + this.#clockAhead;
  }
}
