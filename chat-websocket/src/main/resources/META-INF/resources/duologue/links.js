// @ts-check
import { el } from './dom.js';

const ADDRESS = /\bhttps?:\/\/[^\s<>"]+/giu;
/** What a sentence puts after an address. A closing bracket belongs to it only where it was opened in it. */
const CLOSING = /[.,;:!?'’”»…、。]+$/u;

/**
 * A text in which web addresses are links. They open beside the chat, which tells the other page nothing of itself.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function withLinks(text) {
  /** @type {(Node | string)[]} */ const parts = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = trimmed(found[0]);
    if (!isAddress(address)) continue;
    parts.push(text.slice(from, found.index));
    parts.push(el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', dir: 'ltr' }, address));
    from = found.index + address.length;
  }
  return [...parts, text.slice(from)].filter(part => part !== '');
}

/** URL.canParse is not in every browser that has all else that is needed. @param {string} text */
function isAddress(text) {
  try {
    return Boolean(new URL(text));
  } catch {
    return false;
  }
}

/** @param {string} address @returns {string} */
function trimmed(address) {
  const shorter = address.replace(CLOSING, '');
  const opened = shorter.split('(').length;
  return shorter.endsWith(')') && shorter.split(')').length > opened ? trimmed(shorter.slice(0, -1)) : shorter;
}
