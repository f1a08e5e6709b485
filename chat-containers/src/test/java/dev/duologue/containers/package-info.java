/** The containers that the tests of the protocol run on. */
@org.jspecify.annotations.NullMarked
package dev.duologue.containers;
