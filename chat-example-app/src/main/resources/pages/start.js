// @ts-check
import '/duologue/duologue.js';
import { confirmed } from '/duologue/confirm.js';
import { nameOf } from '/duologue/dom.js';
import { duration, endedSentence } from '/duologue/sentences.js';
import { endChat, newInvitation, readStatus, RequestRefused, startChat } from './chats-api.js';

/**
 * @typedef {import('./chats-api.js').StartedChat} StartedChat
 * @typedef {import('./chats-api.js').Status} Status
 * @typedef {import('/duologue/invitation.js').DuologueInvitation} Card
 * @typedef {'first' | 'second'} Side
 */

const KEPT = 'duologue:started';
const POLL_EVERY_MS = 2_000;
const POLL_BACK_OFF_MOST_MS = 30_000;
const SIDES = /** @type {const} */ (['first', 'second']);

const page = {
  setup: byId('setup'), chat: byId('chat'), over: byId('over'), cards: byId('cards'), overTitle: byId('over-title'),
  names: /** @type {HTMLFormElement} */ (byId('names')),
  start: /** @type {HTMLButtonElement} */ (byId('start')),
  end: /** @type {HTMLButtonElement} */ (byId('end')),
  startProblem: byId('start-problem'), chatProblem: byId('chat-problem'),
  fields: {
    first: /** @type {import('/duologue/field.js').DuologueField} */ (byId('first-name')),
    second: /** @type {import('/duologue/field.js').DuologueField} */ (byId('second-name')),
  },
};

/** @type {StartedChat | null} */ let started = null;
/** @type {Record<Side, Card> | null} */ let cards = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let nextPoll;
let polling = new AbortController();
let running = new AbortController();
let failedPolls = 0;

page.names.addEventListener('submit', event => {
  event.preventDefault();
  start();
});
byId('end').addEventListener('click', end);
byId('again').addEventListener('click', showSetup);
document.addEventListener('visibilitychange', poll);
addEventListener('online', poll);
addEventListener('pageshow', poll);

started = restore();
if (started) showChat(started);
else showSetup();

// ---- starting ----

function showSetup() {
  show(page.setup);
  page.startProblem.textContent = '';
  for (const side of SIDES) page.fields[side].error = '';
  page.fields.first.focus();
}

async function start() {
  const { first, second } = page.fields;
  if (page.start.disabled) return;
  page.start.disabled = true;
  page.startProblem.textContent = first.error = second.error = '';
  try {
    started = await startChat(first.value, second.value);
    showChat(started);
    keep();
  } catch (problem) {
    showRefusal(problem);
  } finally {
    page.start.disabled = false;
  }
}

/** @param {unknown} problem */
function showRefusal(problem) {
  if (!(problem instanceof RequestRefused)) throw problem;
  const wrong = SIDES.filter(side => problem.errors[side]);
  for (const side of wrong) page.fields[side].error = problem.errors[side];
  if (wrong.length > 0) page.fields[wrong[0]].focus();
  else page.startProblem.textContent = refusedSentence(problem);
}

// ---- the running chat ----

/** @param {StartedChat} chat */
function showChat(chat) {
  running = new AbortController();
  for (const side of SIDES) page.fields[side].value = '';
  cards = { first: card(chat, 'first'), second: card(chat, 'second') };
  page.cards.replaceChildren(cards.first, cards.second);
  page.chatProblem.textContent = '';
  page.end.disabled = false;
  show(page.chat);
  poll();
}

/** @param {StartedChat} chat @param {Side} side */
function card(chat, side) {
  const made = /** @type {Card} */ (document.createElement('duologue-invitation'));
  made.dataset.side = side;
  made.invitation = chat[side];
  made.setAttribute('state', 'waiting');
  made.addEventListener('newcode', () => renew(chat, side, made));
  return made;
}

/** @param {StartedChat} chat @param {Side} side @param {Card} renewed */
async function renew(chat, side, renewed) {
  const { name } = chat[side];
  const state = renewed.getAttribute('state');
  const sitting = state === 'in' || state === 'away';
  if (sitting && !await confirmed(document.body, {
    title: 'Make a new link and code?',
    text: `${name} has been in the chat. The old link stops working there, and the new one is needed to come back.`,
    yes: 'Make new ones',
    no: 'Keep the old ones',
    signal: running.signal,
  })) return;
  await attempt(async () => {
    chat[side] = await newInvitation(chat, side);
    if (started !== chat) return;
    keep();
    renewed.invitation = chat[side];
    renewed.setAttribute('state', 'waiting');
  });
}

async function end() {
  const chat = started;
  if (!chat) return;
  const yes = await confirmed(document.body, {
    title: 'End the chat?',
    text: 'It ends for both, and everything written is destroyed.',
    yes: 'End for both',
    no: 'Keep it',
    signal: running.signal,
  });
  if (!yes || started !== chat) return;
  page.end.disabled = true;
  await attempt(async () => {
    await endChat(chat);
    showOver(['You ended the chat.']);
  });
  page.end.disabled = false;
}

/** @param {() => Promise<void>} act */
async function attempt(act) {
  page.chatProblem.textContent = '';
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof RequestRefused)) throw problem;
    if (problem.status === 404) showOver(endedSentence({ held: false }));
    else if (problem.status === 409) poll();
    else page.chatProblem.textContent = refusedSentence(problem);
  }
}

// ---- the live state ----

async function poll() {
  clearTimeout(nextPoll);
  polling.abort();
  const chat = started;
  if (!chat || document.visibilityState !== 'visible') return;
  const mine = polling = new AbortController();
  try {
    const status = await readStatus(chat, mine.signal);
    failedPolls = 0;
    showStatus(status);
  } catch (problem) {
    if (mine.signal.aborted) return;
    showPollFailure(problem);
  }
  if (started && !mine.signal.aborted) nextPoll = setTimeout(poll, pollDelay());
}

function pollDelay() {
  return Math.min(POLL_BACK_OFF_MOST_MS, POLL_EVERY_MS * 2 ** failedPolls);
}

/** @param {Status} status */
function showStatus(status) {
  if (status.state === 'ended') return showOver(endSentence(status));
  if (!cards) return;
  for (const side of SIDES) cards[side].setAttribute('state', status[side].state);
  if (page.chatProblem.dataset.kind === 'poll') tell('');
}

/** @param {unknown} problem */
function showPollFailure(problem) {
  if (!(problem instanceof RequestRefused)) throw problem;
  if (problem.status === 404) return showOver(endedSentence({ held: false }));
  failedPolls += 1;
  tell('The server does not answer, trying again…', 'poll');
}

/** @param {string} sentence @param {string} [kind] */
function tell(sentence, kind = '') {
  page.chatProblem.textContent = sentence;
  page.chatProblem.dataset.kind = kind;
}

// ---- the end ----

/** @param {Status} status */
function endSentence({ by, reason }) {
  if (by === 'first' || by === 'second') return [nameOf(started?.[by].name ?? ''), ' has ended the chat.'];
  return endedSentence({ by: 'server', reason, held: false });
}

/** @param {(Node | string)[]} title */
function showOver(title) {
  clearTimeout(nextPoll);
  polling.abort();
  running.abort();
  started = cards = null;
  keep();
  failedPolls = 0;
  page.cards.replaceChildren();
  page.overTitle.replaceChildren(...title);
  show(page.over);
  page.overTitle.focus();
}

// ---- small change ----

/** @param {RequestRefused} problem */
function refusedSentence({ status, message, retryAfter }) {
  const later = retryAfter ? `in ${duration(retryAfter)}` : 'in a while';
  if (status === 429) return `Too many requests came from here. Try again ${later}.`;
  if (status === 503) return `The server cannot do this just now. Try again ${later}.`;
  if (status === 0) return 'The server does not answer. Check the connection and try again.';
  return `The server did not accept this. ${message}`;
}

/** @param {HTMLElement} section */
function show(section) {
  for (const each of [page.setup, page.chat, page.over]) each.hidden = each !== section;
}

function keep() {
  try {
    if (started) sessionStorage.setItem(KEPT, JSON.stringify(started));
    else sessionStorage.removeItem(KEPT);
  } catch {
    tell('This browser keeps nothing for the page: copy the links and codes, a reload loses them.');
  }
}

/** @returns {StartedChat | null} */
function restore() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  } catch {
    return null; // Storage is off: there is nothing to come back to.
  }
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
