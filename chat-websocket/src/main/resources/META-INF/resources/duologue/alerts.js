// @ts-check
import { say } from './words.js';

const TONES = [[660, 0], [880, 0.12]];
const TONE_SECONDS = 0.18;
const LOUDNESS = 0.15;

/** One for all: a browser gives a page few of them. @type {AudioContext | undefined} */
let audio;

/** Two short tones. Where the browser lets the page make no sound, none. */
export async function playSound() {
  audio ??= new AudioContext();
  await audio.resume();
  for (const [frequency, after] of TONES) {
    const from = audio.currentTime + after;
    const tone = new OscillatorNode(audio, { frequency });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(LOUDNESS, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + TONE_SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + TONE_SECONDS);
  }
}

/** Browsers withhold notifications on plain http, and phones from pages. */
export function canNotify() {
  return isSecureContext && 'Notification' in globalThis;
}

/**
 * Asks for the person's permission; only ever in answer to what they did.
 * @returns {Promise<boolean>}
 */
export async function mayNotify() {
  return canNotify() && await Notification.requestPermission() === 'granted';
}

/**
 * Shows that there is a new message; a later one takes the place of the earlier.
 * @param {{name: string, text: string} | null} detail null: neither who nor what
 * @param {() => void} opened the person went for it
 * @returns {Notification | null} null: the browser shows none
 */
export function notify(detail, opened) {
  if (!canNotify() || Notification.permission !== 'granted') return null;
  try {
    const title = detail ? detail.name : say('options.new-message');
    const shown = new Notification(title, { tag: 'duologue', body: detail?.text, silent: true });
    shown.addEventListener('click', () => {
      shown.close();
      focus();
      opened();
    });
    return shown;
  } catch {
    return null; // Chromium on Android: only service workers may.
  }
}
