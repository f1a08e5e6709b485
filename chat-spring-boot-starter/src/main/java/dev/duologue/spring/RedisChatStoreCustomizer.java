package dev.duologue.spring;

import dev.duologue.redis.RedisChatStore;

/**
 * A bean that has the last word about the store on Redis, as for a trust store. Several are asked in their order. Called
 * once, before it connects.
 */
@FunctionalInterface
public interface RedisChatStoreCustomizer {

    /**
     * Changes what the store is made with.
     *
     * @param store the builder, with all properties taken up
     */
    void customize(RedisChatStore.Builder store);
}
