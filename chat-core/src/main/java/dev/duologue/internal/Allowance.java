package dev.duologue.internal;

import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the clients of one address may still do. Thread-safe. */
interface Allowance {

    /** Counts one more. Zero: go on; else how long to wait. */
    CompletableFuture<Duration> take(AddressLimit limit);

    /** Takes one back, in its own time. */
    void giveBack(AddressLimit limit);

    /** For the application itself, and where nothing is limited: no thread is crossed for it. */
    static Allowance unlimited() {
        return new Allowance() {
            @Override
            public CompletableFuture<Duration> take(AddressLimit limit) {
                return CompletableFuture.completedFuture(Duration.ZERO);
            }

            @Override
            public void giveBack(AddressLimit limit) {
                // Nothing was taken.
            }
        };
    }

    static Allowance of(ClientAddress address, AddressLimits limits, Extensions extensions) {
        if (limits == NoAddressLimits.INSTANCE) {
            return unlimited();
        }
        return new Allowance() {
            @Override
            public CompletableFuture<Duration> take(AddressLimit limit) {
                return asked(() -> limits.take(limit, address));
            }

            @Override
            public void giveBack(AddressLimit limit) {
                // A failure was logged where the extension point was asked; what is not given back comes back with
                // time.
                CompletableFuture<Boolean> unused = asked(() -> limits.giveBack(limit, address));
            }

            private <T> CompletableFuture<T> asked(Supplier<@Nullable CompletionStage<T>> question) {
                return extensions
                        .run(() -> Extensions.ask("AddressLimits", question))
                        .thenCompose(stage -> Extensions.await("AddressLimits", stage));
            }
        };
    }
}
