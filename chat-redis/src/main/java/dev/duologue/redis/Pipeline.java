package dev.duologue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Writes the script calls of many chats together. No call waits for company: it is written at once, unless
 * {@value #WRITES} writes have no answer yet; what comes meanwhile goes out together. So a node that has much to say makes
 * few system calls, and Redis too, and one that has little does not wait. For one master only, as a write goes to one.
 * Thread-safe.
 */
final class Pipeline {

    /** One that Redis works on while the answers to the other are passed on. */
    private static final int WRITES = 2;
    /** Some 2 ms of Redis, which serves nobody else while it runs what came in one write. */
    private static final int CALLS = 100;
    /** Later, it is given up: a client that waits 440 ms for an answer still fails within the caller's second then. */
    private static final Duration WRITE_UNTIL = Duration.ofMillis(530);

    private final RedissonClient redis;
    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writes = new AtomicInteger();

    /** A call that waits, to be written or for its answer. */
    private static final class Call {

        private final Script script;
        private final List<Object> keys;
        private final Object[] values;
        private final long since;
        private final CompletableFuture<List<Object>> answer = new CompletableFuture<>();

        Call(Script script, List<Object> keys, Object[] values, long since) {
            this.script = script;
            this.keys = keys;
            this.values = values;
            this.since = since;
        }

        /** As Redis answered it; or, where the write failed before it could, as the write. */
        void answered(CompletionStage<List<Object>> given, @Nullable Throwable failure) {
            if (failure != null && !given.toCompletableFuture().isDone()) {
                complete(null, failure);
            } else {
                CompletionStage<?> unused = given.whenComplete(this::complete);
            }
        }

        void complete(@Nullable List<Object> fields, @Nullable Throwable failure) {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(fields);
            }
        }
    }

    Pipeline(RedissonClient redis) {
        this.redis = redis;
    }

    /**
     * Calls a script; fails with {@code NOSCRIPT} where Redis does not know it.
     *
     * @param since when the call was first made, by {@link System#nanoTime}
     */
    CompletionStage<List<Object>> call(Script script, List<Object> keys, Object[] values, long since) {
        Call call = new Call(script, keys, values, since);
        waiting.add(call);
        writeSome();
        return call.answer;
    }

    private void writeSome() {
        while (!waiting.isEmpty() && begin()) {
            List<Call> calls = next();
            if (calls.isEmpty()) {
                writes.decrementAndGet();
            } else {
                write(calls);
            }
        }
    }

    private boolean begin() {
        int now = writes.get();
        while (now < WRITES) {
            if (writes.compareAndSet(now, now + 1)) {
                return true;
            }
            now = writes.get();
        }
        return false;
    }

    private List<Call> next() {
        List<Call> calls = new ArrayList<>();
        long now = System.nanoTime();
        while (calls.size() < CALLS) {
            Call call = waiting.poll();
            if (call == null) {
                break;
            }
            if (now - call.since > WRITE_UNTIL.toNanos()) {
                call.answer.completeExceptionally(new NeverWritten());
            } else {
                calls.add(call);
            }
        }
        return calls;
    }

    private void write(List<Call> calls) {
        List<CompletionStage<List<Object>>> answers = new ArrayList<>(calls.size());
        CompletionStage<?> all;
        try {
            all = calls.size() == 1 ? alone(calls.get(0), answers) : together(calls, answers);
        } catch (RuntimeException e) {
            // Redisson throws where it is shut down.
            writes.decrementAndGet();
            calls.forEach(call -> call.complete(null, e));
            return;
        }
        CompletionStage<?> unused = all.whenComplete((done, failure) -> {
            writes.decrementAndGet();
            // First, so that Redis has work while the answers are passed on.
            writeSome();
            for (int i = 0; i < calls.size(); i++) {
                calls.get(i).answered(answers.get(i), failure);
            }
        });
    }

    private CompletionStage<?> alone(Call call, List<CompletionStage<List<Object>>> answers) {
        CompletionStage<List<Object>> answer = eval(redis.getScript(StringCodec.INSTANCE), call);
        answers.add(answer);
        return answer;
    }

    private CompletionStage<?> together(List<Call> calls, List<CompletionStage<List<Object>>> answers) {
        RBatch batch = redis.createBatch(BatchOptions.defaults().retryAttempts(0));
        RScriptAsync scripts = batch.getScript(StringCodec.INSTANCE);
        calls.forEach(call -> answers.add(eval(scripts, call)));
        return batch.executeAsync();
    }

    private static CompletionStage<List<Object>> eval(RScriptAsync scripts, Call call) {
        return scripts.evalShaAsync(
                (String) call.keys.get(0),
                RScript.Mode.READ_WRITE,
                call.script.digest(),
                RScript.ReturnType.LIST,
                call.keys,
                call.values);
    }

    /** What was not written, as the writes before it were not answered in time. */
    private static final class NeverWritten extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
