package dev.duologue.redis;

import org.junit.jupiter.api.Tag;

/** The contract on two nodes and Redis 6.2. */
@Tag("slow")
class Redis62StoreTest extends RedisStoreRules {

    Redis62StoreTest() {
        super(SetUp.REDIS_6_2);
    }
}
