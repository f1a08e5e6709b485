/**
 * Makes an element. Text and names only ever become text nodes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes] false and undefined are left out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Record<string, string | number | boolean | undefined>, ...children: (Node | string)[]): HTMLElementTagNameMap[K];
/**
 * A button that does something.
 * @param {Record<string, string | boolean | undefined>} attributes
 * @param {string} label
 * @param {() => void} act
 */
export function button(attributes: Record<string, string | boolean | undefined>, label: string, act: () => void): HTMLButtonElement;
/**
 * A name in a sentence, apart from it so that a right-to-left name does not turn the sentence around.
 * @param {string} name
 */
export function nameOf(name: string): HTMLElement;
/**
 * A style sheet for `adoptedStyleSheets`.
 * @param {string} rules
 */
export function sheet(rules: string): CSSStyleSheet;
/**
 * Shows the element or takes it out of the page.
 * @param {HTMLElement} element
 * @param {boolean} shown
 */
export function show(element: HTMLElement, shown: boolean): void;
/** What all elements share: type, buttons, fields, focus. The values come from duologue.css. */
export const shared: CSSStyleSheet;
