// @ts-check
import '../duologue/duologue.js';
import { startChat } from './chats-api.js';

const CODE_FORM = { alphabet: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', groups: [3, 3] };
const EVENTS = ['input', 'enter', 'newcode', 'read', 'again', 'compose', 'choose', 'phase', 'unread'];

tellEvents();
showEnter();
showInvitation();
showTalk();
element('#try-chat').addEventListener('click', tryChat);

/** Below each part, what it told last. */
function tellEvents() {
  for (const section of document.querySelectorAll('section')) {
    const output = section.querySelector('output');
    for (const part of section.querySelectorAll('.live *')) {
      for (const type of EVENTS) part.addEventListener(type, event => { if (output) output.textContent = told(event); });
    }
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

async function tryChat() {
  const button = /** @type {HTMLButtonElement} */ (element('#try-chat'));
  button.disabled = true;
  try {
    const { first, second } = await startChat('ABHI', 'ANNY');
    element('#codes').textContent = `${first.name}: ${first.code} · ${second.name}: ${second.code}`;
    element('#whole').replaceChildren(...[first, second].map(chatOf));
    tellEvents();
  } catch {
    element('#codes').textContent = 'The server did not start a chat. Try again in a while.';
  }
  button.disabled = false;
}

/** @param {import('./chats-api.js').Invitation} invitation */
function chatOf({ name, shortUrl }) {
  const chat = document.createElement('duologue-chat');
  chat.setAttribute('link', new URL(shortUrl).hash.slice(1));
  chat.setAttribute('aria-label', name);
  return chat;
}

/** @param {string} selector @returns {HTMLElement} */
function element(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}
