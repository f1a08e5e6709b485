/**
 * Copies a text. Browsers withhold the Clipboard API on plain http, where the older command still works.
 * @param {string} text
 * @returns {Promise<boolean>} false: the browser lets neither way, the person has to copy by hand
 */
export function copyText(text: string): Promise<boolean>;
/**
 * Selects what an element shows, for the person to copy.
 * @param {Node} node
 */
export function selectContents(node: Node): void;
