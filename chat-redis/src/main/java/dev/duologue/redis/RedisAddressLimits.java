package dev.duologue.redis;

import dev.duologue.ChatStoreException;
import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.Hashing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * The limits of client addresses in Redis, for all nodes together. A call that fails is not repeated, as it might count
 * twice. Thread-safe.
 */
final class RedisAddressLimits implements AddressLimits {

    private static final int TAKE = 1;
    private static final int GIVE_BACK = -1;

    private final RedissonClient redis;
    private final KeyNames names;
    private final Hashing hashing;
    private final AddressRates rates;

    RedisAddressLimits(RedissonClient redis, KeyNames names, Hashing hashing, AddressRates rates) {
        this.redis = redis;
        this.names = names;
        this.hashing = hashing;
        this.rates = rates;
    }

    @Override
    public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
        return call(limit, address, TAKE).thenApply(Micros::duration);
    }

    @Override
    public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
        return call(limit, address, GIVE_BACK).thenApply(done -> true);
    }

    private CompletionStage<Long> call(AddressLimit limit, ClientAddress address, int step) {
        List<AddressRates.Rate> held = rates.of(limit);
        if (held.isEmpty()) {
            return CompletableFuture.completedFuture(0L);
        }
        String name = limit.name().toLowerCase(Locale.ROOT);
        String key = names.limit(hashing.digest("address:" + name, address.text()));
        List<Object> arguments = new ArrayList<>();
        arguments.add(step);
        for (AddressRates.Rate rate : held) {
            arguments.add(rate.times());
            arguments.add(Micros.of(rate.within()));
        }
        return redis.getScript(StringCodec.INSTANCE)
                .<Long>evalAsync(
                        key,
                        RScript.Mode.READ_WRITE,
                        Script.LIMIT,
                        RScript.ReturnType.LONG,
                        List.of(key),
                        Scripts.arguments(arguments.toArray()))
                .handle((wait, failure) -> {
                    if (failure != null) {
                        // Without the cause, whose message may hold the call's arguments.
                        throw new ChatStoreException("Redis did not count " + name + ": " + Scripts.told(failure));
                    }
                    return wait;
                });
    }
}
