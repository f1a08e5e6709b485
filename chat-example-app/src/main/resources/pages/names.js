// @ts-check
import { language, say } from '../duologue/words.js';

const GRAPHEMES_MOST = 40;

/**
 * What is wrong with names at a first look, by the server's codes. Its check is the one that counts, and stricter.
 * @param {string} first
 * @param {string} second
 * @returns {{first?: string, second?: string} | null} null: nothing
 */
export function wrongNames(first, second) {
  const wrong = { first: wrongName(first), second: wrongName(second) };
  if (!wrong.first && !wrong.second && alike(first) === alike(second)) wrong.second = 'same';
  return wrong.first || wrong.second ? wrong : null;
}

/**
 * What is wrong with a name, in the person's language.
 * @param {string} code
 */
export function nameSentence(code) {
  switch (code) {
    case 'empty': return say('start.name-empty');
    case 'too_long': return say('start.name-too-long', { count: GRAPHEMES_MOST });
    case 'same': return say('start.name-same');
  }
  return say('start.name-invalid');
}

/** @param {string} name */
function wrongName(name) {
  const trimmed = name.trim();
  if (trimmed === '') return 'empty';
  return graphemes(trimmed) > GRAPHEMES_MOST ? 'too_long' : undefined;
}

/** Firefox cannot count them before version 125: the server does. @param {string} text */
function graphemes(text) {
  return 'Segmenter' in Intl ? [...new Intl.Segmenter(language).segment(text)].length : 0;
}

/** @param {string} name */
function alike(name) {
  return name.trim().normalize('NFKC').toLowerCase();
}
