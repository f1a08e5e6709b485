/**
 * A text in which web addresses are links. They open beside the chat, which tells the other page nothing of itself.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function withLinks(text: string): (Node | string)[];
