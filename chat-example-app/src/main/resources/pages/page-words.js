// @ts-check
import { direction, language, say } from '../duologue/words.js';

/** Puts the words of the person's language where the page names them: `data-words` and `data-label`. */
export function speakPage() {
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  for (const element of document.querySelectorAll('[data-words]')) {
    element.textContent = say(/** @type {HTMLElement} */ (element).dataset.words ?? '');
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('label', say(/** @type {HTMLElement} */ (element).dataset.label ?? ''));
  }
}
