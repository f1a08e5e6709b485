package dev.duologue.bench;

/** Chats started by HTTP, with both QR codes. */
final class StartScenario implements Scenario {

    private static final String PER_SECOND = "chats/s";
    private static final String PER_CORE = "chats per second of server CPU";
    private static final double LEAST = 700;

    @Override
    public void run(Arena arena, Size size, Report report) throws Exception {
        Contestant chats = arena.chats();
        Report.Table table = report.table("start: " + size.starts() + " chats, both QR codes as SVG");
        for (int round = -size.warmUps(); round < size.rounds(); round++) {
            Meter meter = new Meter(chats::cpu);
            int started = chats.starter().answers(chats.port(), size.starts()).size();
            if (round >= 0) {
                table.of(chats.name(), PER_SECOND).add(started / meter.seconds());
                table.of(chats.name(), PER_CORE).add(started / (meter.cpuMicros() / 1e6));
            }
        }
        report.print(table, System.out);
        report.atLeast("start: chats per second of server CPU", table.of(chats.name(), PER_CORE), LEAST);
    }
}
