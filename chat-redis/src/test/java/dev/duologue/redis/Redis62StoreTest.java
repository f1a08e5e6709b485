package dev.duologue.redis;

/** The contract on two nodes and Redis 6.2. */
class Redis62StoreTest extends RedisStoreRules {

    Redis62StoreTest() {
        super(SetUp.REDIS_6_2);
    }
}
