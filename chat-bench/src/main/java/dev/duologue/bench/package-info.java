/** Load benchmarks of the reference server beside bare relays, each in a process of its own on this machine. */
@NullMarked
package dev.duologue.bench;

import org.jspecify.annotations.NullMarked;
