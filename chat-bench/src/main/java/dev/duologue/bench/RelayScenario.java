package dev.duologue.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** As many messages as come through, with a number of them under way in each pair. */
final class RelayScenario implements Scenario {

    static final String RATE = "messages/s";
    static final String CPU = "server CPU us/message";
    private static final String CLIENT_CPU = "client CPU us/message";
    private static final int PIPELINED = 8;

    @Override
    public void run(Arena arena, Size size, Report report) throws Exception {
        List<Contestant> pipelining = List.of(arena.chats(), arena.tyrus(), arena.nio());
        List<Contestant> all = new ArrayList<>(pipelining);
        all.addAll(List.of(arena.jetty(), arena.tomcat(), arena.undertow()));
        Report.Table one = report.table("relay: " + size.pairs() + " pairs, one message under way in each");
        Report.Table many =
                report.table("relay: " + size.pairs() + " pairs, " + PIPELINED + " messages under way in each");
        Report.Table receipts = report.table("relay: as the first, with received and seen of each side once a second");
        Report.Table warmUp = report.unreported();
        // Else each round's new chats would be compiled for, little by little, while messages are counted.
        measure(all.get(0), size.enteringOnly(), 1, false, warmUp);
        for (int round = -size.warmUps(); round < size.rounds(); round++) {
            for (Contestant each : all) {
                measure(each, size, 1, false, round < 0 ? warmUp : one);
                // First of all in the warm-up: what is new to a compiler makes it begin again.
                if ((round >= 0 || round <= 1 - size.warmUps()) && pipelining.contains(each)) {
                    measure(each, size, PIPELINED, false, round < 0 ? warmUp : many);
                }
            }
            measure(all.get(0), size, 1, true, round < 0 ? warmUp : receipts);
        }
        List.of(one, many, receipts).forEach(table -> report.print(table, System.out));
        Samples cpu = one.of(Arena.CHATS, CPU);
        Samples rate = one.of(Arena.CHATS, RATE);
        report.atMost(
                "relay: server CPU per message, against the bare Tyrus relay",
                cpu.dividedBy(one.of(Arena.TYRUS, CPU)),
                1.25);
        report.atLeast("relay: messages/s, against the bare Jetty relay", rate.dividedBy(one.of(Arena.JETTY, RATE)), 1);
        report.atLeast(
                "relay: messages/s, against the bare Tomcat relay", rate.dividedBy(one.of(Arena.TOMCAT, RATE)), 1);
    }

    /** One round of one contestant. */
    static void measure(Contestant contestant, Size size, int atOnce, boolean receipts, Report.Table table)
            throws Exception {
        try (Crowd crowd = new Crowd(contestant, size.pairs(), Size.TEXT_BYTES)) {
            crowd.join(Size.JOIN_AT_ONCE);
            crowd.rest(size.restMillis());
            Meter meter = new Meter(contestant::cpu);
            if (receipts) {
                crowd.afterEach(new EverySecond(crowd::receipts));
            }
            crowd.talk(size.messages(), atOnce);
            double messages = crowd.messages();
            table.of(contestant.name(), RATE).add(messages / meter.seconds());
            table.of(contestant.name(), CPU).add(meter.cpuMicros() / messages);
            table.of(contestant.name(), CLIENT_CPU).add(meter.clientMicros() / messages);
        }
    }

    /** Does something once a second, as long as messages come through. */
    private static final class EverySecond implements Consumer<Conversation> {

        private final Runnable step;
        private long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);

        EverySecond(Runnable step) {
            this.step = step;
        }

        @Override
        public void accept(Conversation done) {
            if (System.nanoTime() >= due) {
                due += TimeUnit.SECONDS.toNanos(1);
                step.run();
            }
        }
    }
}
