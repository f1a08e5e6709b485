/**
 * What an application calls to start a chat between two named people, to enter it, and to exchange messages. Begin at
 * {@link dev.duologue.ChatService}.
 */
@NullMarked
package dev.duologue;

import org.jspecify.annotations.NullMarked;
