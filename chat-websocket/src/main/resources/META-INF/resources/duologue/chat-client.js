// @ts-check
import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { SeatMemory } from './tab.js';

/**
 * @typedef {'connecting' | 'code' | 'entering' | 'in' | 'elsewhere' | 'over'} Phase
 * @typedef {{name: string, state: 'open' | 'wait' | 'locked', retryAfter?: number, codeForm?: CodeForm}} Hello
 * @typedef {{alphabet: string, groups: number[]}} CodeForm
 * @typedef {{error: string, attemptsLeft?: number, retryAfter?: number}} Problem the protocol's, or `connection_lost`
 * @typedef {object} Over why it is over, for good or until `start`
 * @property {'ended' | 'unknown' | 'replaced' | 'failed'} kind
 * @property {boolean} held this page had a seat
 * @property {'you' | 'peer' | 'server'} [by] who ended it
 * @property {string} [peer] the peer's name, where the peer ended it
 * @property {string} [reason] as in the `ended` frame
 * @property {number} [silence] seconds without a message, where it ended for idleness
 * @property {number} [code] the close code, where it failed
 */

const ANSWER_WITHIN_MS = 15_000;
const RETRY_AFTER_SECONDS = 1;

/**
 * One participant's end of a chat over `duologue.v1`, without any elements: enters by code, comes back after a reload or
 * a lost connection, and keeps what is not acknowledged until it is, so that nothing is lost or doubled. What happens
 * inside is in {@link ChatClient#conversation}.
 *
 * Events (read the properties; few have a detail): `phase`; `problem` (detail: {@link Problem}), the code was not taken;
 * `connection`; `message` (detail: the message); `unsent`, the outbox changed; `refused` (detail: `text`, `error`), a
 * text comes back to the person; `reset`, the messages are gone; `caughtup`; `receipts`; `presence`; `typing`;
 * `deadline`; `ending`.
 */
export class ChatClient extends EventTarget {
  /** @type {Phase} */ phase = 'connecting';
  /** The server has answered on this connection. */ live = false;
  /** The server closed because nothing happened; {@link wake} connects again. */ paused = false;
  /** @type {Hello | null} */ hello = null;
  /** @type {Over | null} */ over = null;
  conversation;

  #link;
  #tab;
  #memory;
  #connection;
  /** @type {'open' | 'enter' | 'resume' | null} the unanswered request */ #asked = null;
  /** @type {string | null} waits for the connection, or for the word to take the seat over */ #code = null;
  #takeover = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {object} options
   * @param {string} options.url the WebSocket, as `wss://chat.example/chat`
   * @param {string} options.link the link token
   * @param {string} options.tab this tab's id, the same after a reload
   * @param {SeatMemory} [options.memory] what is kept over a reload
   * @param {WebSocket | null} [options.dialled] a WebSocket to the url, by `dial`, that connects already
   */
  constructor({ url, link, tab, memory = new SeatMemory(link), dialled = null }) {
    super();
    this.#link = link;
    this.#tab = tab;
    this.#memory = memory;
    this.#connection = this.#connect(new Connection(url, dialled));
    this.conversation = new Conversation(memory, {
      send: frame => this.#connection.send(frame),
      restart: () => this.#connection.restart(),
      emit: (type, detail) => this.#emit(type, detail),
    });
  }

  /** Nothing that is kept leads back into the seat: the person will be asked for the code, unless the link is dead. */
  get needsCode() {
    return this.#memory.record.token === undefined && !this.#takeover;
  }

  /** Connects: back into the seat if this tab held one, else to the question for the code. Also after `over`. */
  start() {
    this.over = null;
    this.#memory.keep({ tab: this.#tab });
    this.conversation.load();
    this.#enterPhase('connecting');
    this.#connection.start();
  }

  /** Closes the connection; nothing runs on. What is kept over a reload stays. */
  stop() {
    this.#connection.stop();
    this.#forgetConnection();
  }

  /** Ends a wait or a pause: connects at once. */
  wake() {
    if (!this.live) this.#connection.wake();
  }

  /**
   * Enters by the secret code; `problem` tells why not.
   * @param {string} code as the person typed it
   */
  enter(code) {
    this.#code = code;
    this.#enterPhase('entering');
    if (this.live) this.#enter();
    else this.#connection.wake();
  }

  /** Takes the seat from the other window or device: the answer to phase `elsewhere`. */
  takeOver() {
    this.#takeover = true;
    this.#enterPhase('connecting');
    this.#connection.start();
  }

  // ---- asking for the seat ----

  #greet() {
    const { token } = this.#memory.record;
    if (token === undefined) return this.#ask({ type: 'open', link: this.#link });
    this.#ask({ type: 'resume', link: this.#link, token, after: this.conversation.after, tab: this.#tab });
  }

  #enter() {
    this.#ask({ type: 'enter', link: this.#link, code: this.#code, tab: this.#tab });
  }

  /** @param {{type: 'open' | 'enter' | 'resume'} & Record<string, unknown>} frame */
  #ask(frame) {
    const claims = frame.type !== 'open' && this.#takeover;
    this.#asked = frame.type;
    this.#connection.send(claims ? { ...frame, takeover: true } : frame);
    // A server that hears our pings but has lost the request is asked again on a new connection.
    this.#later(ANSWER_WITHIN_MS, () => this.#connection.restart());
  }

  #answered() {
    const asked = this.#asked;
    this.#asked = null;
    clearTimeout(this.#timer);
    return asked;
  }

  // ---- what the connection tells ----

  /** @param {Connection} connection */
  #connect(connection) {
    connection.addEventListener('open', () => this.#greet());
    connection.addEventListener('frame', event => this.#frame(/** @type {CustomEvent} */ (event).detail));
    connection.addEventListener('lost', event => this.#lost(/** @type {CustomEvent} */ (event).detail.paused));
    connection.addEventListener('closed', event => this.#closed(/** @type {CustomEvent} */ (event).detail.code));
    return connection;
  }

  /** @param {any} frame */
  #frame(frame) {
    if (frame.type === 'hello') this.#hello(frame);
    else if (frame.type === 'entered') this.#entered(frame);
    else if (frame.type === 'ended') this.#ended(frame);
    else if (frame.type === 'error') this.#error(frame);
    else this.conversation.frame(frame);
  }

  /** @param {boolean} paused */
  #lost(paused) {
    const entering = this.#asked === 'enter';
    this.#forgetConnection();
    this.paused = paused;
    // Not tried again by itself: the lost try may have counted, and the next one is the person's to spend.
    if (entering) this.#refuseCode({ error: 'connection_lost' });
    this.#emit('connection');
    this.#emit('unsent');
  }

  /** @param {number} code */
  #closed(code) {
    this.#forgetConnection();
    if (code === 4001) this.#elsewhere();
    else if (code === 4000) this.#finish({ kind: 'ended' });
    else if (code === 4002) this.#finish({ kind: 'unknown' });
    else if (code === 4003) this.#finish({ kind: 'replaced' });
    else this.#fail(code);
  }

  #forgetConnection() {
    this.live = false;
    this.paused = false;
    this.#answered();
    this.conversation.lost();
  }

  // ---- frames ----

  /** @param {any} frame */
  #hello(frame) {
    this.#answered();
    this.hello = frame;
    this.#setLive();
    if (this.#code !== null && this.phase !== 'code') this.#enter();
    else this.#enterPhase('code');
  }

  /** @param {any} frame */
  #entered(frame) {
    const byCode = this.#answered() === 'enter';
    this.#code = null;
    this.#takeover = false;
    this.#memory.keep({ token: frame.token });
    this.conversation.entered(frame, byCode);
    this.#enterPhase('in');
    this.#setLive();
    this.conversation.proceed();
  }

  /** @param {any} frame */
  #ended({ by, reason }) {
    const { you, peer, deadlines } = this.conversation;
    const silence = reason === 'idle' ? deadlines.silence() : undefined;
    if (by === 'server') this.#finish({ kind: 'ended', by, reason, silence });
    else if (by === you?.side) this.#finish({ kind: 'ended', by: 'you', reason });
    else this.#finish({ kind: 'ended', by: 'peer', reason, peer: peer?.name });
  }

  /** @param {any} frame */
  #error(frame) {
    // The frame that tells by whom and why follows, and the close code after it.
    if (frame.error === 'ended' && frame.id !== undefined) return;
    if (frame.error === 'ended') this.#finish({ kind: 'ended' });
    else if (frame.error === 'link_unknown') this.#finish({ kind: 'unknown' });
    else if (this.#asked && frame.id === undefined) this.#refused(frame);
    else this.conversation.frame(frame);
  }

  /** @param {any} frame */
  #refused(frame) {
    const asked = this.#answered();
    if (frame.error === 'seat_taken') this.#elsewhere();
    else if (asked === 'enter') this.#refuseCode(frame);
    else if (frame.error === 'seat_unknown') this.#backToCode();
    else if (frame.error === 'unavailable' || frame.error === 'rate_limited') this.#greetLater(frame.retryAfter);
    else this.#fail();
  }

  /** @param {Problem} problem */
  #refuseCode(problem) {
    this.#code = null;
    this.#takeover = false;
    this.#enterPhase('code');
    this.#emit('problem', problem);
  }

  /** The seat is lost, what was not sent is not: it goes out after the code. */
  #backToCode() {
    this.#memory.keep({ token: undefined });
    this.#takeover = false;
    this.conversation.reset();
    this.#greet();
  }

  /** @param {number} [retryAfter] */
  #greetLater(retryAfter = RETRY_AFTER_SECONDS) {
    this.#later(retryAfter * 1000, () => this.#greet());
    this.#emit('connection');
  }

  // ---- the ends ----

  /** Another tab or device has the seat. A page that is left behind shows nothing that was said; it keeps the unsent. */
  #elsewhere() {
    this.stop();
    this.#takeover = false;
    this.conversation.giveUpEnding();
    this.conversation.reset();
    this.#enterPhase('elsewhere');
  }

  /** @param {Omit<Over, 'held'>} over */
  #finish(over) {
    const held = this.#memory.record.token !== undefined;
    // The answer to our own wish was lost on the way: the chat is gone as we asked.
    const wished = this.conversation.ending && over.kind !== 'replaced' && over.by === undefined;
    this.stop();
    this.#memory.wipe();
    this.conversation.forget();
    this.hello = this.#code = null;
    this.#takeover = false;
    this.over = wished ? { kind: 'ended', held, by: 'you' } : { ...over, held };
    this.#enterPhase('over');
  }

  /** @param {number} [code] the close code, if it was one */
  #fail(code) {
    this.stop();
    this.conversation.reset();
    this.over = { kind: 'failed', held: this.#memory.record.token !== undefined, code };
    this.#enterPhase('over');
  }

  // ---- small change ----

  /** @param {Phase} phase */
  #enterPhase(phase) {
    this.phase = phase;
    this.#emit('phase');
  }

  #setLive() {
    this.#connection.proven();
    this.live = true;
    this.paused = false;
    this.#emit('connection');
  }

  /** @param {string} type @param {unknown} [detail] */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {number} ms @param {() => void} then */
  #later(ms, then) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }
}
