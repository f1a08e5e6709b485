package dev.duologue.redis;

/** The contract on two nodes and the system's Redis. */
class Redis7StoreTest extends RedisStoreRules {

    Redis7StoreTest() {
        super(SetUp.REDIS_7);
    }
}
