package dev.duologue.tck.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.ChatStore;
import dev.duologue.tck.SettableClock;
import dev.duologue.tck.model.ChatStoreProperties;
import dev.duologue.tck.model.ModelRun;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.ActionChain;

/** The model is tested as the kit is: by stores that are broken on purpose. */
class FaultsUnderModelProperties {

    private static final int MOST_RUNS = 1_000;

    /**
     * No faults, and those in what the model does not look at: races, most hints, moments but deadlines, two deadlines at
     * one moment, keys from elsewhere that come with an old id, limits that are none, and closing.
     */
    private static final Set<Fault> UNSEEN = EnumSet.of(
            Fault.NONE,
            Fault.SLOW,
            Fault.IDS_ARE_TAKEN_IN_TWO_STEPS,
            Fault.KEYS_BY_ANOTHER_CLOCK,
            Fault.APPEND_WAITS_FOR_A_CONNECTION,
            Fault.NAMES_IN_ASCII,
            Fault.FORGETS_WHEN_WAS_TRIED,
            Fault.TRIES_AT_ONCE_SHARE_A_COUNT,
            Fault.THE_DISPLACED_ARE_NOT_TOLD,
            Fault.WHO_LEFT_GOES_ON_HEARING,
            Fault.PROGRESS_IS_NOT_PASSED_ON,
            Fault.PROGRESS_IS_PASSED_ON_AS_IT_CAME,
            Fault.STAYING_IS_NOT_TOLD,
            Fault.STAYING_IS_ALWAYS_TOLD,
            Fault.OF_TWO_CLOCKS_THE_LIFETIME_WINS,
            Fault.REPEATS_BRING_KEYS,
            Fault.REUSED_IDS_BRING_KEYS,
            Fault.LIMITS_BELOW_ONE_GIVE_NOTHING,
            Fault.CLOSING_AGAIN_FAILS);

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void the_model_finds_a_fault(@ForAll("seen") Fault fault) {
        SettableClock clock = new SettableClock();
        Arbitrary<ActionChain<ModelRun>> runs =
                ChatStoreProperties.runs(() -> fault.in(ChatStore.inMemory(clock)), clock::pass, true);
        int passed = 0;
        while (passed < MOST_RUNS && passes(runs.sample())) {
            passed++;
        }
        assertThat(passed).as("runs before one found the fault").isLessThan(MOST_RUNS);
    }

    private static boolean passes(ActionChain<ModelRun> run) {
        try {
            run.run();
            return true;
        } catch (AssertionError wrong) {
            return false;
        }
    }

    @Provide
    Arbitrary<Fault> seen() {
        return Arbitraries.of(EnumSet.complementOf(EnumSet.copyOf(UNSEEN)));
    }
}
