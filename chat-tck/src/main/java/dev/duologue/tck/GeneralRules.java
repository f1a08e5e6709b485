package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Deadline;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer.Appended;
import dev.duologue.spi.StoreAnswer.Claimed;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.Tombstone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** S0, S1, S4 and S5: what holds for every operation. */
abstract class GeneralRules extends TckFixture {

    /** Moments may be told in milliseconds. */
    private static final Duration COARSE = Duration.ofMillis(2);

    private static final AttemptTable FREE_TRIES = new AttemptTable(List.of(Duration.ZERO, Duration.ZERO));

    // S0: repeats

    @Test
    void S0_a_chat_created_again_is_there_and_unchanged() {
        NewChat chat = newChat();
        String id = start(chat);
        enter(id, Side.FIRST);
        Pulse before = pulse(id);
        assertThat(get(store.create(chat))).isTrue();
        assertThat(pulse(id)).isEqualTo(before);
    }

    @Test
    void S0_a_claim_made_again_gets_the_same_epoch() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Claimed again = expect(Claimed.class, store.claimSeat(first.claim(), newHints()));
        assertThat(again.epoch()).isEqualTo(first.epoch());
        assertThat(again.returned()).isEqualTo(first.answer().returned());
        assertThat(again.rewound()).isEqualTo(first.answer().rewound());
        assertThat(pulse(id)).isEqualTo(first.answer().chat().pulse());
    }

    @Test
    void S0_a_claim_by_token_made_again_gets_the_same_epoch() {
        String id = start();
        SeatClaim claim =
                takingOver(byToken(id, Side.FIRST, enter(id, Side.FIRST).token()));
        Seated back = take(claim);
        assertThat(take(claim).epoch()).isEqualTo(back.epoch());
        assertThat(pulse(id).first().epoch()).isEqualTo(back.epoch());
    }

    @Test
    void S0_a_claim_made_again_sees_the_chat_as_it_stands_now() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        enter(id, Side.SECOND);
        say(first, "HI");
        assertThat(take(first.claim()).answer().chat().pulse()).isEqualTo(pulse(id));
    }

    @Test
    void S0_hints_go_to_the_watcher_given_with_the_claim_made_again() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Seated again = take(first.claim());
        get(store.signal(id, Side.SECOND, new Signal.Typing()));
        again.hints().await(Hint.Typed.class);
    }

    @Test
    void S0_a_claim_made_again_does_not_forget_what_was_tried_since() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        get(store.countAttempt(id, Side.FIRST, FREE_TRIES));
        take(first.claim());
        assertThat(find(id).first().attempts()).isEqualTo(1);
    }

    @Test
    void S0_a_claim_made_again_leaves_a_seat_free_that_was_left_meanwhile() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        leave(first);
        assertThat(take(first.claim()).epoch()).isEqualTo(first.epoch());
        assertThat(pulse(id).first().present()).isFalse();
    }

    @Test
    void S0_a_seat_left_again_is_left() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        assertThat(leave(first)).isTrue();
        assertThat(leave(first)).isTrue();
        assertThat(pulse(id).first().epoch()).isEqualTo(first.epoch());
    }

    @Test
    void S0_a_message_appended_again_gets_the_first_answer_and_is_there_once() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        NewMessage message = message(first, "m1", "HI");
        Appended once = append(message);
        Appended again = append(message);
        assertThat(once.repeated()).isFalse();
        assertThat(again.repeated()).isTrue();
        assertThat(again.message()).isEqualTo(once.message());
        assertThat(texts(id)).containsExactly("HI");
    }

    @Test
    void S0_a_message_appended_again_tells_the_generation_and_the_other_side_of_now() {
        String id = start();
        NewMessage message = message(enter(id, Side.FIRST), "m1", "HI");
        Appended once = append(message);
        take(havingSeen(once.message().key().micros() + HOUR_MICROS, byCode(id, Side.SECOND)));
        Appended again = append(message);
        assertThat(again.repeated()).as("repeated").isTrue();
        assertThat(again.message()).isEqualTo(once.message());
        assertThat(again.generation()).as("generation").isEqualTo(2);
        assertThat(again.peerPresent()).as("peerPresent").isTrue();
    }

    @Test
    void S0_many_repeats_of_a_message_at_once_make_one_message() {
        String id = start();
        NewMessage message = message(enter(id, Side.FIRST), "m1", "HI");
        List<Appended> answers = atOnce(8, i -> store.append(message).thenApply(Appended.class::cast));
        assertThat(answers).filteredOn(answer -> !answer.repeated()).hasSize(1);
        assertThat(texts(id)).containsExactly("HI");
    }

    @Test
    void S0_progress_told_again_changes_nothing() {
        String id = start();
        say(enter(id, Side.FIRST), "HI");
        get(store.signal(id, Side.SECOND, new Signal.Progress(1, 1)));
        Pulse before = pulse(id);
        assertThat(get(store.signal(id, Side.SECOND, new Signal.Progress(1, 1))))
                .isTrue();
        assertThat(pulse(id)).isEqualTo(before);
    }

    @Test
    void S0_an_invitation_reissued_again_stays_the_same() {
        String id = start();
        InvitationDigests secrets = newDigests();
        get(store.reissue(id, Side.FIRST, secrets));
        Pulse before = pulse(id);
        get(store.reissue(id, Side.FIRST, secrets));
        assertThat(pulse(id)).isEqualTo(before);
    }

    @Test
    void S0_an_end_made_again_gives_the_first_tombstone() {
        String id = start();
        Tombstone first = end(id);
        assertThat(expect(Ended.class, store.end(id, BY_SECOND)).tombstone()).isEqualTo(first);
    }

    @Test
    void S0_a_store_closed_again_is_closed() {
        store.close();
        store.close();
    }

    // S1: one after the other

    @Test
    void S1_of_many_chats_that_want_one_id_at_once_one_begins() {
        NewChat wanted = newChat();
        List<NewChat> rivals = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            rivals.add(rivalOf(wanted));
        }
        List<Boolean> answers = atOnce(rivals.size(), i -> store.create(rivals.get(i)));
        assertThat(answers).containsOnlyOnce(true);
        assertThat(find(wanted.id()).hostDigest())
                .isEqualTo(rivals.get(answers.indexOf(true)).hostDigest());
    }

    @Test
    void S1_takeovers_at_once_come_one_after_the_other() {
        String id = start();
        int claims = 12;
        List<Long> epochs = atOnce(
                claims,
                i -> store.claimSeat(takingOver(byCode(id, Side.FIRST)), newHints())
                        .thenApply(answer -> ((Claimed) answer).epoch()));
        assertThat(epochs)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, claims).boxed().toList());
        assertThat(pulse(id).first().epoch()).isEqualTo(claims);
    }

    @Test
    void S1_who_reads_while_another_writes_meets_no_half_of_an_append() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        int messages = 200;
        List<List<Message>> reads = atOnce(4, i -> i == 0 ? writing(first, messages) : reading(id, messages));
        for (List<Message> read : reads) {
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i).text()).isEqualTo("text " + i);
            }
        }
    }

    private CompletionStage<List<Message>> writing(Seated seat, int messages) {
        for (int i = 0; i < messages; i++) {
            append(message(seat, "m" + i, "text " + i));
        }
        return CompletableFuture.completedFuture(List.of());
    }

    /** Reads until all is written; what was read once stays as it was. */
    private CompletionStage<List<Message>> reading(String id, int messages) {
        long end = System.nanoTime() + patience().toNanos();
        List<Message> read = List.of();
        while (read.size() < messages) {
            assertThat(System.nanoTime() - end)
                    .as("nanoseconds of patience left")
                    .isNegative();
            List<Message> now = page(id, 0, messages).messages();
            assertThat(now).hasSizeGreaterThanOrEqualTo(read.size());
            assertThat(now.subList(0, read.size())).isEqualTo(read);
            read = now;
        }
        return CompletableFuture.completedFuture(read);
    }

    // S4: one clock

    @Test
    void S4_all_moments_are_by_one_clock() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Instant before = now(id);
        Instant written = say(first, "HI").at();
        Instant after = now(id);
        Instant ended = end(id).at();
        assertThat(written).isBetween(before.minus(COARSE), after.plus(COARSE));
        assertThat(ended).isBetween(after.minus(COARSE), after.plus(patience()));
    }

    @Test
    void S4_the_clock_goes_on() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        Deadline before = deadline(id);
        Instant one = say(first, "HI").at();
        letPass(tick().multipliedBy(2));
        assertThat(deadline(id).at()).isEqualTo(before.at());
        assertThat(deadline(id).in()).isLessThanOrEqualTo(before.in().minus(tick()));
        assertThat(say(first, "STILL HERE").at()).isAfterOrEqualTo(one.plus(tick()));
    }

    /** The store's clock, told by a deadline. */
    private Instant now(String id) {
        Deadline deadline = deadline(id);
        return deadline.at().minus(deadline.in());
    }

    // S5: nothing blocks the caller

    @Test
    void S5_no_operation_waits_in_the_calling_thread() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        List<CompletionStage<?>> stages = new ArrayList<>();
        // Whoever waits in an interrupted thread is thrown out or eats the interrupt.
        Thread.currentThread().interrupt();
        try {
            stages.add(store.create(newChat()));
            stages.add(store.find(id));
            stages.add(store.countAttempt(id, Side.SECOND, FREE_TRIES));
            stages.add(trying(byCode(id, Side.SECOND)));
            stages.add(store.append(message(first, "m1", "HI")));
            stages.add(store.readAfter(id, 0, 10));
            stages.add(store.signal(id, Side.FIRST, new Signal.Progress(1, 1)));
            stages.add(store.touch(id, Side.FIRST));
            stages.add(store.pulses(List.of(id)));
            stages.add(store.releaseSeat(id, Side.FIRST, first.epoch()));
            stages.add(store.reissue(id, Side.FIRST, newDigests()));
            stages.add(store.expire(id));
            stages.add(store.end(id, BY_FIRST));
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
        for (CompletionStage<?> stage : stages) {
            assertThat(get(stage)).isNotNull();
        }
    }

    @Test
    void S5_operations_may_be_called_where_others_complete() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        CompletionStage<?> chain = store.find(id);
        for (int i = 0; i < 50; i++) {
            NewMessage message = message(first, "m" + i, "text");
            chain = chain.thenCompose(done -> store.append(message)).thenCompose(done -> store.readAfter(id, 0, 100));
        }
        get(chain);
        assertThat(pulse(id).last()).isEqualTo(50);
    }

    @Test
    void S5_operations_may_be_called_where_hints_come() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        CompletableFuture<Object> answer = new CompletableFuture<>();
        get(store.claimSeat(byCode(id, Side.SECOND), hint -> {
            if (hint instanceof Hint.Arrived) {
                store.end(id, BY_SECOND).whenComplete((ended, failure) -> answer.complete(ended));
            }
        }));
        say(first, "HI");
        expect(Ended.class, answer);
    }

    @Test
    void S5_many_operations_may_be_under_way_at_once() {
        String id = start();
        Seated first = enter(id, Side.FIRST);
        List<CompletionStage<?>> stages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            stages.add(store.append(message(first, "m" + i, "text")));
        }
        for (CompletionStage<?> stage : stages) {
            expect(Appended.class, stage);
        }
        assertThat(pulse(id).last()).isEqualTo(200);
    }
}
