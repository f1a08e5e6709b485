package dev.duologue.redis;

/** The contract on two nodes and a primary, whose replica has each change before it is answered. */
class RedisSentinelStoreTest extends RedisStoreRules {

    RedisSentinelStoreTest() {
        super(SetUp.SENTINEL);
    }
}
