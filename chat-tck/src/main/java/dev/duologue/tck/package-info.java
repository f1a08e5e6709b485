/**
 * Contract tests for other people's implementations of {@link dev.duologue.spi}: extend a test class, say how to make
 * what is to be tested, and run it with JUnit 5.
 */
@NullMarked
package dev.duologue.tck;

import org.jspecify.annotations.NullMarked;
