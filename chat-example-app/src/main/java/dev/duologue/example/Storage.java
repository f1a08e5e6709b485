package dev.duologue.example;

import dev.duologue.ChatService;
import dev.duologue.redis.Pepper;
import dev.duologue.redis.RedisChatStore;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Where chats are kept, and the key of the digests there. */
final class Storage implements AutoCloseable {

    /** Leaves time for the rest of a call, all of which fits into a second. */
    private static final Duration REPLICAS_WITHIN = Duration.ofMillis(300);

    private static final long BYTES_OF_MIB = 1024 * 1024;

    private final Hashing hashing;
    private final @Nullable RedisChatStore store;
    private final @Nullable Integer memory;

    private Storage(Hashing hashing, @Nullable RedisChatStore store, @Nullable Integer memory) {
        this.hashing = hashing;
        this.store = store;
        this.memory = memory;
    }

    /**
     * Opens what the options ask for.
     *
     * @throws IOException if the pepper cannot be read
     * @throws dev.duologue.ChatStoreException if Redis is out of reach or does not suit
     */
    static Storage open(Options options) throws IOException {
        Hashing hashing = hashing(options);
        return new Storage(
                hashing, options.redis == null ? null : onRedis(options, options.redis, hashing), options.memory);
    }

    /** The builder with this storage. */
    ChatService.Builder with(ChatService.Builder chats) {
        ChatService.Builder hashed = chats.hashing(hashing);
        if (store != null) {
            return hashed.store(store);
        }
        return memory == null
                ? hashed
                : hashed.store(ChatStore.inMemory(InstantSource.system(), memory * BYTES_OF_MIB));
    }

    /** Limits of addresses that hold for all servers which share this storage. */
    AddressLimits addressLimits(AddressRates rates) {
        return store == null ? InMemoryAddressLimits.of(rates) : store.addressLimits(rates);
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }

    private static Hashing hashing(Options options) throws IOException {
        if (options.pepper != null) {
            return Hashing.hmacSha256(options.pepper.bytes());
        }
        if (options.pepperFile == null && options.redis == null) {
            // Nothing outlives the process, so no key needs to.
            return Hashing.withRandomPepper();
        }
        Path file = options.pepperFile == null ? Pepper.defaultFile() : options.pepperFile;
        try {
            return Hashing.hmacSha256(Pepper.fromFile(file));
        } catch (IOException e) {
            throw new IOException("the pepper cannot be read or made: " + e.getMessage() + " (see --pepper-file)", e);
        }
    }

    private static RedisChatStore onRedis(Options options, String url, Hashing hashing) {
        RedisChatStore.Builder builder = RedisChatStore.builder(url, hashing).prefix(options.redisPrefix);
        if (options.redisReplicas > 0) {
            builder.waitForReplicas(options.redisReplicas, REPLICAS_WITHIN);
        }
        return builder.build();
    }
}
