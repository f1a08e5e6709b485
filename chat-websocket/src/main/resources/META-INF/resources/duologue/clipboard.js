// @ts-check
import { el } from './dom.js';

/**
 * Copies a text. Browsers withhold the Clipboard API on plain http, where the older command still works.
 * @param {string} text
 * @returns {Promise<boolean>} false: the browser lets neither way, the person has to copy by hand
 */
export async function copyText(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused (no permission, not focused): the older way may still be open.
    }
  }
  return copyBySelection(text);
}

/**
 * Selects what an element shows, for the person to copy.
 * @param {Node} node
 */
export function selectContents(node) {
  getSelection()?.selectAllChildren(node);
}

/** @param {string} text */
function copyBySelection(text) {
  const focused = /** @type {HTMLElement | null} */ (deepFocus());
  const area = el('textarea', { readonly: true, 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return copied;
}

function deepFocus() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}
