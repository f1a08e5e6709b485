package dev.duologue.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A figure, once a round. */
final class Samples {

    private final List<Double> rounds = new ArrayList<>();

    Samples() {}

    private Samples(List<Double> rounds) {
        this.rounds.addAll(rounds);
    }

    void add(double value) {
        rounds.add(value);
    }

    List<Double> rounds() {
        return Collections.unmodifiableList(rounds);
    }

    double median() {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return Collections.min(rounds);
    }

    double max() {
        return Collections.max(rounds);
    }

    /** Round by round, so that what slows the machine down for a while slows both. */
    Samples dividedBy(Samples other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rounds.size(), other.rounds.size()); i++) {
            ratios.add(rounds.get(i) / other.rounds.get(i));
        }
        return new Samples(ratios);
    }

    /** Without the rounds that divided by nothing. */
    Samples finite() {
        return new Samples(rounds.stream().filter(Double::isFinite).toList());
    }

    /** Median and range, as {@code 12.3 (11.9-12.8)}. */
    @Override
    public String toString() {
        return rounds.size() == 1
                ? shortened(median())
                : shortened(median()) + " (" + shortened(min()) + "-" + shortened(max()) + ")";
    }

    private static String shortened(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
