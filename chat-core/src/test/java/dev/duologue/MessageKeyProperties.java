package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class MessageKeyProperties {

    /** The last microsecond of the year 9999. */
    private static final long LATEST = 253_402_300_799_999_999L;

    @Property
    void keys_sort_by_time_first(
            @ForAll @LongRange(max = LATEST) long one,
            @ForAll @LongRange(max = LATEST) long other,
            @ForAll String a,
            @ForAll String b) {
        MessageKey first = new MessageKey(one, a);
        MessageKey second = new MessageKey(other, b);

        int byTime = Long.compare(one, other);
        assertThat(Integer.signum(first.compareTo(second)))
                .isEqualTo(byTime == 0 ? Integer.signum(a.compareTo(b)) : byTime);
        assertThat(first.compareTo(second) == 0).isEqualTo(first.equals(second));
    }

    @Property(tries = 200)
    void sorting_keys_sorts_times(@ForAll @Size(max = 20) List<@LongRange(max = LATEST) Long> micros) {
        List<MessageKey> keys = new ArrayList<>();
        micros.forEach(moment -> keys.add(new MessageKey(moment, "ABHI")));
        keys.sort(null);

        assertThat(keys).extracting(MessageKey::micros).isSorted();
    }

    @Property
    void a_key_keeps_its_moment_to_the_microsecond(@ForAll @LongRange(max = LATEST) long micros) {
        Instant at = new MessageKey(micros, "ABHI").at();

        assertThat(at.getEpochSecond()).isEqualTo(micros / 1_000_000);
        assertThat(at.getNano()).isEqualTo((int) (micros % 1_000_000) * 1_000);
    }

    @Property
    void the_form_for_people_is_day_month_year_time_and_name(
            @ForAll @LongRange(max = LATEST) long micros, @ForAll @StringLength(max = 40) String name) {
        MessageKey key = new MessageKey(micros, name);
        ZonedDateTime at = key.at().atZone(ZoneOffset.UTC);
        String month = at.getMonth().name().substring(0, 3);

        assertThat(key)
                .hasToString(at.getDayOfMonth()
                        + month
                        + digits(at.getYear(), 4)
                        + digits(at.getHour(), 2)
                        + digits(at.getMinute(), 2)
                        + digits(at.getSecond(), 2)
                        + name);
    }

    @Example
    void the_form_is_the_same_in_every_locale_and_time_zone() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String tag :
                    List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist", "en-GB", "ja-JP-u-ca-japanese")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
                assertThat(key("2023-12-05T12:09:12.999999Z")).hasToString("5DEC2023120912ABHI");
                assertThat(key("2024-06-30T23:59:59Z")).hasToString("30JUN2024235959ABHI");
                assertThat(key("2025-09-01T00:00:00Z")).hasToString("1SEP2025000000ABHI");
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Example
    void there_is_no_key_before_1970() {
        assertThatThrownBy(() -> new MessageKey(-1, "ABHI")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new MessageKey(0, "")).hasToString("1JAN1970000000");
    }

    private static MessageKey key(String at) {
        return new MessageKey(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(at)), "ABHI");
    }

    /** Without a formatter, which would have a locale. */
    private static String digits(int number, int count) {
        StringBuilder digits = new StringBuilder(Integer.toString(number));
        while (digits.length() < count) {
            digits.insert(0, '0');
        }
        return digits.toString();
    }
}
