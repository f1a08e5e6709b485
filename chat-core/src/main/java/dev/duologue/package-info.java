/**
 * What an embedder calls: a chat between exactly two named people, from its start to its end.
 *
 * <p>Operations return {@link java.util.concurrent.CompletableFuture} and never block their caller. Refusals that are to
 * be expected are results; a future fails only where the store is out of reach or a programmer erred. Unless a type says
 * otherwise, no parameter, result or element is ever null.
 */
@NullMarked
package dev.duologue;

import org.jspecify.annotations.NullMarked;
