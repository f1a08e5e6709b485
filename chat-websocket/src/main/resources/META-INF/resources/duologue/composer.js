// @ts-check
import { early, el, isEnter, shared, sheet, takeUp } from './dom.js';
import { define, lengthSentence, refusedSentence, say, speak } from './words.js';

const ROWS_MOST = 6;

const styles = sheet(`
  form { display: flex; flex-wrap: wrap; gap: 0.5rem 0.625rem; align-items: end; justify-content: end; }
  textarea {
    display: block; flex: 1 1 8rem; width: auto; min-width: 0; resize: none; max-height: 10rem; field-sizing: content; line-height: 1.4;
    border-radius: 1.375rem; padding: 0.625rem 1rem;
  }
  ::placeholder { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  #note { flex: 1 0 100%; font-size: 0.9375rem; padding-inline: 0.5rem; }
  #note:empty { display: none; }
`);

/**
 * `<duologue-composer>`: the field for a message and *Send*. Enter sends, Shift+Enter makes a new line.
 *
 * Properties: `limits` ({textChars, textBytes}), `value`. Methods: `focus`, `giveBack(text, error)`: a refused text comes
 * back into the field. Events: `compose` (detail: `text`), to be sent; `input`.
 */
export class DuologueComposer extends HTMLElement {
  static parts = ['field', 'note', 'send'];

  /** @type {{textChars: number, textBytes: number} | null} */ limits = early(this, 'limits') ?? null;

  #text = el('textarea', {
    id: 'message', part: 'field', rows: 1, dir: 'auto', enterkeyhint: 'send', autocomplete: 'off', placeholder: say('chat.write'),
    'aria-label': say('chat.message'), 'aria-describedby': 'note',
  });
  #note = el('p', { id: 'note', part: 'note', role: 'status', class: 'muted' });
  #form = el('form', { novalidate: true }, this.#note, this.#text, el('button', { id: 'send', part: 'send', class: 'main' }, say('chat.send')));

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [shared, styles];
    root.append(this.#form);
    this.#text.addEventListener('input', () => this.#changed());
    this.#text.addEventListener('keydown', event => this.#key(event));
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    takeUp(this, 'value');
  }

  connectedCallback() {
    speak(this);
  }

  get value() {
    return this.#text.value;
  }

  set value(text) {
    this.#text.value = text;
    this.#changed();
  }

  /**
   * @param {string} text put before what was written meanwhile: neither is lost
   * @param {string} error the protocol's
   */
  giveBack(text, error) {
    this.value = this.value === '' ? text : `${text}\n${this.value}`;
    this.#tell(refusedSentence(error), true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!isEnter(event) || event.shiftKey) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.value;
    if (text.trim() === '') return this.#tell(refusedSentence('text_empty'), false);
    const { over, sentence } = lengthSentence(text, this.limits);
    if (over) return this.#tell(`${refusedSentence('text_too_long')} ${sentence}`, true);
    this.value = '';
    this.#text.focus();
    this.dispatchEvent(new CustomEvent('compose', { detail: { text } }));
    this.dispatchEvent(new Event('input'));
  }

  #changed() {
    const text = this.value;
    const { over, sentence } = lengthSentence(text, this.limits);
    this.#tell(sentence, over);
    // Only where the browser does not know field-sizing does the number of rows matter.
    this.#text.rows = Math.min(ROWS_MOST, text.split('\n').length);
  }

  /** @param {string} sentence @param {boolean} wrong */
  #tell(sentence, wrong) {
    if (this.#note.textContent !== sentence) this.#note.textContent = sentence;
    this.#note.className = wrong ? 'error' : 'muted';
    this.#text.setAttribute('aria-invalid', String(wrong));
  }
}

define('duologue-composer', DuologueComposer);
