// @ts-check
import { nameOf } from './dom.js';

/**
 * Every sentence about a state of the chat, in one place. Those with a name in them are lists of nodes and strings, the
 * name isolated by `<bdi>`: a right-to-left name does not turn the sentence around.
 * @typedef {(Node | string)[]} Sentence
 * @typedef {import('./chat-client.js').Over} Over
 * @typedef {import('./chat-client.js').Problem} Problem
 * @typedef {import('./chat-client.js').CodeForm} CodeForm
 */

/**
 * A length of time as people say it.
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds < 90) return count(Math.max(1, Math.round(seconds)), 'second');
  if (seconds < 90 * 60) return count(Math.round(seconds / 60), 'minute');
  const hours = Math.round(seconds / 360) / 10;
  return count(hours, 'hour');
}

/**
 * What happened, and what to do next.
 * @param {Over} over
 * @returns {{title: Sentence, text: string}}
 */
export function overSentence(over) {
  const { kind, held } = over;
  if (kind === 'ended') return { title: endedSentence(over), text: 'Nothing of it is kept.' };
  if (kind === 'unknown' && held) return { title: endedSentence({ held }), text: 'Nothing of it is kept.' };
  if (kind === 'unknown') {
    const text = 'It may be incomplete, or its chat is over. Ask whoever gave it to you.';
    return { title: ['This link leads to no chat.'], text };
  }
  if (kind === 'replaced') {
    const text = 'Ask whoever started the chat for your new link and code.';
    return { title: ['This invitation was replaced.'], text };
  }
  const what = over.code === 4008 ? 'You were disconnected: too much came too fast.' : 'The server has closed the connection.';
  return { title: [what], text: 'What was not sent is kept. Try again in a while.' };
}

/**
 * @param {Pick<Over, 'by' | 'peer' | 'reason' | 'silence' | 'held'>} over
 * @returns {Sentence}
 */
export function endedSentence({ by, peer, reason, silence, held }) {
  if (by === 'you') return ['You ended the chat.'];
  if (by === 'peer') return [nameOf(peer ?? 'The other one'), ' has ended the chat.'];
  switch (reason) {
    case 'ended': return ['Whoever started the chat has ended it.'];
    case 'idle': return [`The chat ended because nobody wrote for ${silence ? duration(silence) : 'a while'}.`];
    case 'lifetime': return ['The chat ended because its time was up.'];
    case 'never_entered': return ['The chat ended because one of you never came in.'];
    case 'lost': return ['The server has lost the chat, so it has ended.'];
  }
  return [held ? 'The chat has ended while you were away.' : 'This chat has ended.'];
}

/**
 * Why the code was not taken.
 * @param {Problem} problem
 * @param {CodeForm | undefined} form
 */
export function problemSentence({ error, attemptsLeft }, form) {
  switch (error) {
    case 'code_empty': return 'Type the secret code first.';
    case 'code_malformed': return `That is not a secret code. ${formSentence(form)}`;
    case 'code_wrong': return attemptsLeft === undefined ? 'Wrong code.' : `Wrong code. ${triesLeft(attemptsLeft)}`;
    case 'code_wait': return 'Too soon: that code was not tried.';
    case 'code_locked': return LOCKED;
    case 'rate_limited': return 'Too many tries from here: that code was not tried.';
    case 'unavailable': return 'The server cannot check codes just now. Your tries are kept.';
    case 'connection_lost': return 'The connection was lost before the answer came. Try again.';
  }
  return 'The server did not understand that. Reload the page and try again.';
}

export const LOCKED = 'No tries are left. Ask whoever started the chat for a new link and code.';

/** @param {number} tries */
export function triesLeft(tries) {
  return tries === 1 ? '1 try left.' : `${tries} tries left.`;
}

/**
 * What a code looks like; nothing, where the server does not tell.
 * @param {CodeForm | undefined} form
 */
export function formSentence(form) {
  if (!form) return 'Check it with whoever gave it to you.';
  const length = form.groups.reduce((sum, group) => sum + group, 0);
  return `A code is ${count(length, 'letter')} or digits, such as ${sampleCode(form)}.`;
}

const UNBROKEN_HYPHEN = '\u2011';

/**
 * A code that is none, to show the form. The same for every chat, so that nobody takes it for theirs.
 * @param {CodeForm} form
 */
function sampleCode({ alphabet, groups }) {
  const symbols = [...alphabet];
  let next = 0;
  const symbol = () => symbols[(3 + 7 * next++) % symbols.length];
  return groups.map(length => Array.from({ length }, symbol).join('')).join(UNBROKEN_HYPHEN);
}

/**
 * Why a text came back.
 * @param {string} error
 */
export function refusedSentence(error) {
  switch (error) {
    case 'text_empty': return 'There is nothing to send yet.';
    case 'text_too_long': return 'This message is too long. Shorten it or send it in parts.';
    case 'text_invalid': return 'This message holds a character that cannot be sent. Remove it and send again.';
    case 'chat_full': return 'This chat is full: it takes no more messages. End it and start another.';
  }
  return 'The server did not take this message. Try again.';
}

/**
 * How far a text is over the limits, or close to them.
 * @param {string} text
 * @param {{textChars: number, textBytes: number} | null} limits
 * @returns {{over: boolean, sentence: string}} an empty sentence: far from it
 */
export function lengthSentence(text, limits) {
  if (!limits) return { over: false, sentence: '' };
  const chars = [...text].length;
  const bytes = new TextEncoder().encode(text).length;
  if (chars > limits.textChars) return { over: true, sentence: `${count(chars - limits.textChars, 'character')} too many.` };
  if (bytes > limits.textBytes) return { over: true, sentence: `${count(bytes - limits.textBytes, 'byte')} too many.` };
  if (chars > limits.textChars * 0.9) return { over: false, sentence: `${count(limits.textChars - chars, 'character')} left.` };
  if (bytes > limits.textBytes * 0.9) return { over: false, sentence: `${count(limits.textBytes - bytes, 'byte')} left.` };
  return { over: false, sentence: '' };
}

/**
 * Why the chat is about to end: the second half of a sentence.
 * @param {'never_entered' | 'idle' | 'lifetime'} reason
 * @param {string} peer
 * @returns {Sentence}
 */
export function warningSentence(reason, peer) {
  switch (reason) {
    case 'never_entered': return ['if ', nameOf(peer), ' does not come in'];
    case 'idle': return ['because nobody writes'];
    case 'lifetime': return ['because its time is up'];
  }
}

/** @param {number} number @param {string} unit */
function count(number, unit) {
  return `${number.toLocaleString('en')} ${unit}${number === 1 ? '' : 's'}`;
}
