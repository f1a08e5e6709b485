// @ts-check
import { button, el, shared } from './dom.js';

/**
 * Asks in a modal dialog of the page. The safe answer has the focus, and Escape gives it.
 * @param {Node} root where the dialog stands while it is open
 * @param {{title: Node | string, text: Node | string, yes: string, no: string, signal?: AbortSignal}} question the
 *     signal takes the question back
 * @returns {Promise<boolean>}
 */
export function confirmed(root, { title, text, yes, no, signal }) {
  const dialog = el('dialog', { part: 'dialog', 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' });
  const answer = (/** @type {string} */ value) => () => dialog.close(value);
  const refuse = button({ id: 'confirm-no' }, no, answer('no'));
  dialog.append(
    el('h2', { id: 'confirm-title' }, title),
    el('p', { id: 'confirm-text' }, text),
    el('div', { class: 'actions' }, refuse, button({ id: 'confirm-yes', class: 'danger' }, yes, answer('yes'))),
  );
  // In a shadow tree of its own it looks the same on any page.
  const host = el('div', { exportparts: 'dialog' });
  const tree = host.attachShadow({ mode: 'open' });
  tree.adoptedStyleSheets = [shared];
  tree.append(dialog);
  root.appendChild(host);
  dialog.showModal();
  refuse.focus();
  return new Promise(resolve => {
    const takeBack = () => dialog.close('no');
    signal?.addEventListener('abort', takeBack);
    dialog.addEventListener('close', () => {
      signal?.removeEventListener('abort', takeBack);
      host.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
