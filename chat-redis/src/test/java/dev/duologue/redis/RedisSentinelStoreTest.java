package dev.duologue.redis;

import org.junit.jupiter.api.Tag;

/** The contract on two nodes and a primary, whose replica has each change before it is answered. */
@Tag("slow")
class RedisSentinelStoreTest extends RedisStoreRules {

    RedisSentinelStoreTest() {
        super(SetUp.SENTINEL);
    }
}
