// @ts-check
import { speakPage } from './page-words.js';

const TITLE = document.title;
speakPage();
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

// A keyboard on the screen makes the window smaller where the browser knows interactive-widget; Safari lays it over the page.
globalThis.visualViewport?.addEventListener('resize', () => {
  const { height, scale } = /** @type {VisualViewport} */ (visualViewport);
  const covered = scale === 1 && innerHeight - height > 1;
  chat.style.height = covered ? `${height}px` : '';
  if (covered) scrollTo(0, 0);
});
