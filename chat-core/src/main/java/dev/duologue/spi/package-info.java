/**
 * What an integrator implements: the extension points, each with a default that a static factory on it gives.
 *
 * <p>Operations that may wait return {@link java.util.concurrent.CompletionStage}. Unless a type says otherwise, no
 * parameter, result or element is ever null, and implementations are called by several threads at once.
 */
@NullMarked
package dev.duologue.spi;

import org.jspecify.annotations.NullMarked;
