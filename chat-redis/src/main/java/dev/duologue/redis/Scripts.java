package dev.duologue.redis;

import dev.duologue.ChatStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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

    /** With a client that gives up after 440 ms, a repeat begun by then is given up before the caller's second is over. */
    private static final Duration REPEAT_UNTIL = Duration.ofMillis(520);
    /** A connection that was cut is back by then. */
    private static final Duration REPEAT_NOT_BEFORE = Duration.ofMillis(250);

    /** What Redis begins its errors with, as {@code OOM} or {@code NOPERM}. The rest may quote what people wrote. */
    private static final Pattern ERROR_CODE = Pattern.compile("([A-Z]{2,20})\\b");

    /** What Redis answers where a script runs into a value that is not what it should be; 6.2 says ERR to everything. */
    private static final Pattern NONSENSE =
            Pattern.compile("WRONGTYPE|attempt to |bad argument|not an integer|not a valid float|invalid expire");

    /** Where Redisson begins to tell of the call, with all that it was given. */
    private static final Pattern CALL = Pattern.compile("\\.? *channel: ");

    private final RedissonClient redis;
    private final KeyNames names;
    private final String node;
    private final String channels;
    private final Replicas replicas;
    private final @Nullable Pipeline pipeline;
    private final Seats seats;
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
     * @param seats the seats of this node, which are told the news for them
     */
    Scripts(RedissonClient redis, KeyNames names, String node, String channels, Replicas replicas, Seats seats) {
        this.redis = redis;
        this.names = names;
        this.node = node;
        this.channels = channels;
        this.replicas = replicas;
        this.pipeline = redis.getConfig().isClusterConfig() ? null : new Pipeline(redis);
        this.seats = seats;
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
                    return NoRecordException.<Answer>orRead(told -> heard(chatId, told))
                            .apply(answer);
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

    private Answer heard(String chatId, Answer answer) {
        for (Object news : answer.news()) {
            seats.deliver(new News(String.valueOf(news)));
        }
        // Of a chat that others ended the news may be lost, and of one that Redis lost there are none.
        if (answer.isGone()) {
            seats.over(chatId, answer.gone().tombstone());
        } else if (answer.is("ended")) {
            seats.over(chatId, Optional.of(answer.tombstone(2)));
        }
        return answer;
    }

    private CompletionStage<Answer> attempt(
            Script script, List<Object> keys, Object[] values, long since, boolean first) {
        CompletionStage<List<Object>> fields;
        try {
            fields = answer(script, keys, values, since);
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
            if (gone.compareTo(REPEAT_UNTIL) > 0 || isNonsense(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            long wait = Math.max(0, REPEAT_NOT_BEFORE.minus(gone).toMillis());
            return CompletableFuture.supplyAsync(
                            () -> attempt(script, keys, values, since, false),
                            CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS))
                    .thenCompose(again -> again);
        });
    }

    private CompletionStage<List<Object>> answer(Script script, List<Object> keys, Object[] values, long since) {
        if (replicas.number() > 0 && !script.leavesNothing()) {
            return onceLoaded(script, keys, () -> evalAndWait(script, keys, values));
        }
        Pipeline shared = pipeline;
        // What reads a record has a long answer, which others need not wait for.
        if (shared == null || script == Script.READ) {
            return eval(redis.getScript(StringCodec.INSTANCE), script, keys, values);
        }
        return onceLoaded(script, keys, () -> shared.call(script, keys, values, since));
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

    /**
     * In a batch Redisson does not load a script that Redis does not know, as at first and after a failover: replicas are
     * given what scripts did, not the scripts. What is not known did not run, so every script may be repeated then.
     */
    private CompletionStage<List<Object>> onceLoaded(
            Script script, List<Object> keys, Supplier<CompletionStage<List<Object>>> call) {
        return call.get().exceptionallyCompose(failure -> {
            if (!code(cause(failure)).equals("NOSCRIPT")) {
                return CompletableFuture.failedFuture(failure);
            }
            return redis.getScript(StringCodec.INSTANCE)
                    .scriptLoadAsync((String) keys.get(0), script.text())
                    .thenCompose(loaded -> call.get());
        });
    }

    /** Without the cause, whose message may hold the call's arguments: names, texts and digests. */
    private static ChatStoreException failed(Script script, Throwable failure) {
        if (isNonsense(failure)) {
            return new NoRecordException();
        }
        return new ChatStoreException("Redis did not "
                + script.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                + ": " + told(failure));
    }

    /** Whether a script ran into something that is no record, which a repeat would find again. */
    private static boolean isNonsense(Throwable failure) {
        return NONSENSE.matcher(answered(cause(failure))).find();
    }

    /** What may be told of a failure: its class, and the code that Redis began its error with. */
    static String told(Throwable failure) {
        Throwable cause = cause(failure);
        String code = code(cause);
        return cause.getClass().getSimpleName() + (code.isEmpty() ? "" : " " + code);
    }

    private static String code(Throwable cause) {
        Matcher code = ERROR_CODE.matcher(answered(cause));
        return code.lookingAt() ? code.group(1) : "";
    }

    /** What Redis answered, without the call. */
    private static String answered(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? "" : CALL.split(message, 2)[0];
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
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
