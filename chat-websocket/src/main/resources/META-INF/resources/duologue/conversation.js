// @ts-check
import { Deadlines } from './deadlines.js';
import { Outbox } from './outbox.js';
import { Receipts } from './receipts.js';

/**
 * @typedef {'first' | 'second'} Side
 * @typedef {{seq: number, key: string, side: Side, name: string, text: string, at: string, id?: string}} Message
 */

const ANSWER_WITHIN_MS = 15_000;
const RETRY_AFTER_SECONDS = 1;
/** A little above the 3 s in which the server passes on one: what comes too early is lost until the next. */
const TYPING_EVERY_MS = 3_200;
/** The peer's typing comes at most once in that time: a little longer bridges the gap. */
const TYPING_LASTS_MS = 5_000;

/**
 * What happens in a seat: the messages of both, the outbox, presence, typing, receipts and deadlines. It outlives the
 * connection; {@link import('./chat-client.js').ChatClient} tells it when there is one and fires its events.
 */
export class Conversation {
  /** @type {{name: string, side: Side} | null} */ you = null;
  /** @type {{name: string, side: Side, present: boolean, typing: boolean, came: boolean} | null} */ peer = null;
  /** @type {{textChars: number, textBytes: number} | null} */ limits = null;
  /** @type {Message[]} ascending by seq */ messages = [];
  /** Up to which seq the peer received and saw. */ peerHas = { received: 0, seen: 0 };
  /** All messages up to the time of entry are here. */ caughtUp = false;
  /** The person has asked for the end, the server has not confirmed it. */ ending = false;
  deadlines = new Deadlines();
  outbox;

  #memory;
  #wire;
  #receipts;
  #live = false;
  /** @type {string | null} the unanswered message's id */ #sending = null;
  #staying = false;
  /** @type {number | null} */ #generation = null;
  #after = 0;
  #catchUpTo = 0;
  #typedAt = 0;
  /** @type {Record<string, ReturnType<typeof setTimeout> | undefined>} */ #timers = {};

  /**
   * @param {import('./tab.js').SeatMemory} memory
   * @param {object} wire
   * @param {(frame: object) => boolean} wire.send false: not sent
   * @param {() => void} wire.restart gives up a connection that does not answer
   * @param {(type: string, detail?: unknown) => void} wire.emit
   */
  constructor(memory, wire) {
    this.#memory = memory;
    this.#wire = wire;
    this.#receipts = new Receipts(wire.send);
    this.outbox = new Outbox(memory);
  }

  /** The highest seq up to which no message is missing. */
  get after() {
    return this.#after;
  }

  /** What stands in the field: kept over a reload. */
  get draft() {
    return this.#memory.record.draft ?? '';
  }

  set draft(text) {
    if (this.you) this.#memory.keep({ draft: text || undefined });
  }

  /**
   * Puts a text into the outbox; it goes out in its turn. Refused by the server: the event `refused` gives it back.
   * @param {string} text
   */
  send(text) {
    this.outbox.add(text);
    this.#wire.emit('unsent');
    this.#flush();
  }

  /** The person types. Call it as often as you like. */
  typing() {
    const now = Date.now();
    if (!this.#live || now - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = now;
    this.#wire.send({ type: 'typing' });
  }

  /** The person has seen all messages that are here. */
  seen() {
    this.#receipts.seen();
  }

  /** Starts the idle clock anew. */
  stay() {
    this.#staying = true;
    this.#tellWishes();
  }

  /** Ends the chat for both. The wish is kept until the server has confirmed it, over a reload too. */
  end() {
    this.ending = true;
    this.#memory.keep({ ending: true });
    this.#wire.emit('ending');
    this.#tellWishes();
  }

  // ---- for ChatClient ----

  /** Takes up what an earlier life of the page left. */
  load() {
    this.outbox.load();
    this.ending = this.#memory.record.ending ?? false;
    this.deadlines.warnsWithin = this.#memory.record.warning;
  }

  /**
   * @param {any} frame `entered`
   * @param {boolean} byCode all messages follow, whatever was here before
   */
  entered(frame, byCode) {
    const wentBack = frame.last < this.#after || (this.#generation ?? frame.generation) !== frame.generation;
    if (byCode || wentBack) this.reset();
    this.#generation = frame.generation;
    this.#catchUpTo = frame.last;
    this.#live = true;
    this.you = frame.you;
    this.peer = { ...frame.peer, typing: false, came: this.#hasCome(frame) };
    this.limits = frame.limits;
    this.peerHas = { received: frame.received, seen: frame.seen };
    this.deadlines.entered(frame.deadline, byCode && frame.last === 0);
  }

  /** The page shows the conversation now: what waits can go out. */
  proceed() {
    for (const change of ['presence', 'receipts', 'deadline', 'unsent']) this.#wire.emit(change);
    this.#receipts.resume();
    this.#tellWishes();
    this.#checkCaughtUp();
  }

  /** There is no connection (any more). */
  lost() {
    this.#live = false;
    this.caughtUp = false;
    this.#sending = null;
    this.#receipts.pause();
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#timers = {};
    if (this.peer?.typing) this.#peerTypes(false);
  }

  /** The messages go (all follow anew, or the chat is over); what was not sent stays. */
  reset() {
    this.messages = [];
    this.#after = 0;
    this.#catchUpTo = 0;
    this.#generation = null;
    this.#receipts.reset();
    this.#wire.emit('reset');
  }

  /** Forgets everybody and everything. */
  forget() {
    this.reset();
    this.outbox.clear();
    this.deadlines = new Deadlines();
    this.you = this.peer = null;
    this.ending = this.#staying = false;
  }

  /** The wish to end does not follow the person to another window. */
  giveUpEnding() {
    this.ending = false;
    this.#memory.keep({ ending: undefined });
  }

  /** @param {any} frame */
  frame(frame) {
    switch (frame.type) {
      case 'message': return this.#message(frame);
      case 'sent': return this.#sent(frame);
      case 'typing': return this.#peerTypes(true);
      case 'received':
      case 'seen': return this.#peerReceipt(frame.type, frame.seq);
      case 'peer': return this.#presence(frame.present);
      case 'deadline': return this.#deadline(frame);
      case 'error': return frame.id === undefined ? this.#wishesLater(frame) : this.#notSent(frame);
    }
  }

  // ---- messages ----

  /** @param {any} frame */
  #message({ type, ...message }) {
    const own = this.outbox.settle(message.id);
    if (message.side !== this.you?.side) this.#heardFromPeer(message.seq);
    this.#store(message);
    if (own) this.#settled(own.id);
  }

  /** @param {number} seq */
  #heardFromPeer(seq) {
    if (this.peer) this.peer.came = true;
    this.#peerTypes(false);
    this.#receipts.received(seq);
  }

  /** @param {any} frame */
  #sent({ id, seq, key, at }) {
    const own = this.outbox.settle(id);
    if (!own || !this.you) return;
    const { side, name } = this.you;
    this.#store({ seq, key, side, name, text: own.text, at, id });
    this.#settled(id);
    this.#flush();
  }

  /** @param {Message} message */
  #store(message) {
    const last = this.messages.at(-1)?.seq ?? 0;
    const place = message.seq > last ? this.messages.length : this.messages.findIndex(each => each.seq >= message.seq);
    if (this.messages[place]?.seq === message.seq) return;
    this.messages.splice(place, 0, message);
    while (this.messages[this.#after]?.seq === this.#after + 1) this.#after += 1;
    this.deadlines.activity(message.at);
    this.#wire.emit('message', message);
    this.#wire.emit('deadline');
    this.#checkCaughtUp();
  }

  #checkCaughtUp() {
    if (this.caughtUp || !this.#live || this.#after < this.#catchUpTo) return;
    this.caughtUp = true;
    this.#wire.emit('caughtup');
    this.#flush();
  }

  /** One unanswered message at a time keeps the person's order through every failure. */
  #flush() {
    const next = this.outbox.unsent[0];
    if (!next || !this.#live || !this.caughtUp || this.#sending !== null || this.#timers.retry !== undefined) return;
    this.#sending = next.id;
    this.#wire.send({ type: 'send', id: next.id, text: next.text });
    this.#timer('answer', ANSWER_WITHIN_MS, () => this.#wire.restart());
  }

  /** @param {string} id */
  #settled(id) {
    if (id === this.#sending) this.#unanswered();
    this.#wire.emit('unsent');
  }

  #unanswered() {
    this.#sending = null;
    clearTimeout(this.#timers.answer);
  }

  /** @param {any} frame an error with the id of a message */
  #notSent({ id, error, retryAfter }) {
    if (id !== this.#sending) return;
    this.#unanswered();
    if (error === 'not_entered') return this.#wire.restart();
    if (error === 'unavailable' || error === 'rate_limited') {
      return this.#timer('retry', milliseconds(retryAfter), () => this.#flush());
    }
    const own = this.outbox.settle(id);
    this.#wire.emit('unsent');
    if (own) this.#wire.emit('refused', { text: own.text, error });
    this.#flush();
  }

  // ---- the peer ----

  /** The protocol tells who is in, not who has ever been: before both were, no idle clock runs and nothing is read. */
  #hasCome(/** @type {any} */ { peer, received, deadline }) {
    return peer.present || received > 0 || deadline.reason === 'idle' || Boolean(this.peer?.came);
  }

  /** @param {'received' | 'seen'} kind @param {number} seq */
  #peerReceipt(kind, seq) {
    this.peerHas[kind] = Math.max(this.peerHas[kind], seq);
    this.#wire.emit('receipts');
  }

  /** @param {boolean} present */
  #presence(present) {
    if (!this.peer) return;
    if (present && !this.peer.came) this.deadlines.activity();
    this.peer.present = present;
    this.peer.came ||= present;
    if (!present) this.#peerTypes(false);
    this.#wire.emit('presence');
    this.#wire.emit('deadline');
  }

  /** @param {boolean} typing */
  #peerTypes(typing) {
    if (!this.peer) return;
    clearTimeout(this.#timers.typing);
    if (typing) this.#timer('typing', TYPING_LASTS_MS, () => this.#peerTypes(false));
    if (this.peer.typing === typing) return;
    this.peer.typing = typing;
    this.#wire.emit('typing');
  }

  // ---- deadlines and wishes ----

  /** @param {any} frame */
  #deadline(frame) {
    this.#staying = false;
    this.deadlines.told(frame);
    this.#memory.keep({ warning: this.deadlines.warnsWithin });
    this.#wire.emit('deadline');
  }

  #tellWishes() {
    if (!this.#live) return;
    if (this.ending) this.#wire.send({ type: 'end' });
    else if (this.#staying && this.#wire.send({ type: 'stay' })) this.deadlines.stay();
  }

  /** An error without an id is about a wish or a receipt: they are told again, all of them bear repeating. */
  #wishesLater(/** @type {any} */ { error, retryAfter }) {
    if (error !== 'unavailable' && error !== 'rate_limited') return;
    this.#timer('wishes', milliseconds(retryAfter), () => {
      this.#tellWishes();
      this.#receipts.resume();
    });
  }

  /** @param {string} name @param {number} ms @param {() => void} then */
  #timer(name, ms, then) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(() => {
      this.#timers[name] = undefined;
      then();
    }, ms);
  }
}

/** @param {number | undefined} retryAfter seconds */
function milliseconds(retryAfter) {
  return (retryAfter ?? RETRY_AFTER_SECONDS) * 1000;
}
