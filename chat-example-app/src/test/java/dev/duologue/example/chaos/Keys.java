package dev.duologue.example.chaos;

import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at all keys of a Redis: for those without a TTL time and again, and for what stands in them when asked. */
final class Keys implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 200;

    private final RedisServer redis;
    private final Set<String> withoutTtl = new TreeSet<>();
    private final CompletableFuture<Integer> looks;
    private volatile boolean over;

    /** Begins to look. */
    Keys(RedisServer redis) {
        this.redis = redis;
        this.looks = CompletableFuture.supplyAsync(this::lookUntilOver, task -> new Thread(task, "keys").start());
    }

    /** Everything that is kept, key by key, as Redis gives it and as Redis would write it down. */
    String everything() {
        TreeMap<String, String> everything = new TreeMap<>();
        try (RespClient raw = redis.connect()) {
            for (String key : raw.keys()) {
                everything.put(key, values(raw, key) + raw.text("DUMP", key));
            }
        }
        return everything.toString();
    }

    /** Looks no more; gives how often all keys were looked at. */
    int stop() {
        over = true;
        return looks.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** The keys that had no TTL once, after {@link #stop}. */
    Set<String> withoutTtl() {
        return withoutTtl;
    }

    @Override
    public void close() {
        over = true;
    }

    private static String values(RespClient raw, String key) {
        return switch (raw.text("TYPE", key)) {
            case "hash" -> raw.texts("HGETALL", key).toString();
            case "zset" -> raw.texts("ZRANGE", key, "0", "-1").toString();
            default -> raw.text("GET", key);
        };
    }

    private int lookUntilOver() {
        int done = 0;
        while (!over) {
            try (RespClient raw = redis.connect()) {
                for (String key : raw.keys()) {
                    if (Long.valueOf(-1).equals(raw.command("PTTL", key))) {
                        withoutTtl.add(key);
                    }
                }
                done++;
            } catch (UncheckedIOException | RespClient.RedisError e) {
                // Redis is being killed, or cuts all connections: there are no keys to look at just now.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
        }
        return done;
    }
}
