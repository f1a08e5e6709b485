/** Micro benchmarks, by JMH. */
@NullMarked
package dev.duologue.bench.micro;

import org.jspecify.annotations.NullMarked;
