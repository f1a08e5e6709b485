// @ts-check

/**
 * @typedef {import('../duologue/invitation.js').Invitation} Invitation
 * @typedef {import('../duologue/invitation.js').SideState} SideState
 * @typedef {{id: string, host: string, first: Invitation, second: Invitation}} StartedChat
 * @typedef {{name: string, state: SideState}} SideStatus
 * @typedef {{state: 'open' | 'ended', by?: string, reason?: string, first: SideStatus, second: SideStatus}} Status
 */

/** A refusal of the server, or no answer at all (status 0). */
export class RequestRefused extends Error {
  /**
   * @param {number} status
   * @param {{codes?: Record<string, string>}} problem
   * @param {number} [retryAfter] seconds
   */
  constructor(status, problem, retryAfter) {
    super(`refused with status ${status}`);
    this.status = status;
    /** What is wrong with the name of a side, as the server's code: its sentences are English. */
    this.codes = problem.codes ?? {};
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {string} first
 * @param {string} second
 * @returns {Promise<StartedChat>}
 */
export function startChat(first, second) {
  return request('POST', '/api/chats', undefined, { first, second });
}

/** @param {StartedChat} chat @param {AbortSignal} signal @returns {Promise<Status>} */
export function readStatus({ id, host }, signal) {
  return request('GET', `/api/chats/${encodeURIComponent(id)}`, host, undefined, signal);
}

/** @param {StartedChat} chat @param {'first' | 'second'} side @returns {Promise<Invitation>} */
export function newInvitation({ id, host }, side) {
  return request('POST', `/api/chats/${encodeURIComponent(id)}/invitations/${side}`, host);
}

/** @param {StartedChat} chat */
export function endChat({ id, host }) {
  return request('DELETE', `/api/chats/${encodeURIComponent(id)}`, host);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string} [host] the starter's token
 * @param {object} [body]
 * @param {AbortSignal} [signal]
 */
async function request(method, path, host, body, signal) {
  /** @type {Record<string, string>} */ const headers = {};
  if (host) headers.Authorization = `Bearer ${host}`;
  if (body) headers['Content-Type'] = 'application/json';
  const init = { method, headers, signal, cache: /** @type {const} */ ('no-store'), body: body && JSON.stringify(body) };
  const response = await fetch(path, init).catch(problem => {
    if (signal?.aborted) throw problem;
    throw new RequestRefused(0, {});
  });
  if (!response.ok) throw await refusal(response);
  return response.status === 204 ? undefined : response.json();
}

/** @param {Response} response */
async function refusal(response) {
  const isProblem = response.headers.get('Content-Type')?.includes('json');
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  return new RequestRefused(response.status, isProblem ? await response.json() : {}, retryAfter);
}
