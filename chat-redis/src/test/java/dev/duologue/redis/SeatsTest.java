package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.spi.Hint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private static final Seats.Place PLACE = new Seats.Place("T1", Side.FIRST);
    private static final String TYPED = "T1\n1\ntyped";

    private final Seats seats = new Seats();
    private final List<Hint> first = new ArrayList<>();
    private final List<Hint> second = new ArrayList<>();

    @Test
    void news_before_the_claim_was_answered_make_the_seat_look() {
        seats.claiming(PLACE);
        seats.deliver(new News(TYPED));
        seats.claimed(PLACE, 1, first::add, "ANNY", "");
        assertThat(first).containsExactly(new Hint.Behind());
        seats.deliver(new News(TYPED));
        assertThat(first).containsExactly(new Hint.Behind(), new Hint.Typed());
    }

    @Test
    void a_claim_that_is_answered_after_a_later_one_is_displaced() {
        seats.claiming(PLACE);
        seats.claiming(PLACE);
        seats.claimed(PLACE, 2, second::add, "ANNY", "");
        seats.claimed(PLACE, 1, first::add, "ANNY", "");
        assertThat(first).containsExactly(new Hint.Displaced(2, SeatLoss.TAKEN_OVER));
        seats.deliver(new News(TYPED));
        assertThat(second).containsExactly(new Hint.Typed());
    }

    @Test
    void a_seat_that_was_claimed_anew_here_is_held_here_whatever_the_store_said_of_the_claim_before() {
        seats.claiming(PLACE);
        seats.claimed(PLACE, 2, first::add, "ANNY", "");
        assertThat(seats.mayHold(PLACE, 1, 1)).isTrue();
        assertThat(seats.mayHold(PLACE, 2, 1)).isTrue();
        assertThat(seats.mayHold(PLACE, 3, 1)).isFalse();
    }

    @Test
    void a_displacement_by_a_lower_epoch_is_old_news() {
        seats.claiming(PLACE);
        seats.claimed(PLACE, 2, first::add, "ANNY", "");
        seats.deliver(new News("T1\n1\ndisplaced\n2\ntaken_over"));
        assertThat(first).isEmpty();
        seats.deliver(new News("T1\n1\ndisplaced\n3\ninvitation_replaced"));
        seats.deliver(new News(TYPED));
        assertThat(first).containsExactly(new Hint.Displaced(3, SeatLoss.INVITATION_REPLACED));
    }

    @Test
    void a_seat_that_was_left_under_its_epoch_hears_no_more() {
        seats.claiming(PLACE);
        seats.claimed(PLACE, 2, first::add, "ANNY", "");
        seats.left(PLACE, 1);
        seats.deliver(new News(TYPED));
        assertThat(first).hasSize(1);
        seats.left(PLACE, 2);
        seats.deliver(new News(TYPED));
        assertThat(first).hasSize(1);
    }

    @Test
    void a_watcher_that_throws_harms_nobody() {
        seats.claiming(PLACE);
        seats.claimed(
                PLACE,
                1,
                hint -> {
                    throw new AssertionError("broken");
                },
                "ANNY",
                "");
        seats.deliver(new News(TYPED));
    }

    @Test
    void where_the_other_side_is_comes_with_its_news() {
        seats.claiming(PLACE);
        seats.claimed(PLACE, 1, first::add, "ANNY", "n1");
        assertThat(seats.withPeerOn("n1")).containsExactly(PLACE);
        seats.deliver(new News("T1\n1\npresence\n5\n1\nn2"));
        assertThat(first).containsExactly(new Hint.Presence(5, true));
        assertThat(seats.peerNodes()).containsExactly("n2");
        seats.deliver(new News("T1\n1\npresence\n5\n0\n"));
        assertThat(seats.peerNodes()).isEmpty();
    }
}
