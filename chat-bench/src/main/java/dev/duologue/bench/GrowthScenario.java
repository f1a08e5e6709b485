package dev.duologue.bench;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeoutException;

/** Whether a message costs more where there are many pairs, or in a long chat. */
final class GrowthScenario implements Scenario {

    private static final int FEW = 100;
    private static final int MOST = 9_000;
    private static final int[] PAIRS = {10, FEW, 1_000, MOST};
    /** Of the relays, to tell what of it is the container's and the kernel's. */
    private static final int[] PAIRS_OF_RELAYS = {FEW, MOST};
    /** To tell what so many pairs cost by being there from what they cost by taking turns, when no cache knows them still. */
    private static final String FEW_SPEAK = nameOf(MOST) + ", of which " + FEW + " speak";

    private static final int LONG_CHAT = 10_000;
    private static final int SEGMENT = 1_000;
    private static final int PAIRS_OF_LONG_CHATS = 15;
    /** Messages under way in all, whatever the number of pairs. */
    private static final int AT_ONCE = 10;

    @Override
    public void run(Arena arena, Size size, Report report) throws Exception {
        Contestant chats = arena.chats();
        List<Contestant> relays = List.of(arena.tyrus(), arena.nio());
        Report.Table pairs = report.table("growth: by live pairs, " + AT_ONCE + " messages under way in all");
        Report.Table length = report.table("growth: by length of a chat, " + pairsOf(size) + " pairs");
        Report.Table warmUp = report.unreported();
        for (int round = 0; round <= size.rounds(); round++) {
            int most = (round == 0 ? size.fewerPairs() : size).idlePairs();
            Report.Table table = round == 0 ? warmUp : pairs;
            for (int each : PAIRS) {
                try (Crowd crowd = new Crowd(chats, Math.min(each, most), Size.TEXT_BYTES)) {
                    settle(chats, crowd);
                    cost(chats, crowd, each, nameOf(each), size, table);
                    if (each == MOST) {
                        cost(chats, crowd, FEW, FEW_SPEAK, size, table);
                    }
                }
            }
            for (Contestant relay : relays) {
                for (int each : PAIRS_OF_RELAYS) {
                    try (Crowd crowd = new Crowd(relay, Math.min(each, most), Size.TEXT_BYTES)) {
                        settle(relay, crowd);
                        cost(relay, crowd, each, relay.name() + ", " + nameOf(each), size, table);
                    }
                }
            }
            if (round > 0) {
                length(chats, size, length);
            }
        }
        report.print(pairs, System.out);
        report.print(length, System.out);
        report.atMost(
                "growth: cost per message at 9,000 pairs, against 100",
                pairs.of(nameOf(MOST), RelayScenario.CPU).dividedBy(pairs.of(nameOf(FEW), RelayScenario.CPU)),
                1.2);
        report.atMost(
                "growth: cost of a chat's last 1,000 of 10,000 messages, against the first after 100",
                length.of(segment(LONG_CHAT - SEGMENT), RelayScenario.CPU)
                        .dividedBy(length.of(segment(100), RelayScenario.CPU)),
                1.1);
    }

    private static int pairsOf(Size size) {
        return Math.min(size.pairs(), PAIRS_OF_LONG_CHATS);
    }

    private static String nameOf(int pairs) {
        return pairs + " pairs";
    }

    private static String segment(int from) {
        return "messages " + (from + 1) + " to " + (from + SEGMENT);
    }

    private static void settle(Contestant contestant, Crowd crowd) throws TimeoutException {
        crowd.join(Size.JOIN_AT_ONCE);
        // What thousands leave behind as they come in would be collected, and charged, while messages are counted.
        contestant.collect();
    }

    /** What a message costs when so many of the pairs speak. */
    private static void cost(
            Contestant contestant, Crowd crowd, int speaking, String row, Size size, Report.Table table)
            throws Exception {
        List<Conversation> all = crowd.conversations();
        List<Conversation> speakers = all.subList(0, Math.min(speaking, all.size()));
        long messages = (long) size.pairs() * size.messages();
        long before = messages / 5;
        inTurns(crowd, speakers, before);
        crowd.rest(size.restMillis());
        Meter meter = new Meter(contestant::cpu);
        inTurns(crowd, speakers, messages);
        table.of(row, RelayScenario.CPU).add(meter.cpuMicros() / messages);
        table.of(row, RelayScenario.RATE).add(messages / meter.seconds());
    }

    /** So many messages, a few under way at once; who has spoken speaks next when all others have. */
    private static void inTurns(Crowd crowd, List<Conversation> speakers, long messages) throws TimeoutException {
        Queue<Conversation> waiting = new ArrayDeque<>(speakers);
        int atOnce = Math.min(AT_ONCE, waiting.size());
        long all = crowd.messages() + messages;
        crowd.afterEach(done -> {
            waiting.add(done);
            if (crowd.messages() + atOnce <= all) {
                waiting.remove().talk(1, 1);
            }
        });
        for (int i = 0; i < atOnce; i++) {
            waiting.remove().talk(1, 1);
        }
        crowd.until(all);
    }

    private static void length(Contestant chats, Size size, Report.Table table) throws Exception {
        int all = Math.min(LONG_CHAT, size.messages() * 10);
        try (Crowd crowd = new Crowd(chats, pairsOf(size), Size.TEXT_BYTES)) {
            crowd.join(Size.JOIN_AT_ONCE);
            crowd.talk(Math.min(100, all / 10), 1);
            crowd.rest(size.restMillis());
            segment(chats, crowd, all / 10, segment(100), table);
            crowd.talk(all - 2L * (all / 10) - Math.min(100, all / 10), 1);
            crowd.rest(size.restMillis());
            segment(chats, crowd, all / 10, segment(LONG_CHAT - SEGMENT), table);
        }
    }

    private static void segment(Contestant chats, Crowd crowd, int messages, String row, Report.Table table)
            throws Exception {
        Meter meter = new Meter(chats::cpu);
        long before = crowd.messages();
        crowd.talk(messages, 1);
        table.of(row, RelayScenario.CPU).add(meter.cpuMicros() / (crowd.messages() - before));
    }
}
