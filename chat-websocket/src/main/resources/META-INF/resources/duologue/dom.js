// @ts-check

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
