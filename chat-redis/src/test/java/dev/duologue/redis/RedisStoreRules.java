package dev.duologue.redis;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.ChatStoreTck;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of stores, on one of the ways to run Redis. Time passes as it does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisStoreRules extends ChatStoreTck {

    private final SetUp setUp;

    RedisStoreRules(SetUp setUp) {
        this.setUp = setUp;
    }

    @BeforeAll
    void startServers() {
        setUp.start();
    }

    @AfterEach
    void lookAtKeys() {
        setUp.checkThatAllKeysHaveTtl();
    }

    @AfterAll
    void stopServers() throws Exception {
        setUp.stop();
    }

    @Override
    protected ChatStore newStore() {
        return new TwoNodes(setUp.one(), setUp.other());
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
