package dev.duologue.bench;

import dev.duologue.bench.client.Payload;
import dev.duologue.bench.client.Person;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long a message takes from when it was meant to be sent until it is delivered. Messages leave by the clock, however
 * late the ones before are: a server that stops for a moment pays for all that should have been sent meanwhile.
 */
final class LatencyScenario implements Scenario {

    static final String P50 = "p50 us";
    static final String P99 = "p99 us";
    private static final String MOST = "max us";
    private static final int PER_SECOND = 2_000;
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final int WRITE_BUFFER = 1_024;

    @Override
    public void run(Arena arena, Size size, Report report) throws Exception {
        List<Contestant> all =
                List.of(arena.chats(), arena.tyrus(), arena.nio(), arena.jetty(), arena.tomcat(), arena.undertow());
        Report.Table table = report.table(
                "latency: " + PER_SECOND + " messages/s over " + size.latencyPairs() + " pairs, open loop");
        Report.Table warmUp = report.unreported();
        for (int round = -1; round < size.rounds(); round++) {
            for (Contestant each : all) {
                measure(each, round < 0 ? size.fewerPairs() : size, round < 0 ? warmUp : table);
            }
        }
        report.print(table, System.out);
        report.atMost(
                "latency: p50, against the bare Tyrus relay",
                table.of(Arena.CHATS, P50).dividedBy(table.of(Arena.TYRUS, P50)),
                1.3);
        report.atMost(
                "latency: p99, against the bare Tyrus relay",
                table.of(Arena.CHATS, P99).dividedBy(table.of(Arena.TYRUS, P99)),
                2);
    }

    /** One round of one contestant. */
    static void measure(Contestant contestant, Size size, Report.Table table) throws Exception {
        Watch watch = new Watch();
        try (Crowd crowd =
                new Crowd(contestant, size.latencyPairs(), Size.TEXT_BYTES, all -> new Watched(all, watch))) {
            crowd.join(Size.JOIN_AT_ONCE);
            crowd.rest(size.restMillis());
            Meter meter = new Meter(contestant::cpu);
            long messages = (long) PER_SECOND * size.millis() / 1_000;
            CompletableFuture<Void> sender = new CompletableFuture<>();
            watch.begun = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
            Thread thread = new Thread(
                    () -> {
                        try {
                            send(crowd, watch, messages);
                            sender.complete(null);
                        } catch (RuntimeException e) {
                            sender.completeExceptionally(e);
                        }
                    },
                    "sender");
            thread.start();
            crowd.loop()
                    .run(
                            () -> watch.delivered.getTotalCount() == messages || sender.isCompletedExceptionally(),
                            Crowd.PATIENCE_SECONDS);
            sender.join();
            table.of(contestant.name(), P50).add(watch.delivered.getValueAtPercentile(50) / 1e3);
            table.of(contestant.name(), P99).add(watch.delivered.getValueAtPercentile(99) / 1e3);
            table.of(contestant.name(), MOST).add(watch.delivered.getMaxValue() / 1e3);
            table.of(contestant.name(), RelayScenario.CPU).add(meter.cpuMicros() / messages);
        }
    }

    private static void send(Crowd crowd, Watch watch, long messages) {
        List<Conversation> pairs = crowd.conversations();
        ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE_BUFFER);
        for (long i = 0; i < messages; i++) {
            long due = watch.due(i);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Person next = pairs.get((int) (i % pairs.size())).pair().of(i / pairs.size());
            next.connection().sendFromOutside(next.message(i), buffer);
        }
    }

    /** When messages were meant to be sent, and how long they took. */
    private static final class Watch {

        final Histogram delivered = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
        volatile long begun;

        long due(long message) {
            return begun + message * INTERVAL;
        }
    }

    /** A conversation in which somebody else sends. */
    private static final class Watched extends Conversation {

        private final Watch watch;

        Watched(Crowd crowd, Watch watch) {
            super(crowd);
            this.watch = watch;
        }

        @Override
        public void acknowledged(Person person) {
            // Only the way to the other one is timed.
        }

        @Override
        public void delivered(Person person, Payload message) {
            watch.delivered.recordValue(Math.max(0, System.nanoTime() - watch.due(person.numberIn(message))));
        }
    }
}
