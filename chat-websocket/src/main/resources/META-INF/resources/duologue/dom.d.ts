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
 * Focuses a part of an element, unless the person is elsewhere on the page: it may hold a second chat.
 * @param {HTMLElement} element
 * @param {HTMLElement} part
 * @param {boolean} [opened] the element has just come, perhaps by the button that has the focus: only who types is left alone
 */
export function focusIn(element: HTMLElement, part: HTMLElement, opened?: boolean): void;
/**
 * Whether it is Enter, and not to take what an input method offers.
 * @param {KeyboardEvent} event
 */
export function isEnter(event: KeyboardEvent): boolean;
/**
 * Takes up what a page has set on an element before it was defined: it would hide the properties of the class.
 * @param {HTMLElement} element
 * @param {...string} names properties with a setter
 */
export function takeUp(element: HTMLElement, ...names: string[]): void;
/**
 * What a page has set on an element before it was defined, for a field of the class.
 * @param {HTMLElement} element
 * @param {string} name
 * @returns {any} undefined: nothing
 */
export function early(element: HTMLElement, name: string): any;
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
/**
 * Tells how many pixels of an element, from its bottom, lie under a keyboard. Safari lays it over the page, and other browsers
 * do so where the page does not ask for `interactive-widget=resizes-content`. In a frame nothing of it can be known.
 * @param {HTMLElement} element
 * @param {(px: number) => void} tell
 * @param {AbortSignal} signal
 */
export function onCovered(element: HTMLElement, tell: (px: number) => void, signal: AbortSignal): void;
/** What all elements share: type, buttons, fields, focus. The values come from duologue.css. */
export const shared: CSSStyleSheet;
