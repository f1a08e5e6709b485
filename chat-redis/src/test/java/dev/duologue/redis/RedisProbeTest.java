package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.model.ChatStoreProbe;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisProbeTest {

    @ParameterizedTest
    @EnumSource(names = {"REDIS_6_2", "CLUSTER"})
    void what_many_threads_are_answered_fits_together(SetUp setUp) throws Exception {
        setUp.start();
        try (ChatStore store = new TwoNodes(setUp.one(), setUp.other())) {
            long operations = new ChatStoreProbe(store, Duration.ofSeconds(3)).run();
            assertThat(operations).as("operations, or nothing was probed").isGreaterThan(100);
        } finally {
            setUp.stop();
        }
    }
}
