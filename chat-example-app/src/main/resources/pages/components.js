// @ts-check
import { ChatClient } from '../duologue/duologue.js';
import { randomId } from '../duologue/tab.js';
import { overSentence, ready } from '../duologue/words.js';
import { startChat } from './chats-api.js';

const CODE_FORM = { alphabet: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', groups: [3, 3] };
/** @type {ChatClient[]} of the rooms */ let clients = [];
const EVENTS = ['input', 'enter', 'newcode', 'read', 'again', 'compose', 'choose', 'phase', 'unread'];

await ready;
tellEvents();
showEnter();
showInvitation();
showTalk();
element('#try-chat').addEventListener('click', tryChat);
element('#try-room').addEventListener('click', tryRooms);

/** Below each part, what it told last. Those that come later are heard too, and those whose events do not bubble. */
function tellEvents() {
  for (const live of document.querySelectorAll('.live')) {
    const output = live.closest('section')?.querySelector('output');
    for (const type of EVENTS) live.addEventListener(type, event => { if (output) output.textContent = told(event); }, true);
  }
}

/** @param {Event} event */
function told(event) {
  const detail = event instanceof CustomEvent && event.detail ? ` ${JSON.stringify(event.detail)}` : '';
  return `${event.type}${detail}`;
}

function showEnter() {
  const enter = /** @type {import('../duologue/enter.js').DuologueEnter} */ (element('duologue-enter'));
  enter.hello = { name: 'ABHI', state: 'open', codeForm: CODE_FORM };
  enter.addEventListener('enter', () => { enter.problem = { error: 'code_wrong', attemptsLeft: 3 }; });
}

function showInvitation() {
  const card = /** @type {import('../duologue/invitation.js').DuologueInvitation} */ (element('duologue-invitation'));
  const shortUrl = new URL('/c#23AHi7NoSuchChat', location.href).href;
  card.invitation = { name: 'ABHI', shortUrl, code: 'K7Q-M3F', qr: '/pages/favicon.svg' };
}

function showTalk() {
  const list = /** @type {import('../duologue/messages.js').DuologueMessages} */ (element('duologue-messages'));
  const composer = /** @type {import('../duologue/composer.js').DuologueComposer} */ (element('duologue-composer'));
  let seq = 0;
  const put = (/** @type {'first' | 'second'} */ side, /** @type {string} */ text) => {
    seq += 1;
    list.put({ seq, side, name: side === 'first' ? 'ABHI' : 'ANNY', text, at: new Date().toISOString(), key: '' });
  };
  list.you = 'first';
  put('second', 'Did you see https://example.org/?');
  put('first', 'Not yet. Is it good?');
  list.peerHas = { received: 2, seen: 2 };
  composer.limits = { textChars: 4_000, textBytes: 16_384 };
  composer.addEventListener('compose', event => put('first', /** @type {CustomEvent} */ (event).detail.text));
}

function tryChat() {
  return startedBy('#try-chat', '#codes', ({ first, second }) => {
    element('#codes').textContent = `${first.name}: ${first.code} · ${second.name}: ${second.code}`;
    element('#whole').replaceChildren(...[first, second].map(chatOf));
  });
}

function tryRooms() {
  return startedBy('#try-room', '#room-state', ({ first, second }) => {
    for (const client of clients) client.stop();
    element('#rooms').replaceChildren();
    element('#room-state').replaceChildren();
    clients = [first, second].map(openRoom);
  });
}

/**
 * @param {string} pressed the button
 * @param {string} state where to say what went wrong
 * @param {(chat: import('./chats-api.js').StartedChat) => void} then
 */
async function startedBy(pressed, state, then) {
  const button = /** @type {HTMLButtonElement} */ (element(pressed));
  button.disabled = true;
  const chat = await startChat('ABHI', 'ANNY').catch(() => null);
  button.disabled = false;
  if (chat) then(chat);
  else element(state).textContent = 'The server did not start a chat. Try again in a while.';
}

/** @param {import('./chats-api.js').Invitation} invitation */
function chatOf({ name, shortUrl }) {
  const chat = document.createElement('duologue-chat');
  chat.setAttribute('link', linkOf(shortUrl));
  chat.setAttribute('aria-label', name);
  return chat;
}

/** As a page that runs a client itself. @param {import('./chats-api.js').Invitation} invitation */
function openRoom({ name, shortUrl, code }) {
  const url = new URL('/chat', location.href.replace(/^http/, 'ws')).href;
  const client = new ChatClient({ url, link: linkOf(shortUrl), tab: randomId(16) });
  const room = /** @type {import('../duologue/room.js').DuologueRoom} */ (document.createElement('duologue-room'));
  room.client = client;
  room.setAttribute('aria-label', name);
  client.addEventListener('phase', () => {
    if (client.phase === 'in' && !room.isConnected) element('#rooms').append(room);
    if (client.phase === 'over' && client.over) {
      room.remove();
      element('#room-state').replaceChildren(...overSentence(client.over).title);
    }
  });
  client.start();
  client.enter(code);
  return client;
}

/** @param {string} shortUrl */
function linkOf(shortUrl) {
  return new URL(shortUrl).hash.slice(1);
}

/** @param {string} selector @returns {HTMLElement} */
function element(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}
