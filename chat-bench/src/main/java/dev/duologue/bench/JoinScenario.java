package dev.duologue.bench;

import dev.duologue.bench.client.ChatPerson;
import dev.duologue.bench.client.Person;
import java.util.List;

/** Many pairs enter by their codes, are all cut off at once, and resume. */
final class JoinScenario implements Scenario {

    private static final String ENTERED = "entered/s";
    private static final String ENTER_CPU = "server CPU us/enter";
    private static final String BACK = "all back after s";
    private static final String RESUME_CPU = "server CPU us/resume";
    private static final double MOST_SECONDS = 10;

    @Override
    public void run(Arena arena, Size size, Report report) throws Exception {
        List<Contestant> all = List.of(arena.chats(), arena.chatsOnRedis());
        Report.Table table = report.table("join and reconnect: " + size.manyPairs() + " pairs");
        Report.Table warmUp = report.unreported();
        for (int round = 0; round <= size.rounds(); round++) {
            for (Contestant each : all) {
                measure(each, round == 0 ? size.fewerPairs() : size, round == 0 ? warmUp : table);
            }
        }
        report.print(table, System.out);
        for (Contestant each : all) {
            report.atMost(
                    "reconnect: " + each.name() + ", seconds until all are back, nothing lost or doubled",
                    table.of(each.name(), BACK),
                    MOST_SECONDS);
        }
    }

    private static void measure(Contestant contestant, Size size, Report.Table table) throws Exception {
        try (Crowd crowd = new Crowd(contestant, size.manyPairs(), Size.TEXT_BYTES)) {
            double people = 2.0 * size.manyPairs();
            Meter entering = new Meter(contestant::cpu);
            crowd.join(Size.JOIN_AT_ONCE);
            table.of(contestant.name(), ENTERED).add(people / entering.seconds());
            table.of(contestant.name(), ENTER_CPU).add(entering.cpuMicros() / people);

            crowd.talk(2, 1);
            // One more of each side is on its way when all are cut off: it may have been stored, or not.
            crowd.eachPerson(each -> each.send(each.message(1_000)));
            crowd.eachPerson(Person::leave);
            crowd.loop().cutAll();
            Meter resuming = new Meter(contestant::cpu);
            crowd.join(size.manyPairs());
            table.of(contestant.name(), BACK).add(resuming.seconds());
            table.of(contestant.name(), RESUME_CPU).add(resuming.cpuMicros() / people);

            // What was not stored is sent again with the same id, and one more: then both sides know the same.
            crowd.eachPerson(each -> each.send(each.message(1_000)));
            crowd.eachPerson(each -> each.send(each.message(1_001)));
            crowd.loop()
                    .run(
                            () -> crowd.conversations().stream().allMatch(JoinScenario::knowTheSame),
                            Crowd.PATIENCE_SECONDS);
        }
    }

    /** Two messages before, two of each side at the cut and after: each once, by both. */
    private static boolean knowTheSame(Conversation conversation) {
        return lastSeq(conversation.pair().first()) == 6
                && lastSeq(conversation.pair().second()) == 6;
    }

    private static long lastSeq(Person person) {
        return ((ChatPerson) person).lastSeq();
    }
}
