// @ts-check
import { ready } from '../duologue/words.js';
import { speakPage } from './page-words.js';

const TITLE = document.title;
ready.then(speakPage);
// The start page stands in no frame. What comes after the chat is the business of the page around it.
if (self !== top) document.querySelector('#start-new')?.remove();

const chat = /** @type {HTMLElement} */ (document.querySelector('duologue-chat'));

chat.addEventListener('phase', event => {
  const { phase } = /** @type {CustomEvent} */ (event).detail;
  if (phase !== 'in') document.title = TITLE;
});

chat.addEventListener('unread', event => {
  const { count } = /** @type {CustomEvent} */ (event).detail;
  document.title = count > 0 ? `(${count}) ${TITLE}` : TITLE;
});
