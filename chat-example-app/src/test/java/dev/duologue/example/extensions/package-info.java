/** Extensions as the documentation shows them, and the proof that they work. */
package dev.duologue.example.extensions;
