// @ts-check

/**
 * What a person chose for all chats of this browser; all is off until it is chosen.
 * @typedef {object} Choices
 * @property {boolean} times the time of each message is shown
 * @property {boolean} sound a new message is heard while the page is hidden
 * @property {boolean} notify a new message makes a notification while the page is hidden
 * @property {boolean} detail the notification shows name and text
 */

const KEY = 'duologue-choices';
/** @type {Choices} */ const NONE = { times: false, sound: false, notify: false, detail: false };

/** What holds where storage is off: as long as the page. */
let here = NONE;

/** Tells all that show the choices that they changed: `choose`. */
export const chosen = new EventTarget();

/** @returns {Choices} */
export function readChoices() {
  try {
    return { ...NONE, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return { ...here };
  }
}

/** @param {Choices} choices */
export function keepChoices(choices) {
  here = choices;
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // Storage is off.
  }
  chosen.dispatchEvent(new Event('choose'));
}
