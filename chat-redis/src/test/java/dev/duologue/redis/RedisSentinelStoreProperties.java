package dev.duologue.redis;

import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@Tag("slow")
class RedisSentinelStoreProperties extends RedisStoreModel {

    private static final SetUp SET_UP = SetUp.SENTINEL;

    @BeforeContainer
    static void startServers() {
        SET_UP.start();
    }

    @AfterContainer
    static void stopServers() throws Exception {
        SET_UP.stop();
    }

    @Override
    SetUp setUp() {
        return SET_UP;
    }
}
