package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.StoredChat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads any text as what stands in Redis. */
public final class StoredFuzz {

    private static final long HIGHEST = (1L << 53) - 1;
    private static final long NOW = 1_764_000_000_000_000L;
    private static final String TIMES = "PT30M PT15M PT4H PT2M PT10M";

    private StoredFuzz() {}

    /**
     * A record is read, or found broken by an exception that the store turns into its own; nothing else happens.
     *
     * @param lines names and values of fields in turn, which replace those of a good record
     */
    public static void read(List<String> lines) {
        List<String> flat = new ArrayList<>(goodRecord());
        flat.addAll(lines.subList(0, lines.size() / 2 * 2));
        StoredChat chat;
        try {
            chat = new ChatFields(NOW, flat).asStored("23AHi7");
        } catch (RuntimeException broken) {
            // What a store throws becomes a ChatStoreException for that one call.
            return;
        }
        assertThat(chat.deadline().in().isNegative()).isFalse();
        for (StoredChat.Participant participant : List.of(chat.first(), chat.second())) {
            assertThat(participant.sinceLastAttempt().isNegative()).isFalse();
        }
    }

    /**
     * A score is the whole number that was written, in whichever of Redis's ways, or refused.
     *
     * @param written what stands for a score
     */
    public static void score(String written) {
        long score;
        try {
            score = Micros.score(written);
        } catch (ArithmeticException | NumberFormatException refused) {
            return;
        }
        long key = score & HIGHEST;
        assertThat(Micros.score(Long.toString(key))).isEqualTo(key);
        assertThat(Micros.score(String.format(Locale.ROOT, "%.15e", (double) key)))
                .isEqualTo(Math.round((double) key));
    }

    private static List<String> goodRecord() {
        List<String> flat = new ArrayList<>(List.of("n", "0", "gen", "1", "stays", "0", "host", "digest"));
        flat.addAll(List.of("times", TIMES, "quiet", "idle", "quietEnd", "" + (NOW + 1), "lifeEnd", "" + (NOW + 2)));
        for (int side = 1; side <= 2; side++) {
            for (String field : List.of(
                    "name=ABHI",
                    "link=x",
                    "code=y",
                    "in=0",
                    "tries=1",
                    "triedAt=" + NOW,
                    "inv=1",
                    "epoch=0",
                    "node=",
                    "claim=",
                    "got=0",
                    "seen=0")) {
                String[] parts = field.split("=", 2);
                flat.addAll(List.of(side + "." + parts[0], parts[1]));
            }
        }
        return flat;
    }
}
