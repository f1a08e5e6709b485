package dev.duologue.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Turns")
class TurnsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Deque<CompletableFuture<String>> underWay = new ArrayDeque<>();

    private CompletableFuture<String> call() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        underWay.add(answer);
        return answer;
    }

    @Test
    @DisplayName("let so many be under way, and the others follow in the order they came")
    void in_order() {
        Turns turns = new Turns(2, LONG);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(turns.take(this::call));
        }
        assertThat(underWay).hasSize(2);
        for (int i = 0; i < 5; i++) {
            assertThat(answers.get(i)).isNotDone();
            underWay.remove().complete("answer " + i);
            assertThat(answers.get(i)).isCompletedWithValue("answer " + i);
            assertThat(underWay).hasSize(Math.min(2, 4 - i));
        }
    }

    @Test
    @DisplayName("go on after a call that failed")
    void after_a_failure() {
        Turns turns = new Turns(1, LONG);
        CompletableFuture<String> first = turns.take(this::call);
        CompletableFuture<String> second = turns.take(this::call);
        underWay.remove().completeExceptionally(new IllegalStateException("as it happens"));
        assertThatThrownBy(first::join).hasCauseInstanceOf(IllegalStateException.class);
        underWay.remove().completeExceptionally(new IllegalStateException("as it happens"));
        assertThatThrownBy(second::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(turns.take(() -> CompletableFuture.completedFuture("in"))).isCompletedWithValue("in");
    }

    @Test
    @DisplayName("tell those who waited too long, without making their calls")
    void too_late() {
        Turns turns = new Turns(1, Duration.ZERO);
        CompletableFuture<String> first = turns.take(this::call);
        CompletableFuture<String> late = turns.take(() -> {
            throw new AssertionError("a call whose time is over was made");
        });
        underWay.remove().complete("first");
        assertThat(first).isCompletedWithValue("first");
        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(UnavailableException.class);
        assertThat(turns.take(() -> CompletableFuture.completedFuture("in"))).isCompletedWithValue("in");
    }

    @Test
    @DisplayName("have a long line of calls that are answered at once behind one that is not")
    void long_line() {
        Turns turns = new Turns(1, LONG);
        CompletableFuture<String> first = turns.take(this::call);
        List<CompletableFuture<String>> others = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            others.add(turns.take(() -> CompletableFuture.completedFuture("in")));
        }
        CompletableFuture<String> tooMany = turns.take(() -> CompletableFuture.completedFuture("in"));
        assertThatThrownBy(tooMany::join).hasCauseInstanceOf(UnavailableException.class);
        underWay.remove().complete("first");
        assertThat(first).isDone();
        assertThat(others).allSatisfy(answer -> assertThat(answer).isCompletedWithValue("in"));
    }

    @Test
    @DisplayName("let everybody through once they are to hurry")
    void hurry() {
        Turns turns = new Turns(1, LONG);
        for (int i = 0; i < 4; i++) {
            CompletableFuture<String> unused = turns.take(this::call);
        }
        assertThat(underWay).hasSize(1);
        turns.hurry();
        assertThat(underWay).hasSize(4);
        CompletableFuture<String> unused = turns.take(this::call);
        assertThat(underWay).hasSize(5);
    }

    @Test
    @DisplayName("are missed by nobody, and never too many at once, by whichever threads they are taken and answered")
    void many_threads() throws Exception {
        int most = 3;
        Turns turns = new Turns(most, LONG);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Supplier<CompletableFuture<Integer>> call = () -> {
                int running = now.incrementAndGet();
                highest.accumulateAndGet(running, Math::max);
                return ThreadLocalRandom.current().nextBoolean()
                        ? CompletableFuture.completedFuture(now.decrementAndGet())
                        : CompletableFuture.supplyAsync(now::decrementAndGet, threads);
            };
            List<CompletableFuture<Integer>> taken = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                taken.add(CompletableFuture.supplyAsync(() -> turns.take(call), threads)
                        .thenCompose(answer -> answer));
            }
            for (CompletableFuture<Integer> each : taken) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isNotNegative();
            }
            assertThat(highest.get()).isBetween(1, most);
        } finally {
            threads.shutdownNow();
        }
    }
}
