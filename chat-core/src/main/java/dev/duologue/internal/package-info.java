/** How the API is done. Not for use outside this module: everything here may change with any release. */
@NullMarked
package dev.duologue.internal;

import org.jspecify.annotations.NullMarked;
