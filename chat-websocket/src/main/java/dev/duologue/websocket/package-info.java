/**
 * Duologue over WebSocket: the protocol as an endpoint for any Jakarta WebSocket 2.1 container.
 *
 * <p>It uses the public API of {@link dev.duologue} only, so that other transports can be written likewise. Unless a type
 * says otherwise, no parameter, result or element is ever null.
 */
@NullMarked
package dev.duologue.websocket;

import org.jspecify.annotations.NullMarked;
