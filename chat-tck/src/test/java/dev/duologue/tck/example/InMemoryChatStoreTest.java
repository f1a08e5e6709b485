package dev.duologue.tck.example;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.ChatStoreTck;
import dev.duologue.tck.SettableClock;
import java.time.Duration;

class InMemoryChatStoreTest extends ChatStoreTck {

    private final SettableClock clock = new SettableClock();

    @Override
    protected ChatStore newStore() {
        return ChatStore.inMemory(clock);
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }
}
