// @ts-check

const SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/**
 * A random id, 6 bits a symbol. By `getRandomValues`, because `crypto.randomUUID` is missing on plain http.
 * @param {number} length
 */
export function randomId(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, byte => SYMBOLS[byte % SYMBOLS.length]).join('');
}
