/** Real Redis servers for tests: alone, as a Cluster, behind a Sentinel. */
@NullMarked
package dev.duologue.redis.testing;

import org.jspecify.annotations.NullMarked;
