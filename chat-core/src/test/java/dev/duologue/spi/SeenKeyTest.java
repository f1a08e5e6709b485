package dev.duologue.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that no store can have given is refused before any store sees it. */
class SeenKeyTest {

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, ChatStore.HIGHEST_KEY + 1, Long.MAX_VALUE})
    void no_store_gave_such_a_key(long key) {
        assertThatThrownBy(() -> message(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(key));
        assertThatThrownBy(() -> claim(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(key));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, ChatStore.HIGHEST_KEY})
    void such_a_key_may_have_been_given(long key) {
        assertThat(message(key).lastKeySeen()).isEqualTo(key);
        assertThat(claim(key).lastKeySeen()).isEqualTo(key);
    }

    @Test
    void the_highest_key_is_the_last_whole_number_that_a_double_tells_from_the_next() {
        assertThat((double) ChatStore.HIGHEST_KEY).isNotEqualTo((double) (ChatStore.HIGHEST_KEY + 1));
        assertThat((double) (ChatStore.HIGHEST_KEY + 1)).isEqualTo((double) (ChatStore.HIGHEST_KEY + 2));
    }

    private static NewMessage message(long lastKeySeen) {
        return new NewMessage("C", Side.FIRST, 1, lastKeySeen, "m1", "HI");
    }

    private static SeatClaim claim(long lastKeySeen) {
        return new SeatClaim("C", Side.FIRST, new SeatClaim.Proof.Token("t"), "c", "tab", false, lastKeySeen);
    }
}
