package dev.duologue.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** All that was measured: printed as tables, and written as JSON. */
final class Report {

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final List<Table> tables = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();

    /** The rows of one scenario. */
    static final class Table {

        private final String title;
        private final Map<String, Map<String, Samples>> rows = new LinkedHashMap<>();

        private Table(String title) {
            this.title = title;
        }

        /** A figure of a contestant, to which rounds are added. */
        Samples of(String contestant, String figure) {
            return rows.computeIfAbsent(contestant, name -> new LinkedHashMap<>())
                    .computeIfAbsent(figure, name -> new Samples());
        }

        private List<String> figures() {
            return rows.values().stream()
                    .flatMap(row -> row.keySet().stream())
                    .distinct()
                    .toList();
        }
    }

    /**
     * What is to be reached.
     *
     * @param what what is compared with what
     * @param measured the figure
     * @param atMost whether the limit is the most, or the least
     */
    record Goal(String what, Samples measured, double limit, boolean atMost) {

        /** Missed only if the whole range lies beyond: the machine is noisy. */
        boolean missed() {
            Samples told = measured.finite();
            return !told.rounds().isEmpty() && (atMost ? told.min() > limit : told.max() < limit);
        }

        /** Of rounds too short for the system's clock of CPU time nothing is known; the others tell. */
        String outcome() {
            Samples told = measured.finite();
            if (told.rounds().isEmpty()) {
                return "not measured";
            }
            if (missed()) {
                return "MISSED";
            }
            boolean mostly = atMost ? told.median() <= limit : told.median() >= limit;
            return mostly ? "reached" : "reached in some rounds";
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "  %-78s %s %-6s %-22s %s", what, atMost ? "<=" : ">=", limit, measured, outcome());
        }
    }

    Table table(String title) {
        Table table = new Table(title);
        tables.add(table);
        return table;
    }

    /** A table for the warm-up, which is no result. */
    Table unreported() {
        return new Table("");
    }

    void atMost(String what, Samples measured, double limit) {
        goals.add(new Goal(what, measured, limit, true));
    }

    void atLeast(String what, Samples measured, double limit) {
        goals.add(new Goal(what, measured, limit, false));
    }

    void print(Table table, PrintStream out) {
        out.println();
        out.println(table.title);
        List<String> figures = table.figures();
        int name = table.rows.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
        out.print(" ".repeat(name + 2));
        figures.forEach(figure -> out.print(padded(figure)));
        out.println();
        table.rows.forEach((contestant, row) -> {
            out.printf("  %-" + name + "s", contestant);
            figures.forEach(figure ->
                    out.print(padded(row.containsKey(figure) ? row.get(figure).toString() : "-")));
            out.println();
        });
        out.flush();
    }

    private static String padded(String text) {
        return String.format(Locale.ROOT, "%-30s", text);
    }

    void printGoals(PrintStream out) {
        if (!goals.isEmpty()) {
            out.println();
            out.println("Goals (median and range of the ratios, round by round)");
            goals.forEach(out::println);
        }
    }

    void write(Path file) throws IOException {
        ObjectNode all = json.createObjectNode();
        all.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        ObjectNode machine = all.putObject("machine");
        machine.put("processor", processor());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("jdk", System.getProperty("java.vm.version"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        ObjectNode scenarios = all.putObject("scenarios");
        for (Table table : tables) {
            ObjectNode rows = scenarios.putObject(table.title);
            table.rows.forEach((contestant, row) -> {
                ObjectNode figures = rows.putObject(contestant);
                row.forEach((figure, samples) -> write(figures.putObject(figure), samples));
            });
        }
        ObjectNode reached = all.putObject("goals");
        for (Goal goal : goals) {
            ObjectNode node = reached.putObject(goal.what());
            node.put(goal.atMost() ? "atMost" : "atLeast", goal.limit());
            node.put("missed", goal.missed());
            node.put("outcome", goal.outcome());
            write(node, goal.measured());
        }
        Files.writeString(file, json.writeValueAsString(all) + "\n");
    }

    /** The model, where the system tells it as Linux does. */
    private static String processor() throws IOException {
        Path told = Path.of("/proc/cpuinfo");
        if (!Files.exists(told)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(told)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }

    private static void write(ObjectNode node, Samples samples) {
        node.put("median", samples.median());
        samples.rounds().forEach(node.withArray("rounds")::add);
    }
}
