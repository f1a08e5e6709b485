/** A client that costs far less than what it measures: one thread, frames made by hand. */
@NullMarked
package dev.duologue.bench.client;

import org.jspecify.annotations.NullMarked;
