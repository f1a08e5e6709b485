package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What holds messages back while the way out is crowded")
class ValveTest {

    private boolean crowded;
    private boolean paused;
    private Runnable meanwhile = () -> {};

    private final Valve valve = new Valve(() -> crowded, this::pause, () -> paused = false);

    private void pause() {
        meanwhile.run();
        paused = true;
    }

    @Test
    @DisplayName("lets them come again once the queue is short")
    void pauses_and_proceeds() {
        valve.check();
        assertThat(paused).isFalse();
        crowded = true;
        valve.check();
        assertThat(paused).isTrue();
        crowded = false;
        valve.drained();
        assertThat(paused).isFalse();
    }

    @Test
    @DisplayName("also where the queue is drained in the midst of pausing, after which nobody drains it again")
    void drained_while_pausing() {
        crowded = true;
        meanwhile = () -> {
            crowded = false;
            valve.drained();
        };
        valve.check();
        assertThat(paused).isFalse();
    }

    @Test
    @DisplayName("and pauses again where what comes late from a drain proceeded after it")
    void proceeded_late() {
        crowded = true;
        valve.check();
        paused = false;
        valve.check();
        assertThat(paused).isTrue();
    }
}
