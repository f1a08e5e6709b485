package dev.duologue.redis;

import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@Tag("slow")
class Redis62StoreProperties extends RedisStoreModel {

    private static final SetUp SET_UP = SetUp.REDIS_6_2;

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
