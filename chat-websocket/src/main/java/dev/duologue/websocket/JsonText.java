package dev.duologue.websocket;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A frame that is being written: a JSON object, member by member. The names of members are our own and need no escapes;
 * of values Jackson escapes what needs it. Instead of a generator, whose making costs more than the frame. Not
 * thread-safe.
 */
final class JsonText {

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();
    private static final int LIKELY_CHARS = 256;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private final StringBuilder text = new StringBuilder(LIKELY_CHARS);
    /** What stands before the next member. */
    private char before = ',';

    /** Begins a frame of a type. */
    JsonText(String type) {
        text.append("{\"type\":\"").append(type).append('"');
    }

    JsonText put(String name, String value) {
        member(name).append('"');
        if (needsEscapes(value)) {
            ESCAPES.quoteAsString(value, text);
        } else {
            text.append(value);
        }
        text.append('"');
        return this;
    }

    JsonText put(String name, long value) {
        member(name).append(value);
        return this;
    }

    JsonText put(String name, boolean value) {
        member(name).append(value);
        return this;
    }

    /** A moment by RFC 3339 in UTC, with milliseconds. */
    JsonText put(String name, Instant moment) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC);
        member(name).append('"');
        if (time.getYear() < 1000 || time.getYear() > 9999) {
            text.append(RFC_3339.format(time));
        } else {
            // By hand, as it stands in two frames of every message and a formatter takes most of the time to write
            // them.
            text.append(time.getYear());
            twoDigits('-', time.getMonthValue());
            twoDigits('-', time.getDayOfMonth());
            twoDigits('T', time.getHour());
            twoDigits(':', time.getMinute());
            twoDigits(':', time.getSecond());
            int millis = time.getNano() / NANOS_PER_MILLI;
            text.append('.').append((char) ('0' + millis / 100));
            text.append((char) ('0' + millis / 10 % 10)).append((char) ('0' + millis % 10));
            text.append('Z');
        }
        text.append('"');
        return this;
    }

    JsonText put(String name, List<Integer> numbers) {
        member(name).append('[');
        for (int i = 0; i < numbers.size(); i++) {
            text.append(i == 0 ? "" : ",").append(numbers.get(i));
        }
        text.append(']');
        return this;
    }

    /** Begins an object in this one, with one member at least, until {@link #endObject}. */
    JsonText object(String name) {
        member(name);
        before = '{';
        return this;
    }

    JsonText endObject() {
        text.append('}');
        before = ',';
        return this;
    }

    /** The whole frame. */
    String end() {
        return text.append('}').toString();
    }

    private StringBuilder member(String name) {
        text.append(before).append('"').append(name).append("\":");
        before = ',';
        return text;
    }

    private void twoDigits(char separator, int number) {
        text.append(separator).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** What RFC 8259 (7) wants escaped. */
    private static boolean needsEscapes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return true;
            }
        }
        return false;
    }
}
