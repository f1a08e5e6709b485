/** Server processes under faults, the people on them, and the check of what these saw. */
package dev.duologue.example.chaos;
