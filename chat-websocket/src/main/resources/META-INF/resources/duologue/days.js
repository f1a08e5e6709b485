// @ts-check
import { el } from './dom.js';
import { locale } from './words.js';

/** Made when the first line is: the language is not known before. @type {Intl.DateTimeFormat | undefined} */
let days;

/**
 * Keeps a line with the day before each message that is the first of its day. Messages are rows with `data-day`; rows
 * without one have no time yet.
 */
export const DayLines = {
  /**
   * The day of a row, for `data-day`.
   * @param {Date} at
   */
  dayOf(at) {
    return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
  },

  /**
   * Sets the lines around a row that came in or got its time.
   * @param {HTMLElement} row
   * @param {Date} at
   */
  around(row, at) {
    const before = neighbour(row, 'previousElementSibling');
    const after = neighbour(row, 'nextElementSibling');
    setLine(row, before?.dataset.day !== row.dataset.day ? at : null);
    if (after && after.dataset.day === row.dataset.day) setLine(after, null);
  },
};

/** @param {Element} row @param {'previousElementSibling' | 'nextElementSibling'} way @returns {HTMLElement | null} */
function neighbour(row, way) {
  let next = row[way];
  while (next && !(next instanceof HTMLElement && next.dataset.day)) next = next[way];
  return next;
}

/** @param {HTMLElement} row @param {Date | null} at null: without a line */
function setLine(row, at) {
  const line = row.previousElementSibling?.classList.contains('day') ? row.previousElementSibling : null;
  if (at && !line) row.before(el('p', { class: 'day', part: 'day' }, told(at)));
  if (!at) line?.remove();
}

/** @param {Date} day */
function told(day) {
  days ??= new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  return days.format(day);
}
