// @ts-check
import { dial } from './tab.js';

const PING_EVERY_MS = 25_000;
const HEARD_WITHIN_MS = 10_000;
const CONNECTED_WITHIN_MS = 10_000;
const BACK_OFF_FIRST_MS = 500;
const BACK_OFF_MOST_MS = 15_000;

/** Nothing was said in time: connect again when the person goes on (comes back to the page, or {@link Connection#wake}). */
export const IDLE_CLOSE = 4005;
const FINAL_CLOSES = new Set([1002, 1003, 1007, 1009, 4000, 4001, 4002, 4003, 4006, 4008]);

/**
 * One WebSocket that is kept up: it connects again with back-off, finds dead connections by a ping, and wakes when the
 * page comes back to the foreground or the network returns. It knows the protocol's close codes and `ping`, no more.
 *
 * Events: `open`; `frame` (detail: the parsed frame); `lost` (detail: `code`, `paused`), another try follows unless
 * paused; `closed` (detail: `code`), it stays closed until `start`.
 */
export class Connection extends EventTarget {
  #url;
  #dialled;
  /** @type {WebSocket | null} */ #socket = null;
  #failures = 0;
  /** @type {AbortController | null} */ #listening = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #ping;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #silence;

  /**
   * @param {string} url `ws:` or `wss:`
   * @param {WebSocket | null} [dialled] connects already, and is taken for the first one unless it has failed by then
   */
  constructor(url, dialled = null) {
    super();
    this.#url = url;
    this.#dialled = dialled;
  }

  /** Connects and stays connected until {@link stop} or a final close code. Does nothing if already started. */
  start() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#failures = 0;
    this.#wakeOnReturn(this.#listening.signal);
    this.#connect();
  }

  /** Closes and leaves neither a timer nor a listener behind. */
  stop() {
    this.#listening?.abort();
    this.#listening = null;
    this.#drop();
  }

  /**
   * The connection has been of use: the next loss is the first one again. An open socket alone is no success, so that a
   * server that takes everybody and drops them is not hammered.
   */
  proven() {
    this.#failures = 0;
  }

  /** Gives up the present socket, which no longer answers, and connects anew after the back-off. */
  restart() {
    if (!this.#listening) return;
    this.#drop();
    this.#lost(1006);
  }

  /** Ends a wait: connects now if waiting, makes sure that the connection is alive if there is one. */
  wake() {
    if (!this.#listening) return;
    if (!this.#socket) this.#connect();
    else this.#probe();
  }

  /**
   * @param {object} frame
   * @returns {boolean} false: not connected, nothing was sent
   */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** @param {AbortSignal} signal */
  #wakeOnReturn(signal) {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.wake();
      else clearTimeout(this.#ping);
    }, { signal });
    addEventListener('online', () => this.wake(), { signal });
    // A socket does not hear of it: whether the server is out of reach too, an answer tells.
    addEventListener('offline', () => this.wake(), { signal });
    addEventListener('pageshow', () => this.wake(), { signal });
  }

  #connect() {
    this.#drop();
    const socket = this.#takeDialled() ?? dial(this.#url);
    this.#socket = socket;
    this.#silence = setTimeout(() => this.restart(), CONNECTED_WITHIN_MS);
    socket.onopen = () => this.#opened();
    socket.onmessage = event => this.#received(event.data);
    socket.onclose = event => this.#closed(event.code);
    if (socket.readyState === WebSocket.OPEN) this.#opened();
  }

  #takeDialled() {
    const dialled = this.#dialled;
    this.#dialled = null;
    return dialled && dialled.readyState <= WebSocket.OPEN ? dialled : null;
  }

  #opened() {
    this.#heard();
    this.dispatchEvent(new Event('open'));
  }

  /** @param {unknown} data */
  #received(data) {
    this.#heard();
    if (typeof data !== 'string') return;
    this.dispatchEvent(new CustomEvent('frame', { detail: JSON.parse(data) }));
  }

  #heard() {
    clearTimeout(this.#silence);
    clearTimeout(this.#ping);
    this.#silence = undefined;
    this.#ping = setTimeout(() => this.#probe(), PING_EVERY_MS);
  }

  #probe() {
    clearTimeout(this.#ping);
    if (document.visibilityState !== 'visible' || this.#silence !== undefined) return;
    if (!this.send({ type: 'ping' })) return;
    this.#silence = setTimeout(() => this.restart(), HEARD_WITHIN_MS);
  }

  /** @param {number} code */
  #closed(code) {
    this.#drop();
    if (FINAL_CLOSES.has(code)) {
      this.stop();
      this.dispatchEvent(new CustomEvent('closed', { detail: { code } }));
    } else {
      this.#lost(code);
    }
  }

  /** @param {number} code */
  #lost(code) {
    const paused = code === IDLE_CLOSE;
    if (!paused) this.#retry = setTimeout(() => this.#connect(), backOff(this.#failures));
    this.#failures += 1;
    this.dispatchEvent(new CustomEvent('lost', { detail: { code, paused } }));
  }

  #drop() {
    clearTimeout(this.#retry);
    clearTimeout(this.#ping);
    clearTimeout(this.#silence);
    this.#silence = undefined;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}

/**
 * Doubling from half a second, the last quarter at random, so that all clients of a server that comes back do not
 * come at once.
 * @param {number} failures in a row, before this one
 */
function backOff(failures) {
  const full = Math.min(BACK_OFF_MOST_MS, BACK_OFF_FIRST_MS * 2 ** failures);
  return full * (0.75 + Math.random() / 4);
}
