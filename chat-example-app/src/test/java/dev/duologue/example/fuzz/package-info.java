/** What takes bytes from strangers, and the fuzzer that makes some up. */
package dev.duologue.example.fuzz;
