package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Heard.News;
import dev.duologue.House.Guest;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two services over one store, as two nodes are: to the two who chat they are one. */
class TwoNodesTest {

    private final SettableClock clock = new SettableClock();
    private final ChatStore store = ChatStore.inMemory(clock);
    private final Hashing hashing = Hashing.withRandomPepper();
    private final House north = node();
    private final House south = node();
    private final StartedChat chat = north.start();
    private final Guest abhi = north.enter(chat.first());
    private final Guest anny = south.enter(chat.second());

    private House node() {
        return new House(
                clock,
                ChatTimes.DEFAULT,
                builder -> builder.store(store).hashing(hashing).executor(Runnable::run));
    }

    @AfterEach
    void close() {
        north.close();
        south.close();
        store.close();
    }

    @Test
    void messages_signals_and_presence_go_from_node_to_node() {
        abhi.says("HI");
        anny.says("HELLO");
        anny.seat().typing();
        anny.seat().seen(1);
        anny.seat().leave();
        north.pass(Duration.ofSeconds(5));

        assertThat(abhi.heard().texts()).containsExactly("HI", "HELLO");
        assertThat(anny.heard().messages()).isEqualTo(abhi.heard().messages());
        assertThat(abhi.heard().all())
                .contains(new News.Peer(true), new News.Typing(), new News.Seen(1), new News.Peer(false));
    }

    @Test
    void a_seat_moves_to_another_node() {
        Guest moved = south.resume(
                chat.first(), abhi.seat().token(), 0, SeatRequest.newTab().takingOver());

        abhi.heard().await(new News.Lost(SeatLoss.TAKEN_OVER));
        moved.says("from the south");
        anny.heard().awaitMessages(1);
    }

    @Test
    void an_end_on_one_node_is_the_end_on_both_and_told_once() {
        Eventually.get(anny.seat().end());

        Ending ending = new Ending(Ending.By.SECOND, Ending.Reason.ENDED);
        abhi.heard().await(new News.Over(ending));
        anny.heard().await(new News.Over(ending));
        north.pass(Duration.ofMinutes(20));
        assertThat(ends()).containsExactly(new ChatEvent.Ended(chat.id(), ending));
    }

    @Test
    void a_deadline_is_warned_of_on_both_nodes_and_its_end_told_once() {
        north.pass(Duration.ofMinutes(14));
        Eventually.until(
                "both are warned",
                () -> abhi.heard().all(News.Due.class).size() == 1
                        && anny.heard().all(News.Due.class).size() == 1);
        clock.pass(Duration.ofMinutes(1));

        Ending idle = new Ending(Ending.By.SERVER, Ending.Reason.IDLE);
        abhi.heard().await(new News.Over(idle));
        anny.heard().await(new News.Over(idle));
        Eventually.until("it was told", () -> !ends().isEmpty());
        north.pass(Duration.ofMinutes(1));
        south.pass(Duration.ofMinutes(1));
        assertThat(ends()).containsExactly(new ChatEvent.Ended(chat.id(), idle));
    }

    @Test
    void a_node_that_closes_lets_its_participants_in_elsewhere() {
        abhi.says("before");
        north.close();
        abhi.heard().await(new News.Lost(SeatLoss.LOST_SIGHT));

        Guest again = south.resume(chat.first(), abhi.seat().token(), 1, SeatRequest.newTab());
        again.says("after");
        assertThat(anny.heard().texts()).containsExactly("before", "after");
    }

    private List<ChatEvent> ends() {
        List<ChatEvent> ends = new ArrayList<>(north.events);
        ends.addAll(south.events);
        ends.removeIf(event -> !(event instanceof ChatEvent.Ended));
        return ends;
    }
}
