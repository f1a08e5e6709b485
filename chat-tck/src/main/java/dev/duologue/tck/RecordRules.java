package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Deadline;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoredChat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** S6, S7 and S18: chats as wholes. */
abstract class RecordRules extends PastRules {

    private static final Pulse.SeatPulse UNTOUCHED = new Pulse.SeatPulse(1, 0, false, 0, 0);

    // S6: create

    @Test
    void S6_a_new_chat_stands_as_it_was_given() {
        NewChat chat = newChat();
        start(chat);
        StoredChat stored = find(chat.id());
        assertThat(stored.id()).isEqualTo(chat.id());
        assertThat(stored.hostDigest()).isEqualTo(chat.hostDigest());
        assertThat(stored.times()).isEqualTo(chat.times());
        assertThat(stored.pulse()).isEqualTo(new Pulse(0, 1, 0, UNTOUCHED, UNTOUCHED));
        assertThat(stored.first())
                .isEqualTo(new StoredChat.Participant(FIRST_NAME, chat.first().secrets(), false, 0, Duration.ZERO));
        assertThat(stored.second())
                .isEqualTo(new StoredChat.Participant(SECOND_NAME, chat.second().secrets(), false, 0, Duration.ZERO));
    }

    @Test
    void S6_names_are_kept_to_the_letter() {
        NewChat plain = newChat();
        NewChat chat = new NewChat(
                plain.id(),
                new NewChat.Party("ANA \"O'Neil\"\\{1}: \u0645\u0631\u06CC\u0645", newDigests()),
                new NewChat.Party("\uD83D\uDC69\u200D\uD83D\uDE80 e\u0301 %s,|;", newDigests()),
                plain.hostDigest(),
                plain.times(),
                plain.maxMessages(),
                plain.maxBytes());
        start(chat);
        assertThat(find(chat.id()).first().name()).isEqualTo(chat.first().name());
        assertThat(find(chat.id()).second().name()).isEqualTo(chat.second().name());
    }

    @Test
    void S6_the_id_of_a_live_chat_is_taken() {
        NewChat chat = newChat();
        start(chat);
        assertThat(get(store.create(rivalOf(chat)))).isFalse();
        assertThat(find(chat.id()).hostDigest()).isEqualTo(chat.hostDigest());
    }

    @Test
    void S6_the_id_of_a_tombstone_is_taken() {
        NewChat chat = newChat();
        end(start(chat));
        assertThat(get(store.create(rivalOf(chat)))).isFalse();
    }

    @Test
    void S6_the_id_is_free_once_the_tombstone_is_gone() {
        NewChat chat = newChat(tombstoneSoon());
        end(start(chat));
        passSoon();
        NewChat next = rivalOf(chat);
        start(next);
        assertThat(find(chat.id()).hostDigest()).isEqualTo(next.hostDigest());
    }

    @Test
    void S6_the_entry_clock_starts_with_the_chat() {
        Deadline deadline = deadline(start());
        assertThat(deadline.reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);
        assertThat(deadline.in()).isBetween(LONG.entry().minus(patience()), LONG.entry());
    }

    @Test
    void S6_the_lifetime_is_the_deadline_where_it_is_the_nearer() {
        ChatTimes shortLife =
                new ChatTimes(LONG.entry(), LONG.idle(), Duration.ofMinutes(30), LONG.warning(), LONG.tombstone());
        Deadline deadline = deadline(start(shortLife));
        assertThat(deadline.reason()).isEqualTo(Deadline.Reason.LIFETIME);
        assertThat(deadline.in()).isBetween(shortLife.lifetime().minus(patience()), shortLife.lifetime());
    }

    @Test
    void S6_where_two_clocks_end_together_the_lifetime_is_not_the_reason() {
        ChatTimes together = new ChatTimes(LONG.entry(), LONG.idle(), LONG.entry(), LONG.warning(), LONG.tombstone());
        assertThat(deadline(start(together)).reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);
    }

    // S7: find

    @Test
    void S7_an_unknown_chat_is_gone_without_a_tombstone() {
        assertThat(get(store.find(newId()))).isEqualTo(new Gone(Optional.empty()));
    }

    @Test
    void S7_a_chat_is_found_as_it_stands() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        say(first, "HI");
        say(first, "ARE YOU THERE");
        get(store.signal(id, Side.SECOND, new Signal.Progress(2, 1)));
        get(store.countAttempt(id, Side.SECOND, new AttemptTable(List.of(Duration.ZERO))));
        StoredChat chat = find(id);
        assertThat(chat.pulse())
                .isEqualTo(new Pulse(
                        2, 1, 0, new Pulse.SeatPulse(1, 1, true, 0, 0), new Pulse.SeatPulse(1, 0, false, 2, 1)));
        assertThat(chat.first().everIn()).isTrue();
        assertThat(chat.second().everIn()).isFalse();
        assertThat(chat.second().attempts()).isEqualTo(1);
    }

    @Test
    void S7_the_last_attempt_is_told_by_how_long_ago_it_was() {
        String id = start();
        get(store.countAttempt(id, Side.SECOND, new AttemptTable(List.of(Duration.ZERO))));
        letPass(tick().multipliedBy(2));
        assertThat(find(id).second().sinceLastAttempt()).isBetween(tick(), tick().plus(patience()));
    }

    @Test
    void S7_looking_changes_nothing() {
        String id = start();
        enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        get(store.countAttempt(id, Side.SECOND, new AttemptTable(List.of(Duration.ZERO))));
        StoredChat once = find(id);
        letPass(tick());
        StoredChat again = find(id);
        assertThat(again.pulse()).isEqualTo(once.pulse());
        assertThat(again.deadline().at()).isEqualTo(once.deadline().at());
        assertThat(again.second().attempts()).isEqualTo(1);
    }

    // S18: pulses

    @Test
    void S18_the_pulses_are_those_of_the_live_chats() {
        String quiet = start();
        String busy = start();
        say(enter(busy, Side.FIRST), "HI");
        String ended = start();
        end(ended);
        Map<String, Pulse> pulses = get(store.pulses(List.of(quiet, busy, ended, newId())));
        assertThat(pulses)
                .containsOnlyKeys(quiet, busy)
                .containsEntry(quiet, pulse(quiet))
                .containsEntry(busy, pulse(busy));
    }

    @Test
    void S18_many_chats_at_once_may_be_asked_for() {
        List<CompletionStage<Boolean>> starting = new ArrayList<>();
        String[] ids = new String[300];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = newId();
            starting.add(store.create(newChat(ids[i], LONG, 10, 1_000)));
        }
        for (CompletionStage<Boolean> started : starting) {
            assertThat(get(started)).isTrue();
        }
        assertThat(get(store.pulses(List.of(ids)))).containsOnlyKeys(ids);
    }

    @Test
    void S18_no_chats_have_no_pulses() {
        assertThat(get(store.pulses(List.of()))).isEmpty();
    }
}
