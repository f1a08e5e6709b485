package dev.duologue.redis;

import dev.duologue.ChatStoreException;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.Hashing;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's connection to Redis: opens it, refuses what cannot go well, subscribes the node's inbox, and takes all of it
 * down again. The one class here that waits, at the start and at the end.
 */
final class RedisConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final int NODE_ID_BYTES = 8;
    private static final int FIRST_TRIES = 3;

    private final RedissonClient redis;
    private final boolean own;
    private final KeyNames names;
    private final String node;
    private final RTopic inbox;
    private final Seats seats;
    private final Scripts scripts;
    private final Nodes nodes;

    /**
     * Opens a connection.
     *
     * @param own whether to shut the client down at the end
     */
    RedisConnection(RedissonClient redis, boolean own, RedisChatStore.Builder wanted) {
        this.redis = redis;
        this.own = own;
        this.names = new KeyNames(wanted.prefix);
        this.node = randomId();
        this.inbox = redis.getTopic(names.node(node), StringCodec.INSTANCE);
        this.seats = new Seats();
        this.scripts = new Scripts(redis, names, node, channels(), wanted.replicas, seats);
        this.nodes = new Nodes(redis, names, node, fingerprint(wanted.hashing), wanted.heartbeat, seats, scripts);
        if (!wanted.evictionAllowed) {
            refuseEviction();
        }
        try {
            if (!atFirst("take this node's heartbeat", nodes::begin)) {
                throw new ChatStoreException("nodes with another pepper use the keys " + wanted.prefix
                        + "* of this Redis: give all nodes the same pepper, or this one another prefix");
            }
            subscribe();
        } catch (RuntimeException e) {
            nodes.close();
            forgetListeners();
            throw e;
        }
    }

    AddressLimits addressLimits(Hashing hashing, AddressRates rates) {
        return new RedisAddressLimits(redis, names, hashing, rates);
    }

    String node() {
        return node;
    }

    Seats seats() {
        return seats;
    }

    Scripts scripts() {
        return scripts;
    }

    Nodes nodes() {
        return nodes;
    }

    /** Lets calls under way be answered, for a second at the most. */
    @Override
    public void close() {
        scripts.close();
        nodes.close();
        long end = System.nanoTime() + DRAIN.toNanos();
        while (scripts.underWay() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        try {
            await("close this node's inbox", inbox.removeAllListenersAsync());
            await(
                    "forget this node",
                    redis.getBucket(names.node(node), StringCodec.INSTANCE).deleteAsync());
        } catch (RuntimeException e) {
            // The heartbeat goes by itself, and a channel that nobody hears is none.
            LOG.debug("Redis was not told that this node goes: {}", Scripts.told(e));
        }
        seats.clear();
        if (own) {
            redis.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }

    /** A client may have a mapper that renames; scripts need the channels' names as they are in Redis. */
    private String channels() {
        String own = inbox.getChannelNames().get(0);
        if (!own.endsWith(node)) {
            throw new IllegalArgumentException("the client's NameMapper must leave the ends of names as they are");
        }
        return own.substring(0, own.length() - node.length());
    }

    private void subscribe() {
        await("open this node's inbox", inbox.addListenerAsync(String.class, (channel, news) -> heard(news)));
        // Comes again after every time that the connection was lost, and with it perhaps some news.
        await("open this node's inbox", inbox.addListenerAsync(new StatusListener() {
            @Override
            public void onSubscribe(String channel) {
                nodes.beatSoon();
                seats.allBehind();
            }

            @Override
            public void onUnsubscribe(String channel) {
                LOG.debug("the inbox of this node is closed");
            }
        }));
    }

    /** The client may be an application's, which lives on. */
    private void forgetListeners() {
        CompletionStage<?> unused = inbox.removeAllListenersAsync().exceptionally(failure -> {
            LOG.debug("the inbox of this node stays open: {}", Scripts.told(failure));
            return null;
        });
    }

    private void heard(String news) {
        try {
            seats.deliver(new News(news));
        } catch (RuntimeException e) {
            // By class name only: the message may quote what people wrote.
            LOG.warn(
                    "Something that is no news came to this node: {}",
                    e.getClass().getName());
        }
    }

    private void refuseEviction() {
        for (RedisNode master : masters()) {
            Map<String, String> memory = master.info(RedisNode.InfoSection.MEMORY);
            String policy = memory.getOrDefault("maxmemory_policy", "noeviction");
            if (!policy.equals("noeviction")) {
                throw new ChatStoreException("this Redis has maxmemory-policy " + policy
                        + ", which takes live chats away when memory runs short: set it to noeviction, or allow it"
                        + " in the builder");
            }
        }
    }

    private Collection<? extends RedisNode> masters() {
        if (redis.getConfig().isClusterConfig()) {
            return redis.getRedisNodes(RedisNodes.CLUSTER).getMasters();
        }
        if (redis.getConfig().isSingleConfig()) {
            return List.of(redis.getRedisNodes(RedisNodes.SINGLE).getInstance());
        }
        if (redis.getConfig().isSentinelConfig()) {
            return List.of(redis.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getMaster());
        }
        return List.of(redis.getRedisNodes(RedisNodes.MASTER_SLAVE).getMaster());
    }

    /** Tells peppers apart without telling them: the digest of something that is no secret. */
    private static String fingerprint(Hashing hashing) {
        return hashing.digest("fingerprint", "duologue");
    }

    private static String randomId() {
        byte[] bytes = new byte[NODE_ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        StringBuilder id = new StringBuilder();
        for (byte b : bytes) {
            id.append(String.format(Locale.ROOT, "%02x", b));
        }
        return id.toString();
    }

    /** The first answers of all take longest: on a busy machine longer than calls are given later. Repeatable calls only. */
    private static <T> T atFirst(String what, Supplier<CompletionStage<T>> call) {
        for (int tries = 1; ; tries++) {
            try {
                return await(what, call.get());
            } catch (ChatStoreException e) {
                if (tries == FIRST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static <T> T await(String what, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ChatStoreException("Redis did not " + what + ": " + Scripts.told(cause));
        } catch (TimeoutException e) {
            throw new ChatStoreException("Redis did not " + what + " within " + PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatStoreException("interrupted while Redis was to " + what);
        }
    }
}
