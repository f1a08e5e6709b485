// @ts-check
import '../duologue/enter.js';
import '../duologue/invitation.js';
import { confirmed } from '../duologue/confirm.js';
import { el, nameOf } from '../duologue/dom.js';
import { duration, endedSentence, ready, say, sentence } from '../duologue/words.js';
import { nameSentence, wrongNames } from './names.js';
import { speakPage } from './page-words.js';
import { endChat, newInvitation, readStatus, RequestRefused, startChat } from './chats-api.js';

/**
 * @typedef {import('./chats-api.js').StartedChat} StartedChat
 * @typedef {import('./chats-api.js').Status} Status
 * @typedef {import('../duologue/invitation.js').DuologueInvitation} Card
 * @typedef {'first' | 'second'} Side
 */

const KEPT = 'duologue:started';
const POLL_EVERY_MS = 2_000;
const POLL_BACK_OFF_MOST_MS = 30_000;
const SIDES = /** @type {const} */ (['first', 'second']);

await ready;
speakPage();

const page = {
  setup: byId('setup'), chat: byId('chat'), over: byId('over'), cards: byId('cards'), overTitle: byId('over-title'),
  chatTitle: byId('chat-title'),
  names: /** @type {HTMLFormElement} */ (byId('names')),
  start: /** @type {HTMLButtonElement} */ (byId('start')),
  end: /** @type {HTMLButtonElement} */ (byId('end')),
  startProblem: byId('start-problem'), chatProblem: byId('chat-problem'),
  fields: {
    first: /** @type {import('../duologue/enter.js').DuologueField} */ (byId('first-name')),
    second: /** @type {import('../duologue/enter.js').DuologueField} */ (byId('second-name')),
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
  // Enter in the first field goes on to the second.
  if (document.activeElement === first && first.value.trim() !== '' && second.value === '') return second.focus();
  page.start.disabled = true;
  page.startProblem.textContent = first.error = second.error = '';
  try {
    const wrong = wrongNames(first.value, second.value);
    if (wrong) return showWrongNames(wrong);
    started = await startChat(first.value, second.value);
    showChat(started);
    keep();
    page.chatTitle.focus();
  } catch (problem) {
    showRefusal(problem);
  } finally {
    page.start.disabled = false;
  }
}

/** @param {unknown} problem */
function showRefusal(problem) {
  if (!(problem instanceof RequestRefused)) throw problem;
  if (SIDES.some(side => problem.codes[side])) showWrongNames(problem.codes);
  else page.startProblem.textContent = refusedSentence(problem);
}

/** @param {Record<string, string>} codes by side */
function showWrongNames(codes) {
  const wrong = SIDES.filter(side => codes[side]);
  for (const side of wrong) page.fields[side].error = nameSentence(codes[side]);
  page.fields[wrong[0]].focus();
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
    title: say('ask.renew'),
    text: el('span', {}, ...sentence('ask.renew-text', { name: nameOf(name) })),
    yes: say('ask.renew-yes'),
    no: say('ask.renew-no'),
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
    title: say('ask.end'),
    text: say('ask.end-text'),
    yes: say('ask.end-yes'),
    no: say('ask.end-no'),
    signal: running.signal,
  });
  if (!yes || started !== chat) return;
  page.end.disabled = true;
  await attempt(async () => {
    await endChat(chat);
    showOver(endedSentence({ by: 'you', held: false }));
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
  tell(say('start.no-answer-yet'), 'poll');
}

/** @param {string} sentence @param {string} [kind] */
function tell(sentence, kind = '') {
  page.chatProblem.textContent = sentence;
  page.chatProblem.dataset.kind = kind;
}

// ---- the end ----

/** @param {Status} status */
function endSentence({ by, reason }) {
  if (by === 'first' || by === 'second') return endedSentence({ by: 'peer', peer: started?.[by].name, held: false });
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
function refusedSentence({ status, retryAfter }) {
  const time = retryAfter ? duration(retryAfter) : say('time.while');
  if (status === 429) return say('start.too-many', { time });
  if (status === 503) return say('start.unavailable', { time });
  if (status === 0) return say('start.no-answer');
  return say(status === 403 ? 'start.not-allowed' : 'start.refused');
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
    tell(say('start.not-kept'));
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
