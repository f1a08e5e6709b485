package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.House.Guest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** What may be a message, asked through a seat. */
class TextProperties {

    private final House house = new House(
            builder -> builder.sendRate(Double.POSITIVE_INFINITY, 1).textLimits(new TextLimits(4_000, 16 * 1024)));
    private final StartedChat chat = house.start();
    private final Guest abhi = house.enter(chat.first());
    private final Guest anny = house.enter(chat.second());

    @AfterProperty
    void close() {
        house.close();
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> nasty = Arbitraries.of(
                        " ",
                        "\t",
                        "\u00A0",
                        "\u2028",
                        "\u200B",
                        "\uFEFF",
                        "\uD83D\uDE00",
                        "\uD83D",
                        "\uDE00",
                        "\u0000",
                        "a",
                        "\u20AC")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(Arbitraries.strings(), nasty);
    }

    @Property(tries = 300)
    void a_text_arrives_as_it_is_or_is_refused_with_its_reason(@ForAll("texts") String text) {
        SendResult result = Eventually.get(abhi.seat().send(text));

        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text) || text.indexOf(0) >= 0) {
            assertThat(result).isEqualTo(refused(SendResult.Reason.TEXT_INVALID));
        } else if (text.matches("[\\p{IsWhite_Space}\\x1C-\\x1F\\u200B\\u2060\\uFEFF]*")) {
            assertThat(result).isEqualTo(refused(SendResult.Reason.TEXT_EMPTY));
        } else {
            assertThat(House.sent(result).text()).isEqualTo(text);
            assertThat(anny.heard().texts()).last().isEqualTo(text);
        }
    }

    @Example
    void blank_texts_are_empty() {
        for (String blank : List.of(
                "", " ", "\n\t\r ", "\u00A0\u2003\u3000", "\u0085", "\u200B\u2060\uFEFF", "\u2028\u2029", "\u001F")) {
            assertRefused(blank, SendResult.Reason.TEXT_EMPTY);
        }
    }

    @Example
    void four_thousand_code_points_fit_and_one_more_does_not() {
        for (String point : List.of("x", "\u00E9", "\u20AC", "\uD83D\uDE00")) {
            assertThat(abhi.says(point.repeat(4_000)).text()).isEqualTo(point.repeat(4_000));
            assertRefused(point.repeat(4_001), SendResult.Reason.TEXT_TOO_LONG);
        }
    }

    @Example
    void sixteen_kibibytes_fit_and_one_more_does_not() {
        try (House wide = new House(builder -> builder.textLimits(new TextLimits(100_000, 16 * 1024)))) {
            Guest guest = wide.enter(wide.start().first());
            String fits = "\uD83D\uDE00".repeat(4_095) + "\u00E9\u00E9";
            assertThat(fits.getBytes(StandardCharsets.UTF_8)).hasSize(16 * 1024);
            assertThat(guest.says(fits).text()).isEqualTo(fits);
            assertThat(Eventually.get(guest.seat().send(fits + "x")))
                    .isEqualTo(refused(SendResult.Reason.TEXT_TOO_LONG));
        }
    }

    @Example
    void what_has_no_utf8_or_is_no_character_is_invalid() {
        for (String text : List.of("\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "HI\u0000", "\u0000", " \uD800 ")) {
            assertRefused(text, SendResult.Reason.TEXT_INVALID);
        }
    }

    @Example
    void markup_code_and_scripts_of_all_directions_go_through_unchanged() {
        List<String> texts = List.of(
                "<script>alert('1')</script>",
                "<img src=x onerror=alert(1)>",
                "&lt;b&gt; \"quoted\" \\n {{x}} ${y} %s",
                "  leading and trailing  \n",
                "\u0645\u0631\u062D\u0628\u0627 \u202Eabc\u202C",
                "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
                "e\u0301 is not composed",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "\uFFFF\uFDD0\uE000");
        texts.forEach(abhi::says);

        anny.heard().awaitMessages(texts.size());
        assertThat(anny.heard().texts()).isEqualTo(texts);
    }

    @Example
    void limits_are_at_least_one() {
        assertThatThrownBy(() -> new TextLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(String text, SendResult.Reason reason) {
        assertThat(Eventually.get(abhi.seat().send(text))).isEqualTo(refused(reason));
        assertThat(anny.heard().texts()).doesNotContain(text);
    }

    private static SendResult refused(SendResult.Reason reason) {
        return new SendResult.NotSent(reason, Duration.ZERO);
    }
}
