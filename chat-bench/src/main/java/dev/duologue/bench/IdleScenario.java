package dev.duologue.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What pairs cost that are connected and silent. */
final class IdleScenario implements Scenario {

    private static final String HEAP = "heap KB/pair";
    private static final String RESIDENT = "resident KB/pair";
    private static final String IDLE_CPU = "CPU ms/s";

    @Override
    public void run(Arena arena, Size size, Report report) throws Exception {
        List<Contestant> all = List.of(arena.chats(), arena.tyrus());
        Report.Table table = report.table("idle: " + size.idlePairs() + " pairs, silent for " + size.millis() + " ms");
        for (int round = 0; round <= size.rounds(); round++) {
            for (Contestant each : all) {
                measure(each, round == 0 ? size.fewerPairs() : size, round == 0 ? report.unreported() : table);
            }
        }
        report.print(table, System.out);
        report.atMost(
                "idle: heap per pair, against two connections to the bare Tyrus relay",
                table.of(Arena.CHATS, HEAP).dividedBy(table.of(Arena.TYRUS, HEAP)),
                1.15);
    }

    private static void measure(Contestant contestant, Size size, Report.Table table) throws Exception {
        ServerProcess node = contestant.node();
        long heap = node.liveBytes();
        long resident = node.residentBytes();
        double kilobytes = 1024.0 * size.idlePairs();
        try (Crowd crowd = new Crowd(contestant, size.idlePairs(), Size.TEXT_BYTES)) {
            crowd.join(Size.JOIN_AT_ONCE);
            table.of(contestant.name(), HEAP).add((node.liveBytes() - heap) / kilobytes);
            table.of(contestant.name(), RESIDENT).add((node.residentBytes() - resident) / kilobytes);
            Meter meter = new Meter(contestant::cpu);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(size.millis());
            crowd.loop().run(() -> System.nanoTime() > end, Crowd.PATIENCE_SECONDS);
            table.of(contestant.name(), IDLE_CPU).add(meter.cpuMicros() / 1e3 / meter.seconds());
        }
    }
}
