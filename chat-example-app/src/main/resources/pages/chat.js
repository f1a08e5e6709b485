// @ts-check
import '/duologue/duologue.js';

const TITLE = document.title;
const chat = /** @type {HTMLElement} */ (document.querySelector('duologue-chat'));

function followLink() {
  chat.setAttribute('link', location.hash.slice(1));
}

chat.addEventListener('phase', event => {
  const { phase } = /** @type {CustomEvent} */ (event).detail;
  chat.dataset.phase = phase;
  if (phase !== 'in') document.title = TITLE;
});

chat.addEventListener('unread', event => {
  const { count } = /** @type {CustomEvent} */ (event).detail;
  document.title = count > 0 ? `(${count}) ${TITLE}` : TITLE;
});

addEventListener('hashchange', followLink);
followLink();
