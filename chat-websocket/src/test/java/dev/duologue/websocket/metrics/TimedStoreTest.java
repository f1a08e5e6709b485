package dev.duologue.websocket.metrics;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.ChatStoreTck;
import dev.duologue.websocket.testing.SettableClock;
import java.time.Duration;

class TimedStoreTest extends ChatStoreTck {

    private final SettableClock clock = new SettableClock();

    @Override
    protected ChatStore newStore() {
        return new ChatMeters().store(ChatStore.inMemory(clock));
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }
}
