/**
 * Meters of Micrometer for what a service and its endpoint do. The one package that needs Micrometer: without it nothing
 * else is missing. No meter bears an id, a name, a secret or an address, and all values of tags are known from the start.
 * Unless a type says otherwise, no parameter, result or element is ever null.
 */
@NullMarked
package dev.duologue.websocket.metrics;

import org.jspecify.annotations.NullMarked;
