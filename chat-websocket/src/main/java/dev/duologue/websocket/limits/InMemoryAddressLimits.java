package dev.duologue.websocket.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The limits of client addresses in the memory of one node: token buckets by Bucket4j in a bounded map by Caffeine. With
 * several nodes each counts for itself.
 *
 * <pre>{@code
 * ChatService chats = ChatService.builder(base)
 *         .addressLimits(InMemoryAddressLimits.of(AddressRates.STANDARD))
 *         .build();
 * }</pre>
 *
 * <p>Remembers 100,000 pairs of address and limit. Beyond, what is forgotten first is what came seldom, so that an address
 * which is at its limit stays known while many others come once. Thread-safe.
 */
public final class InMemoryAddressLimits implements AddressLimits {

    private static final int MOST_BUCKETS = 100_000;
    private static final long NANOS = 1_000_000_000L;

    private final AddressRates rates;
    private final TimeMeter time;
    private final Cache<Key, Bucket> buckets;

    private record Key(AddressLimit limit, ClientAddress address) {}

    private InMemoryAddressLimits(AddressRates rates, TimeMeter time) {
        this.rates = rates;
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(longest(rates))
                .ticker(time::currentTimeNanos)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Limits by the time that passes on this machine, whatever its clock is set to.
     *
     * @param rates how often what may be done
     * @return the limits
     */
    public static InMemoryAddressLimits of(AddressRates rates) {
        return new InMemoryAddressLimits(Objects.requireNonNull(rates, "rates"), TimeMeter.SYSTEM_NANOTIME);
    }

    /**
     * Limits by a clock.
     *
     * @param rates how often what may be done
     * @param clock the time
     * @return the limits
     */
    public static InMemoryAddressLimits of(AddressRates rates, InstantSource clock) {
        Objects.requireNonNull(clock, "clock");
        return new InMemoryAddressLimits(Objects.requireNonNull(rates, "rates"), new ByClock(clock));
    }

    @Override
    public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
        if (rates.of(limit).isEmpty()) {
            return CompletableFuture.completedFuture(Duration.ZERO);
        }
        ConsumptionProbe probe = bucket(limit, address).tryConsumeAndReturnRemaining(1);
        return CompletableFuture.completedFuture(
                probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill())));
    }

    @Override
    public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
        if (!rates.of(limit).isEmpty()) {
            bucket(limit, address).addTokens(1);
        }
        return CompletableFuture.completedFuture(true);
    }

    /** How many pairs of address and limit are remembered, for tests. */
    long known() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket bucket(AddressLimit limit, ClientAddress address) {
        return buckets.get(new Key(limit, address), key -> newBucket(key.limit()));
    }

    private Bucket newBucket(AddressLimit limit) {
        LocalBucketBuilder bucket = Bucket.builder().withCustomTimePrecision(time);
        for (AddressRates.Rate rate : rates.of(limit)) {
            bucket.addLimit(Bandwidth.builder()
                    .capacity(rate.times())
                    .refillGreedy(rate.times(), rate.within())
                    .build());
        }
        return bucket.build();
    }

    /** After this time without use a bucket is full again, and as good as a new one. */
    private static Duration longest(AddressRates rates) {
        return Stream.of(AddressLimit.values())
                .flatMap(limit -> rates.of(limit).stream())
                .map(AddressRates.Rate::within)
                .reduce(Duration.ofSeconds(1), (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** Time by a clock that can be set. */
    private record ByClock(InstantSource clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return now.getEpochSecond() * NANOS + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
