// @ts-check

const TAKEN_BY_INPUT_METHOD = 229;

/** What a window's height may have more than is seen of it, without a keyboard. */
const SCROLL_BAR_MOST_PX = 24;
/** Of an element that a keyboard covers nearly all of, so much is left: room for a field. */
const LEFT_LEAST_PX = 96;

/**
 * Makes an element. Text and names only ever become text nodes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes] false and undefined are left out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/**
 * A button that does something.
 * @param {Record<string, string | boolean | undefined>} attributes
 * @param {string} label
 * @param {() => void} act
 */
export function button(attributes, label, act) {
  const made = el('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', act);
  return made;
}

/**
 * A name in a sentence, apart from it so that a right-to-left name does not turn the sentence around.
 * @param {string} name
 */
export function nameOf(name) {
  return el('bdi', {}, name);
}

/**
 * Focuses a part of an element, unless the person is elsewhere on the page: it may hold a second chat.
 * @param {HTMLElement} element
 * @param {HTMLElement} part
 * @param {boolean} [opened] the element has just come, perhaps by the button that has the focus: only who types is left alone
 */
export function focusIn(element, part, opened = false) {
  const active = document.activeElement;
  const typing = active?.shadowRoot || active?.matches('input, textarea, select, [contenteditable], iframe');
  const free = !active || active === document.body || (opened && !typing) || element.contains(active) || element.matches(':focus-within');
  // What comes with the page does not scroll it to itself.
  if (free) part.focus({ preventScroll: opened });
}

/**
 * Whether it is Enter, and not to take what an input method offers.
 * @param {KeyboardEvent} event
 */
export function isEnter(event) {
  // Safari tells of the key once the text is composed; all that is left is the code of a key that an input method has taken.
  return event.key === 'Enter' && !event.isComposing && event.keyCode !== TAKEN_BY_INPUT_METHOD;
}

/**
 * Takes up what a page has set on an element before it was defined: it would hide the properties of the class.
 * @param {HTMLElement} element
 * @param {...string} names properties with a setter
 */
export function takeUp(element, ...names) {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const value = early(element, name);
    Reflect.deleteProperty(element, name);
    Reflect.set(element, name, value);
  }
}

/**
 * What a page has set on an element before it was defined, for a field of the class.
 * @param {HTMLElement} element
 * @param {string} name
 * @returns {any} undefined: nothing
 */
export function early(element, name) {
  return Object.hasOwn(element, name) ? Reflect.get(element, name) : undefined;
}

/**
 * A style sheet for `adoptedStyleSheets`.
 * @param {string} rules
 */
export function sheet(rules) {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  return made;
}

/**
 * Shows the element or takes it out of the page.
 * @param {HTMLElement} element
 * @param {boolean} shown
 */
export function show(element, shown) {
  element.hidden = !shown;
}

// ---- a keyboard on the screen ----

/**
 * Tells how many pixels of an element, from its bottom, lie under a keyboard. Safari lays it over the page, and other browsers
 * do so where the page does not ask for `interactive-widget=resizes-content`. In a frame nothing of it can be known.
 * @param {HTMLElement} element
 * @param {(px: number) => void} tell
 * @param {AbortSignal} signal
 */
export function onCovered(element, tell, signal) {
  const view = globalThis.visualViewport;
  if (!view) return;
  let told = 0;
  const look = () => {
    const px = coveredOf(element, view);
    if (px !== told) tell(told = px);
  };
  view.addEventListener('resize', () => {
    if (isKeyboardUp(view) && element.matches(':focus-within')) scrollBack(element, view);
    look();
    if (told > 0) activeIn(element)?.scrollIntoView({ block: 'nearest' });
  }, { signal });
  view.addEventListener('scroll', look, { signal });
  addEventListener('scroll', look, { signal, capture: true, passive: true });
  look();
}

/** @param {VisualViewport} view */
function isKeyboardUp(view) {
  // Who zooms in by two fingers sees less of the page too.
  return Math.abs(view.scale - 1) < 0.01 && innerHeight - view.height > SCROLL_BAR_MOST_PX;
}

/** @param {HTMLElement} element @param {VisualViewport} view */
function coveredOf(element, view) {
  if (!isKeyboardUp(view)) return 0;
  const { bottom, height } = element.getBoundingClientRect();
  return Math.max(0, Math.ceil(Math.min(bottom - view.offsetTop - view.height, height - LEFT_LEAST_PX)));
}

/**
 * A page that cannot scroll was moved by the browser, to bring the field out from under the keyboard, and its top is out of
 * sight. There is no need of that where the field makes room by itself.
 * @param {HTMLElement} element @param {VisualViewport} view
 */
function scrollBack(element, view) {
  const still = document.documentElement.scrollHeight <= innerHeight + 1;
  if (still && element.getBoundingClientRect().top + LEFT_LEAST_PX <= view.height) scrollTo(0, 0);
}

/** @param {HTMLElement} element @returns {Element | null} what has the focus in its shadow trees */
function activeIn(element) {
  let active = element.shadowRoot?.activeElement ?? null;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

// ---- looks ----

// On a page with nothing but a script tag: without the values of duologue.css fields would have no edges. Its rules have no
// weight, so what the page has set stands.
if (getComputedStyle(document.documentElement).getPropertyValue('--duologue-ink') === '') {
  document.head.append(el('link', { rel: 'stylesheet', href: new URL('./duologue.css', import.meta.url).href }));
}

/** What all elements share: type, buttons, fields, focus. The values come from duologue.css. */
export const shared = sheet(`
  :host { display: block; font: 1rem/1.5 var(--duologue-font); color: var(--duologue-ink); }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, dl, dd, ol { margin: 0; padding: 0; }
  h1, h2 { text-wrap: balance; }
  .muted, dialog p { text-wrap: pretty; }
  bdi { unicode-bidi: isolate; overflow-wrap: anywhere; }

  button, .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.375rem;
    min-height: 2.75rem; padding: 0.375rem 1.125rem; font: inherit; font-weight: 600; line-height: 1.25;
    color: var(--duologue-accent-strong); background: transparent; cursor: pointer; text-decoration: none;
    border: 1px solid var(--duologue-edge); border-radius: 999px; -webkit-tap-highlight-color: transparent;
  }
  button.main {
    color: var(--duologue-on-accent); background: var(--duologue-accent); border-color: var(--duologue-accent);
  }
  button.danger { color: var(--duologue-danger); border-color: var(--duologue-danger); }
  /* On a touch screen it would stay after the tap. */
  @media (hover: hover) {
    button:hover, .button:hover { background: var(--duologue-accent-soft); }
    button.main:hover { background: var(--duologue-accent-strong); border-color: var(--duologue-accent-strong); }
    button.danger:hover { background: var(--duologue-danger-soft); }
  }
  button.small { min-height: 2.25rem; padding: 0.25rem 0.875rem; font-size: 0.9375rem; }
  button:disabled { opacity: 0.6; cursor: not-allowed; }

  input, textarea {
    width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; font: inherit; font-size: max(1rem, 16px);
    color: inherit; background: var(--duologue-surface);
    border: 1px solid var(--duologue-edge); border-radius: var(--duologue-radius-small);
  }
  ::placeholder { color: var(--duologue-muted); opacity: 1; }
  /* An empty line would else begin at the left in every language. */
  [dir=auto]:placeholder-shown { direction: inherit; }
  input[aria-invalid=true], textarea[aria-invalid=true] { border-color: var(--duologue-danger); }

  :focus-visible { outline: 3px solid var(--duologue-focus); outline-offset: 2px; }

  .muted { color: var(--duologue-muted); font-size: 0.9375rem; }
  .error { color: var(--duologue-danger); font-weight: 600; }
  .aside {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap;
  }

  dialog {
    width: min(28rem, calc(100vw - 2 * min(1rem, 5vw))); max-width: none; padding: 1.5rem min(1.5rem, 5vw); overflow-wrap: anywhere; color: inherit; background: var(--duologue-surface);
    border: 1px solid var(--duologue-line); border-radius: var(--duologue-radius); box-shadow: var(--duologue-shadow);
  }
  dialog::backdrop { background: rgb(0 0 0 / 50%); }
  dialog h2 { font-size: 1.25rem; line-height: 1.3; margin-block-end: 0.5rem; }
  dialog .actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0.75rem; margin-block-start: 1.5rem; }
  dialog .actions button { flex: 1 1 auto; }

  @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
  @media (forced-colors: active) { button { border-color: ButtonText; } }
`);
