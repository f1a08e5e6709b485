package dev.duologue.redis;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.model.ChatStoreProperties;
import java.time.Duration;

/** The stateful model of a store beside Redis, whose clock is nobody's to set: no deadline comes while a run lasts. */
abstract class RedisStoreModel extends ChatStoreProperties {

    /** One pair of nodes for all runs, as each has chats of its own. */
    @Override
    protected ChatStore newStore() {
        return new TwoNodes(setUp().one(), setUp().other());
    }

    abstract SetUp setUp();

    @Override
    protected boolean clockIsSet() {
        return false;
    }

    @Override
    protected void pass(Duration time) {
        throw new UnsupportedOperationException("the clock of Redis is not set");
    }
}
