// @ts-check
import { el, sheet, show } from './dom.js';
import { shared } from './shared-styles.js';

const styles = sheet(`
  label { display: block; font-weight: 600; margin-block-end: 0.25rem; }
  p { font-size: 0.9375rem; margin-block-start: 0.25rem; }
  :host([code]) input {
    font-family: var(--duologue-mono); font-size: 1.5rem; letter-spacing: 0.12em; text-align: center;
    text-transform: uppercase; min-height: 3.25rem;
  }
`);

/**
 * `<duologue-field>`: a labelled line of input for a name or a code, with hint and error. Takes part in a `<form>`.
 *
 * Attributes: `label`, `name`, `hint`, `error`, `value` (at the start), `placeholder`, `autocomplete`, and `code`: shown
 * as a secret code. Properties: `value`, `error`. Methods: `focus`, `select`. Events: `input`.
 */
export class DuologueField extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ['label', 'hint', 'error', 'placeholder', 'autocomplete', 'code'];

  #internals = this.attachInternals();
  #label = el('label', { for: 'field' });
  #input = el('input', { id: 'field', type: 'text', dir: 'auto', spellcheck: 'false', 'aria-describedby': 'hint error' });
  #hint = el('p', { id: 'hint', class: 'muted' });
  #error = el('p', { id: 'error', class: 'error', role: 'alert' });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [shared, styles];
    root.append(this.#label, this.#input, this.#hint, this.#error);
    show(this.#hint, false);
    this.#input.addEventListener('input', () => this.#internals.setFormValue(this.value));
    this.#input.addEventListener('keydown', event => {
      // The form is outside of the shadow tree, where Enter does not reach it.
      if (event.key === 'Enter' && !event.isComposing) this.#internals.form?.requestSubmit();
    });
  }

  connectedCallback() {
    const value = this.getAttribute('value');
    if (value !== null && this.value === '') this.value = value;
  }

  /**
   * @param {string} name
   * @param {string | null} _old
   * @param {string | null} value
   */
  attributeChangedCallback(name, _old, value) {
    if (name === 'label') this.#label.textContent = value;
    else if (name === 'hint') this.#showHint(value ?? '');
    else if (name === 'error') this.#showError(value ?? '');
    else if (name === 'code') this.#likeCode(value !== null);
    else this.#input.setAttribute(name, value ?? '');
  }

  get value() {
    return this.#input.value;
  }

  set value(value) {
    this.#input.value = value;
    this.#internals.setFormValue(value);
  }

  get error() {
    return this.getAttribute('error') ?? '';
  }

  set error(sentence) {
    if (sentence) this.setAttribute('error', sentence);
    else this.removeAttribute('error');
  }

  /** Marks all, so that typing replaces it. */
  select() {
    this.#input.select();
  }

  /** @param {string} hint */
  #showHint(hint) {
    this.#hint.textContent = hint;
    show(this.#hint, hint !== '');
  }

  /** @param {string} error */
  #showError(error) {
    this.#error.textContent = error;
    this.#input.setAttribute('aria-invalid', String(error !== ''));
  }

  /** @param {boolean} code */
  #likeCode(code) {
    this.#input.setAttribute('autocapitalize', code ? 'characters' : 'words');
    this.#input.dir = code ? 'ltr' : 'auto';
  }
}

customElements.define('duologue-field', DuologueField);
