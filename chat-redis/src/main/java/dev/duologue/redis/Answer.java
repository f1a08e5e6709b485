package dev.duologue.redis;

import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Tombstone;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What a script answered: its kind, fields by their places, and the news for watchers of this node. Immutable. */
final class Answer {

    private final List<?> fields;
    private final boolean secondTry;

    /**
     * Takes an answer.
     *
     * @param secondTry whether the script may have run before, in a call whose answer never came
     */
    Answer(List<?> fields, boolean secondTry) {
        this.fields = fields;
        this.secondTry = secondTry;
    }

    boolean isOfSecondTry() {
        return secondTry;
    }

    boolean is(String kind) {
        return text(0).equals(kind);
    }

    String text(int place) {
        return String.valueOf(Objects.requireNonNull(fields.get(place)));
    }

    long number(int place) {
        return Long.parseLong(text(place));
    }

    boolean flag(int place) {
        return text(place).equals("1");
    }

    List<?> list(int place) {
        return (List<?>) Objects.requireNonNull(fields.get(place));
    }

    /** What watchers on this node are told. */
    List<?> news() {
        return list(fields.size() - 1);
    }

    boolean isGone() {
        return is("gone") || is("unknown");
    }

    /** The answer where there is no live record. */
    StoreAnswer.Gone gone() {
        return new StoreAnswer.Gone(is("gone") ? Optional.of(tombstone(1)) : Optional.empty());
    }

    Tombstone tombstone(int from) {
        return tombstone(fields.subList(from, from + 6));
    }

    /** A tombstone as scripts tell it: by, reason, at, first link, second link, host. */
    static Tombstone tombstone(List<?> told) {
        return new Tombstone(
                new Ending(Ending.By.valueOf(upper(told.get(0))), Ending.Reason.valueOf(upper(told.get(1)))),
                Micros.instant(Long.parseLong(String.valueOf(told.get(2)))),
                String.valueOf(told.get(3)),
                String.valueOf(told.get(4)),
                String.valueOf(told.get(5)));
    }

    Deadline deadline(int from) {
        return deadline(fields.subList(from, from + 3));
    }

    /** A deadline as scripts tell it: at, how long until then, reason. */
    static Deadline deadline(List<?> told) {
        return new Deadline(
                Micros.instant(Long.parseLong(String.valueOf(told.get(0)))),
                Micros.duration(Long.parseLong(String.valueOf(told.get(1)))),
                Deadline.Reason.valueOf(upper(told.get(2))));
    }

    private static String upper(Object word) {
        return String.valueOf(word).toUpperCase(Locale.ROOT);
    }
}
