/**
 * Limits of client addresses in memory, for the service that a transport serves strangers with. Unless a type says
 * otherwise, no parameter, result or element is ever null.
 */
@NullMarked
package dev.duologue.websocket.limits;

import org.jspecify.annotations.NullMarked;
