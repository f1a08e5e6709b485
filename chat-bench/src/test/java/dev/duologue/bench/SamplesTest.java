package dev.duologue.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Figures")
class SamplesTest {

    @Test
    @DisplayName("have the median in the middle, whatever the order and the number of rounds")
    void median() {
        assertThat(samples(9, 1, 5).median()).isEqualTo(5);
        assertThat(samples(9, 1, 5, 7).median()).isEqualTo(6);
    }

    @Test
    @DisplayName("are compared round by round")
    void ratio() {
        Samples ratio = samples(2, 30, 8).dividedBy(samples(1, 10, 8));

        assertThat(ratio.rounds()).containsExactly(2.0, 3.0, 1.0);
    }

    @Test
    @DisplayName("miss a goal only if the whole range lies beyond it")
    void goal() {
        assertThat(new Report.Goal("a", samples(1.2, 1.3), 1.25, true).missed()).isFalse();
        assertThat(new Report.Goal("a", samples(1.26, 1.3), 1.25, true).missed())
                .isTrue();
        assertThat(new Report.Goal("a", samples(0.9, 1.1), 1, false).missed()).isFalse();
        assertThat(new Report.Goal("a", samples(0.9, 0.99), 1, false).missed()).isTrue();
    }

    @Test
    @DisplayName("tell apart what is reached, reached in some rounds, missed, and not measured")
    void outcome() {
        assertThat(new Report.Goal("a", samples(1.1, 1.2, 1.3), 1.25, true))
                .asString()
                .endsWith(" reached");
        assertThat(new Report.Goal("a", samples(1.1, 1.27, 1.3), 1.25, true).outcome())
                .isEqualTo("reached in some rounds");
        assertThat(new Report.Goal("a", samples(0.9, 0.95, 1.1), 1, false).outcome())
                .isEqualTo("reached in some rounds");
        assertThat(new Report.Goal("a", samples(0.9, 1, 1.1), 1, false).outcome())
                .isEqualTo("reached");
        assertThat(new Report.Goal("a", samples(1.26, 1.3), 1.25, true).outcome())
                .isEqualTo("MISSED");
        assertThat(new Report.Goal("a", samples(0).dividedBy(samples(0)), 1.4, true).outcome())
                .isEqualTo("not measured");
    }

    @Test
    @DisplayName("judge by the rounds that were measured, so that one that was not hides no miss")
    void unmeasuredRound() {
        Samples low = samples(0.9, 0.8, 0).dividedBy(samples(1, 1, 0));
        assertThat(new Report.Goal("a", low, 1, false).missed()).isTrue();
        assertThat(new Report.Goal("a", low, 1, false).outcome()).isEqualTo("MISSED");
        Samples endless = samples(1).dividedBy(samples(0));
        assertThat(new Report.Goal("a", endless, 1, true).missed()).isFalse();
        assertThat(new Report.Goal("a", endless, 1, true).outcome()).isEqualTo("not measured");
    }

    private static Samples samples(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }
}
