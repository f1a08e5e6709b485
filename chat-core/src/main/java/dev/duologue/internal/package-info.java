/** The defaults and the workings. Nothing here is for other modules or applications; it changes without notice. */
@NullMarked
package dev.duologue.internal;

import org.jspecify.annotations.NullMarked;
