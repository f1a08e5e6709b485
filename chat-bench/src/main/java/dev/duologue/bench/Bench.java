package dev.duologue.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs benchmarks: see {@code script/bench --help}. */
@Command(
        name = "script/bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Measures the reference server beside bare relays, all on this machine and in one run. "
                + "Unit: pairs of people. Figures are medians and ranges of the rounds.")
public final class Bench implements Callable<Integer> {

    private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("relay", new RelayScenario());
        SCENARIOS.put("latency", new LatencyScenario());
        SCENARIOS.put("redis", new RedisScenario());
        SCENARIOS.put("idle", new IdleScenario());
        SCENARIOS.put("join", new JoinScenario());
        SCENARIOS.put("start", new StartScenario());
        SCENARIOS.put("growth", new GrowthScenario());
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is asked for.
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description =
                    "relay, latency, redis, idle, join, start, growth; micro for JMH; all but micro if none is named.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds after the warm-up (default: 5).")
    private int rounds = Size.full().rounds();

    @Option(names = "--trial", description = "As little as shows that everything runs; the figures mean nothing.")
    private boolean trial;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to this file.")
    private @Nullable Path json;

    @Option(names = "--server", paramLabel = "JAR", required = true, description = "The reference server's jar.")
    private @Nullable Path server;

    /**
     * Measures what the arguments say.
     *
     * @param args scenarios and options
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (scenarios.equals(List.of("micro"))) {
            micro();
            return CommandLine.ExitCode.OK;
        }
        for (String name : scenarios) {
            if (!SCENARIOS.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(), "No scenario '" + name + "': there are " + SCENARIOS.keySet());
            }
        }
        Size size = trial ? Size.trial() : Size.full().rounds(rounds);
        Report report = new Report();
        try {
            measure(size, report);
        } finally {
            // Also what was measured before a scenario failed.
            report.printGoals(System.out);
            if (json != null) {
                report.write(json);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void measure(Size size, Report report) throws Exception {
        for (String name : scenarios.isEmpty() ? SCENARIOS.keySet() : scenarios) {
            long began = System.nanoTime();
            try (Arena arena = new Arena(Objects.requireNonNull(server))) {
                Objects.requireNonNull(SCENARIOS.get(name)).run(arena, size, report);
            }
            System.out.printf(Locale.ROOT, "%n(%s took %.0f s)%n", name, (System.nanoTime() - began) / 1e9);
        }
    }

    /** JMH: three seconds of warm-up and five of measuring for each, in a process of its own, with allocations. */
    private void micro() throws RunnerException {
        int seconds = trial ? 1 : 5;
        new Runner(new OptionsBuilder()
                        .include("dev\\.duologue\\..*Benchmark")
                        .forks(1)
                        .warmupIterations(trial ? 1 : 3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler("gc")
                        .build())
                .run();
    }
}
