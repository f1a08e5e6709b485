package dev.duologue.redis;

import dev.duologue.ChatStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Has Redis run scripts, each in one round trip. A call that fails soon is repeated once: the client's own retries must be
 * off, as only this class knows what may be repeated. Thread-safe.
 */
final class Scripts {

    /** With a client that gives up after 400 ms, a repeat begun by then is answered before the caller's second is over. */
    private static final Duration REPEAT_UNTIL = Duration.ofMillis(500);
    /** A connection that was cut is back by then. */
    private static final Duration REPEAT_NOT_BEFORE = Duration.ofMillis(250);

    /** What Redis begins its errors with, as {@code OOM} or {@code NOPERM}. The rest may quote what people wrote. */
    private static final Pattern ERROR_CODE = Pattern.compile("([A-Z]{2,20})\\b");

    private final RedissonClient redis;
    private final KeyNames names;
    private final String node;
    private final String channels;
    private final Replicas replicas;
    private final Consumer<News> local;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean closed;

    /**
     * How many replicas must have a change before it counts, and how long to wait for them.
     *
     * @param number 0 for none
     * @param atMost how long
     */
    record Replicas(int number, Duration atMost) {}

    /**
     * Makes scripts that can be called.
     *
     * @param node this node's id
     * @param channels what the channels of all nodes begin with
     * @param local takes the news for seats of this node
     */
    Scripts(
            RedissonClient redis,
            KeyNames names,
            String node,
            String channels,
            Replicas replicas,
            Consumer<News> local) {
        this.redis = redis;
        this.names = names;
        this.node = node;
        this.channels = channels;
        this.replicas = replicas;
        this.local = local;
    }

    /** Calls a script; the news in its answer are given to watchers before the answer. */
    CompletableFuture<Answer> call(Script script, String chatId, Object... arguments) {
        if (closed) {
            return CompletableFuture.failedFuture(new ChatStoreException("this store is closed"));
        }
        List<Object> keys = List.of(names.hash(chatId), names.messages(chatId));
        Object[] values = new Object[arguments.length + 3];
        values[0] = node;
        values[1] = channels;
        values[2] = chatId;
        System.arraycopy(arguments, 0, values, 3, arguments.length);
        underWay.incrementAndGet();
        return attempt(script, keys, values, System.nanoTime(), true)
                .handle((answer, failure) -> {
                    underWay.decrementAndGet();
                    if (failure != null) {
                        throw failed(script, failure);
                    }
                    return heard(answer);
                })
                .toCompletableFuture();
    }

    /** No calls from now on; those under way are answered. */
    void close() {
        closed = true;
    }

    /** How many calls have not been answered. */
    int underWay() {
        return underWay.get();
    }

    private Answer heard(Answer answer) {
        for (Object news : answer.news()) {
            local.accept(new News(String.valueOf(news)));
        }
        return answer;
    }

    private CompletionStage<Answer> attempt(
            Script script, List<Object> keys, Object[] values, long since, boolean first) {
        CompletionStage<List<Object>> fields;
        try {
            fields = replicas.number() == 0 || script.leavesNothing()
                    ? eval(redis.getScript(StringCodec.INSTANCE), script, keys, values)
                    : evalAndWait(script, keys, values);
        } catch (RuntimeException e) {
            // Redisson throws where it is shut down.
            fields = CompletableFuture.failedFuture(e);
        }
        CompletionStage<Answer> answer = fields.thenApply(told -> new Answer(told, !first));
        if (!first || !script.repeatable()) {
            return answer;
        }
        return answer.exceptionallyCompose(failure -> {
            Duration gone = Duration.ofNanos(System.nanoTime() - since);
            if (gone.compareTo(REPEAT_UNTIL) > 0) {
                return CompletableFuture.failedFuture(failure);
            }
            long wait = Math.max(0, REPEAT_NOT_BEFORE.minus(gone).toMillis());
            return CompletableFuture.supplyAsync(
                            () -> attempt(script, keys, values, since, false),
                            CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS))
                    .thenCompose(again -> again);
        });
    }

    private static CompletionStage<List<Object>> eval(
            RScriptAsync scripts, Script script, List<Object> keys, Object[] values) {
        return scripts.evalAsync(
                (String) keys.get(0), RScript.Mode.READ_WRITE, script.text(), RScript.ReturnType.LIST, keys, values);
    }

    /** The script and {@code WAIT} on one connection, written together. */
    private CompletionStage<List<Object>> evalAndWait(Script script, List<Object> keys, Object[] values) {
        RBatch batch = redis.createBatch(BatchOptions.defaults()
                .sync(replicas.number(), replicas.atMost())
                .retryAttempts(0));
        CompletionStage<List<Object>> answer = eval(batch.getScript(StringCodec.INSTANCE), script, keys, values);
        return batch.executeAsync().thenCompose(done -> {
            if (done.getSyncedSlaves() < replicas.number()) {
                throw new CompletionException(new TooFewReplicas());
            }
            return answer;
        });
    }

    /** Without the cause, whose message may hold the call's arguments: names, texts and digests. */
    private static ChatStoreException failed(Script script, Throwable failure) {
        return new ChatStoreException("Redis did not "
                + script.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                + ": " + told(failure));
    }

    /** What may be told of a failure: its class, and the code that Redis began its error with. */
    static String told(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        Matcher code = ERROR_CODE.matcher(message == null ? "" : message);
        return cause.getClass().getSimpleName() + (code.lookingAt() ? " " + code.group(1) : "");
    }

    /** The change was made, but too few replicas said in time that they have it. */
    private static final class TooFewReplicas extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooFewReplicas() {
            super((@Nullable String) null);
        }
    }

    /** The caller's arguments as scripts take them. */
    static Object[] arguments(Object... fixed) {
        List<Object> texts = new ArrayList<>(fixed.length);
        for (Object one : fixed) {
            texts.add(String.valueOf(one));
        }
        return texts.toArray();
    }
}
