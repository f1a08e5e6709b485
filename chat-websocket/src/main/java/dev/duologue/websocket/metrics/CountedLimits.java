package dev.duologue.websocket.metrics;

import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Limits, and each refusal told. Thread-safe. */
final class CountedLimits implements AddressLimits {

    private final AddressLimits limits;
    private final Consumer<AddressLimit> refused;

    CountedLimits(AddressLimits limits, Consumer<AddressLimit> refused) {
        this.limits = limits;
        this.refused = refused;
    }

    @Override
    public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
        return limits.take(limit, address).whenComplete((wait, failure) -> {
            // Null is the limits' fault, and told as such by who asked.
            if (failure == null && wait != null && !wait.isZero()) {
                refused.accept(limit);
            }
        });
    }

    @Override
    public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
        return limits.giveBack(limit, address);
    }
}
