package dev.duologue.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Relay and latency with chats in Redis, beside the same script alone. */
final class RedisScenario implements Scenario {

    private static final String REDIS_CPU = "Redis CPU us/message";
    private static final String CALLS = "script calls/message";
    private static final String OTHER_CALLS = "other calls/message";
    private static final String SCRIPT_ALONE = "redis-benchmark of the script";
    /** Fewer than of relay: each node has several measurements in each. */
    private static final int WARM_UPS = 4;

    private static final int CONNECTIONS = 50;
    /** Below the cap of a chat, which then makes room for a fresh one. */
    private static final int CALLS_PER_CHAT = 9_500;

    private static final Pattern REQUESTS_PER_SECOND = Pattern.compile("([0-9.]+) requests per second");
    private static final Pattern STATISTIC = Pattern.compile("cmdstat_([a-z|-]+):calls=(\\d+)");
    /** What a client may ask of Redis; all else is called by scripts. */
    private static final List<String> SCRIPT_CALLS = List.of("evalsha", "eval");

    private static final List<String> OF_CLIENTS = List.of("publish", "set", "psetex", "ping", "info", "wait");

    @Override
    public void run(Arena arena, Size size, Report report) throws Exception {
        Contestant memory = arena.chats();
        Contestant oneNode = arena.chatsOnRedis();
        Contestant twoNodes = arena.chatsOnTwoNodes();
        Report.Table one = report.table("redis: " + size.pairs() + " pairs, one message under way in each");
        Report.Table many = report.table("redis: " + size.pairs() + " pairs, 8 messages under way in each");
        Report.Table latency = report.table("redis: latency, open loop, " + size.latencyPairs() + " pairs");
        Report.Table warmUp = report.unreported();
        for (int round = -Math.min(WARM_UPS, size.warmUps()); round < size.rounds(); round++) {
            RelayScenario.measure(memory, size, 1, false, round < 0 ? warmUp : one);
            for (Contestant each : List.of(oneNode, twoNodes)) {
                measure(arena.redis(), each, size, 1, round < 0 ? warmUp : one);
                measure(arena.redis(), each, size, 8, round < 0 ? warmUp : many);
            }
            if (round >= -1) {
                for (Contestant each : List.of(memory, oneNode, twoNodes)) {
                    LatencyScenario.measure(each, size, round < 0 ? warmUp : latency);
                }
                scriptAlone(arena.redis(), oneNode, size, round < 0 ? warmUp : one);
            }
        }
        List.of(one, many, latency).forEach(table -> report.print(table, System.out));
        Samples alone = one.of(SCRIPT_ALONE, RelayScenario.RATE);
        report.atMost(
                "redis: server CPU per message on one node, against in memory",
                one.of(Arena.CHATS_ON_REDIS, RelayScenario.CPU).dividedBy(one.of(Arena.CHATS, RelayScenario.CPU)),
                3);
        report.atLeast(
                "redis: messages/s on one node, against redis-benchmark of the script",
                one.of(Arena.CHATS_ON_REDIS, RelayScenario.RATE).dividedBy(alone),
                0.5);
        report.atMost(
                "redis: Redis CPU per message on one node, against redis-benchmark",
                one.of(Arena.CHATS_ON_REDIS, REDIS_CPU).dividedBy(one.of(SCRIPT_ALONE, REDIS_CPU)),
                1.4);
        report.atMost("redis: script calls per message on one node", one.of(Arena.CHATS_ON_REDIS, CALLS), 1.02);
        report.atMost("redis: other calls per message on one node", one.of(Arena.CHATS_ON_REDIS, OTHER_CALLS), 0.02);
    }

    private static void measure(RedisProcess redis, Contestant contestant, Size size, int atOnce, Report.Table table)
            throws Exception {
        try (Crowd crowd = new Crowd(contestant, size.pairs(), Size.TEXT_BYTES)) {
            crowd.join(Size.JOIN_AT_ONCE);
            crowd.rest(size.restMillis());
            redis.resetStatistics();
            Meter ofRedis = new Meter(redis::cpu);
            Meter meter = new Meter(contestant::cpu);
            crowd.talk(size.messages() / 2, atOnce);
            double messages = crowd.messages();
            table.of(contestant.name(), RelayScenario.RATE).add(messages / meter.seconds());
            table.of(contestant.name(), RelayScenario.CPU).add(meter.cpuMicros() / messages);
            table.of(contestant.name(), REDIS_CPU).add(ofRedis.cpuMicros() / messages);
            String statistics = redis.commandStatistics();
            table.of(contestant.name(), CALLS).add(calls(statistics, SCRIPT_CALLS) / messages);
            table.of(contestant.name(), OTHER_CALLS).add(calls(statistics, OF_CLIENTS) / messages);
        }
    }

    private static double calls(String statistics, List<String> commands) {
        double calls = 0;
        for (Matcher line = STATISTIC.matcher(statistics); line.find(); ) {
            if (commands.contains(line.group(1))) {
                calls += Double.parseDouble(line.group(2));
            }
        }
        return calls;
    }

    /** The call that the server made last, as Redis saw it, again and again with other ids. */
    private static void scriptAlone(RedisProcess redis, Contestant contestant, Size size, Report.Table table)
            throws Exception {
        int chats = Math.max(1, size.pairs() * size.messages() / CALLS_PER_CHAT / 2);
        double seconds = 0;
        double cpu = 0;
        int calls = Math.min(CALLS_PER_CHAT, size.pairs() * size.messages());
        for (int i = 0; i < chats; i++) {
            try (Crowd crowd = new Crowd(contestant, 1, Size.TEXT_BYTES)) {
                crowd.join(1);
                List<String> call = redis.scriptCall(() -> crowd.talk(1, 1), "x");
                Meter meter = new Meter(redis::cpu);
                seconds += calls / benchmark(redis, call, calls);
                cpu += meter.cpuMicros();
            }
        }
        table.of(SCRIPT_ALONE, RelayScenario.RATE).add(calls * chats / seconds);
        table.of(SCRIPT_ALONE, REDIS_CPU).add(cpu / calls / chats);
    }

    private static double benchmark(RedisProcess redis, List<String> call, int calls) {
        List<String> command = new ArrayList<>(List.of(
                RedisProcess.program("redis-benchmark"), "-h", "127.0.0.1", "-p", Integer.toString(redis.port())));
        command.addAll(List.of("-c", "" + CONNECTIONS, "-n", "" + calls, "-r", "1000000000000", "-q"));
        command.addAll(call);
        // The message's id, the one but last word, is other each time.
        command.set(command.size() - 2, "__rand_int__");
        Matcher rate = REQUESTS_PER_SECOND.matcher(ServerProcess.run(command.toArray(String[]::new)));
        double last = 0;
        while (rate.find()) {
            last = Double.parseDouble(rate.group(1));
        }
        if (last == 0) {
            throw new IllegalStateException("redis-benchmark told no rate");
        }
        return last;
    }
}
