package dev.duologue.internal;

import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Bounds nothing. Known by its identity, so that nothing is asked where there is nothing to ask. */
public enum NoAddressLimits implements AddressLimits {
    /** The one and only. */
    INSTANCE;

    @Override
    public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
        return CompletableFuture.completedFuture(Duration.ZERO);
    }

    @Override
    public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
        return CompletableFuture.completedFuture(true);
    }
}
