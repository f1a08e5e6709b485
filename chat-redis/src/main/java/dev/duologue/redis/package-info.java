/** Ordered storage of chats in Redis, shared by several nodes. */
@NullMarked
package dev.duologue.redis;

import org.jspecify.annotations.NullMarked;
