/** Bare relays to compare with: two connections join a room, what one says goes to the other and is acknowledged. */
@NullMarked
package dev.duologue.bench.relay;

import org.jspecify.annotations.NullMarked;
