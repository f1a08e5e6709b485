package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to hints and answers, both sides hear every message once and in the order of the store. */
class UnreliableStoreProperties {

    private static final int MESSAGES = 60;

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void both_hear_everything_once_and_in_order(@ForAll long seed, @ForAll @IntRange(min = 0, max = 90) int faults) {
        SettableClock clock = new SettableClock();
        try (UnreliableStore store = new UnreliableStore(ChatStore.inMemory(clock), seed, faults);
                House house = new House(
                        clock,
                        ChatTimes.DEFAULT,
                        builder -> builder.store(store).sendRate(1_000_000, 1_000))) {
            StartedChat chat = house.start();
            Guest abhi = house.enter(chat.first(), SeatRequest.tab("a"));
            Guest anny = house.enter(chat.second(), SeatRequest.tab("b"));
            Random random = new Random(seed);
            List<CompletableFuture<SendResult>> sends = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                Guest sender = random.nextBoolean() ? abhi : anny;
                sends.add(sender.seat().send("m" + i, "text " + i));
                disturb(random, anny.seat());
                if (random.nextInt(20) == 0) {
                    // The same again, while the first may be anywhere.
                    sends.add(sender.seat().send("m" + i, "text " + i));
                }
                if (random.nextInt(4) == 0) {
                    // Else all sends of a seat would wait in a row. Who pauses waits for the own answers too.
                    anny.seat().proceed();
                    Eventually.until("answered", sends.get(sends.size() - 1)::isDone);
                }
            }
            anny.seat().proceed();
            sends.forEach(send -> House.sent(Eventually.get(send)));

            // What the last lost hints left behind.
            clock.pass(Duration.ofSeconds(15));
            for (Guest guest : List.of(abhi, anny)) {
                guest.heard().awaitMessages(MESSAGES);
                assertThat(guest.heard().seqs()).isEqualTo(upTo(MESSAGES));
                assertThat(guest.heard().all(Heard.News.Came.class))
                        .as("own messages come as answers")
                        .noneMatch(came -> came.message().side() == guest.seat().side());
            }
            assertThat(abhi.heard().messages()).isEqualTo(anny.heard().messages());
            assertThat(abhi.heard().texts()).doesNotHaveDuplicates();
        }
    }

    private static void disturb(Random random, Seat seat) {
        switch (random.nextInt(8)) {
            case 0 -> seat.pause();
            case 1 -> seat.proceed();
            case 2 -> seat.typing();
            case 3 -> seat.seen(random.nextInt(MESSAGES));
            default -> {}
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
