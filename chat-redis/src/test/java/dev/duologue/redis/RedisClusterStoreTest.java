package dev.duologue.redis;

/** The contract on two nodes and a Cluster. */
class RedisClusterStoreTest extends RedisStoreRules {

    RedisClusterStoreTest() {
        super(SetUp.CLUSTER);
    }
}
