package dev.duologue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * The key of a message in the record: time stamp plus user name. Within one chat the time stamps rise strictly, so the
 * natural order of keys is the order of messages.
 *
 * <p>Immutable and thread-safe.
 *
 * @param micros microseconds since 1970-01-01T00:00Z by the store's clock, not negative
 * @param name the sender's name as it was given
 */
public record MessageKey(long micros, String name) implements Comparable<MessageKey> {

    private static final Comparator<MessageKey> ORDER =
            Comparator.comparingLong(MessageKey::micros).thenComparing(MessageKey::name);

    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private static final int LAST_YEAR_OF_FOUR_DIGITS = 9999;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern("dMMMyyyyHHmmss", Locale.ENGLISH);

    /**
     * Makes a key.
     *
     * @param micros microseconds since 1970-01-01T00:00Z
     * @param name the sender's name
     * @throws IllegalArgumentException if {@code micros} is negative
     */
    public MessageKey {
        Objects.requireNonNull(name, "name");
        if (micros < 0) {
            throw new IllegalArgumentException("micros must not be negative: " + micros);
        }
    }

    /**
     * The time stamp as an instant.
     *
     * @return the instant, exact to the microsecond
     */
    public Instant at() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public int compareTo(MessageKey other) {
        return ORDER.compare(this, other);
    }

    /**
     * The form for people, as in {@code 5DEC2023120912ABHI}: day, English month in capitals, year, hour, minute and
     * second in UTC, then the name. It is neither sortable nor unique; sort and compare keys instead.
     */
    @Override
    public String toString() {
        LocalDateTime time = LocalDateTime.ofEpochSecond(micros / MICROS_PER_SECOND, 0, ZoneOffset.UTC);
        if (time.getYear() > LAST_YEAR_OF_FOUR_DIGITS) {
            return FOR_PEOPLE.format(time).toUpperCase(Locale.ROOT) + name;
        }
        // By hand, as it stands in two frames of every message and a formatter takes most of the time to write them.
        StringBuilder form = new StringBuilder(16 + name.length())
                .append(time.getDayOfMonth())
                .append(MONTHS, 3 * time.getMonthValue() - 3, 3 * time.getMonthValue())
                .append(time.getYear());
        appendTwoDigits(form, time.getHour());
        appendTwoDigits(form, time.getMinute());
        appendTwoDigits(form, time.getSecond());
        return form.append(name).toString();
    }

    private static void appendTwoDigits(StringBuilder form, int number) {
        form.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
