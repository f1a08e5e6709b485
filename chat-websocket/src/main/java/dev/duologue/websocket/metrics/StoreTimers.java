package dev.duologue.websocket.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The timers of a store in one registry. Thread-safe. */
final class StoreTimers {

    private final Map<StoreOperation, Timer> answered = new EnumMap<>(StoreOperation.class);
    private final Map<StoreOperation, Timer> failed = new EnumMap<>(StoreOperation.class);

    StoreTimers(MeterRegistry registry) {
        // All of them now: what never changes may be read without a lock.
        for (StoreOperation operation : StoreOperation.values()) {
            answered.put(operation, timer(operation, "answered", registry));
            failed.put(operation, timer(operation, "failed", registry));
        }
    }

    void record(StoreOperation operation, long nanos, boolean failure) {
        Objects.requireNonNull((failure ? failed : answered).get(operation)).record(nanos, TimeUnit.NANOSECONDS);
    }

    private static Timer timer(StoreOperation operation, String outcome, MeterRegistry registry) {
        return Timer.builder("duologue.store")
                .description("How long the store took, by operation and outcome")
                .tag("operation", ChatMeters.word(operation))
                .tag("outcome", outcome)
                .register(registry);
    }
}
