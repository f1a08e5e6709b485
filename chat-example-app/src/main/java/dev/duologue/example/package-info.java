/** The reference server: pages, HTTP and WebSocket on one port, and the options to start it with. */
@NullMarked
package dev.duologue.example;

import org.jspecify.annotations.NullMarked;
