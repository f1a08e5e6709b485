/** Nothing was said in time: connect again when the person goes on (comes back to the page, or {@link Connection#wake}). */
export const IDLE_CLOSE: 4005;
/**
 * One WebSocket that is kept up: it connects again with back-off, finds dead connections by a ping, and wakes when the
 * page comes back to the foreground or the network returns. It knows the protocol's close codes and `ping`, no more.
 *
 * Events: `open`; `frame` (detail: the parsed frame); `lost` (detail: `code`, `paused`), another try follows unless
 * paused; `closed` (detail: `code`), it stays closed until `start`.
 */
export class Connection extends EventTarget {
    /**
     * @param {string} url `ws:` or `wss:`
     * @param {WebSocket | null} [dialled] connects already, and is taken for the first one unless it has failed by then
     */
    constructor(url: string, dialled?: WebSocket | null);
    /** Connects and stays connected until {@link stop} or a final close code. Does nothing if already started. */
    start(): void;
    /** Closes and leaves neither a timer nor a listener behind. */
    stop(): void;
    /**
     * The connection has been of use: the next loss is the first one again. An open socket alone is no success, so that a
     * server that takes everybody and drops them is not hammered.
     */
    proven(): void;
    /** Gives up the present socket, which no longer answers, and connects anew after the back-off. */
    restart(): void;
    /** Ends a wait: connects now if waiting, makes sure that the connection is alive if there is one. */
    wake(): void;
    /**
     * @param {object} frame
     * @returns {boolean} false: not connected, nothing was sent
     */
    send(frame: object): boolean;
    #private;
}
