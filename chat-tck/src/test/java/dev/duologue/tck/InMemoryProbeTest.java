package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.model.ChatStoreProbe;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class InMemoryProbeTest {

    @Test
    void what_many_threads_are_answered_fits_together() throws Exception {
        try (ChatStore store = ChatStore.inMemory(InstantSource.system())) {
            long operations = new ChatStoreProbe(store, Duration.ofSeconds(2)).run();
            assertThat(operations).as("operations, or nothing was probed").isGreaterThan(1_000);
        }
    }
}
