/** The first steps as the documentation shows them, and the proof that they work. */
package dev.duologue.containers.start;
