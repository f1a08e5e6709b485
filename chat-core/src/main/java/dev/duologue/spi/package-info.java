/**
 * What an integrator implements to replace a part: hashing, short URLs, QR codes, secret codes, attempts, timeouts,
 * notification and ordered storage. Every extension point has its default as a static factory on the interface.
 */
@NullMarked
package dev.duologue.spi;

import org.jspecify.annotations.NullMarked;
