package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ParticipantNames.Kind;
import dev.duologue.ParticipantNames.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for names, one by one. */
class ParticipantNamesTest {

    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";
    private static final String FLAG = "\uD83C\uDDEE\uD83C\uDDF3";
    private static final String ACUTE = "\u0301";

    @Test
    void a_name_is_trimmed_of_all_white_space_and_composed() {
        String white = "\t\n\u000B\f\r \u0085\u00A0\u1680\u2000\u2003\u200A\u2028\u2029\u202F\u205F\u3000";

        ParticipantNames names = ParticipantNames.of(white + "Zoe\u0308 A" + white, "ANNY");

        assertThat(names.first()).isEqualTo("Zo\u00EB A");
        assertThat(names.second()).isEqualTo("ANNY");
        assertThat(names).hasToString("ParticipantNames");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "ABHI",
                "Ng\u1ECDc Nguy\u1EC5n",
                "Jos\u00E9 \u201CPepe\u201D",
                "\u0645\u062D\u0645\u062F",
                "\u0928\u093F\u0936\u093E",
                "\uAE40\uCCA0\uC218",
                "\u5C71\u7530 \u592A\u90CE",
                "O'Brien-Smith",
                "<script>alert(1)</script>",
                "\u2764\uFE0F",
                "A\u200C\u200DB",
                "\u200FABHI"
            })
    void names_of_all_scripts_are_taken(String name) {
        assertThat(problem(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\u3000\u2003\t", "\u200B", "\u2060\uFEFF", "\u0301", "\u00AD", "\uE000", "\u200D\uFE0F"
            })
    void a_name_that_nobody_sees_is_empty(String name) {
        assertThat(problem(name)).contains(Kind.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\u0000",
                "A\nB",
                "A\tB",
                "A\u007FB",
                "A\u0085B",
                "A\u2028B",
                "A\u2029B",
                "A\u001B[31m",
                "\u202AABHI",
                "ABHI\u202E",
                "AB\u2066HI",
                "A\u2069"
            })
    void controls_line_breaks_and_bidi_formatting_are_refused(String name) {
        assertThat(problem(name)).contains(Kind.INVALID);
    }

    /** Not as a parameter: a lone surrogate does not survive the report of the test's name. */
    @Test
    void lone_surrogates_are_refused() {
        for (String name : List.of("\uD83D", "\uDE00", "A\uD83DB", "\uDE00\uD83D", "A\uD83D")) {
            assertThat(problem(name)).contains(Kind.INVALID);
        }
    }

    @Test
    void forty_graphemes_fit_and_one_more_does_not() {
        for (String grapheme : List.of("x", "\u00E9", "e" + ACUTE, "\u0928\u093F", "\uAE40", "\uD83D\uDE00", FLAG)) {
            if (40 * utf8(grapheme) <= ParticipantNames.MAX_BYTES) {
                assertThat(problem(grapheme.repeat(40))).as(grapheme).isEmpty();
            }
            assertThat(problem(grapheme.repeat(41))).as(grapheme).contains(Kind.TOO_LONG);
        }
    }

    @Test
    void emoji_of_several_code_points_are_one_grapheme() {
        String ten = FAMILY.repeat(10);
        assertThat(utf8(ten)).isEqualTo(250);
        assertThat(problem(ten)).isEmpty();
        assertThat(problem(FLAG.repeat(32))).isEmpty();
        assertThat(problem(FLAG.repeat(20) + "x".repeat(20))).isEmpty();
        assertThat(problem(FLAG.repeat(20) + "x".repeat(21))).contains(Kind.TOO_LONG);
    }

    @Test
    void two_hundred_and_fifty_six_bytes_fit_and_one_more_does_not() {
        String bytes256 = "\uD83D\uDE00".repeat(24) + FAMILY.repeat(6) + "\uD83D\uDE00".repeat(2) + "xy";
        assertThat(utf8(bytes256)).isEqualTo(256);
        assertThat(problem(bytes256)).isEmpty();
        assertThat(problem(bytes256 + "z")).contains(Kind.TOO_LONG);
    }

    @Test
    void four_marks_on_one_base_fit_and_five_do_not() {
        assertThat(problem("e" + ACUTE.repeat(4) + "o" + ACUTE.repeat(4))).isEmpty();
        assertThat(problem("e" + ACUTE.repeat(5))).contains(Kind.INVALID);
        assertThat(problem("\u00E9" + ACUTE.repeat(3))).isEmpty();
        assertThat(problem("\u00E9" + ACUTE.repeat(4)))
                .as("the mark of the composed letter counts")
                .contains(Kind.INVALID);
    }

    @Test
    void two_names_that_look_alike_are_refused() {
        assertSame("ABHI", "abhi");
        assertSame(" ABHI ", "ABHI");
        assertSame("stra\u00DFe", "STRASSE");
        assertSame("stra\u00DFe", "STRA\u1E9EE");
        assertSame("STRA\u1E9EE", "strasse");
        assertSame("ABHI", "\uFF21\uFF22\uFF28\uFF29");
        assertSame("\uFB01", "FI");
        assertSame("Zo\u00EB", "ZOE\u0308");
        assertSame("\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2", "\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3");
        assertSame("\u212Aim", "kim");
        assertSame("\u13A0\u13A1", "\uAB70\uAB71");
        assertThat(ParticipantNames.check("ABHI", "ABHl")).isEmpty();
        assertThat(ParticipantNames.check("Jose", "Jos\u00E9")).isEmpty();
    }

    @Test
    void no_locale_changes_what_is_alike() {
        Locale locale = Locale.getDefault();
        try {
            for (String tag : List.of("tr-TR", "lt-LT", "az")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertSame("ABHI", "abhi");
                assertSame("TITLE", "title");
                assertThat(ParticipantNames.check("\u0130", "i")).isEmpty();
            }
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Test
    void all_problems_are_told_the_first_sides_first() {
        assertThat(ParticipantNames.check("", "A\u0000"))
                .containsExactly(new Problem(Side.FIRST, Kind.EMPTY), new Problem(Side.SECOND, Kind.INVALID));
        assertThatThrownBy(() -> ParticipantNames.of("Canary\u0000", "Canary".repeat(9)))
                .isInstanceOf(InvalidNamesException.class)
                .hasMessageNotContaining("Canary")
                .satisfies(thrown ->
                        assertThat(((InvalidNamesException) thrown).problems()).hasSize(2));
        assertThat(Kind.values()).allSatisfy(kind -> assertThat(kind.sentence()).isNotBlank());
    }

    @Test
    void a_hostile_name_costs_no_more_than_its_length() {
        for (String within : List.of(" ", "\u0301\u0323", "\u200D", "\uD83D\uDE00")) {
            String hostile = "a" + within.repeat(1_000_000) + "b";

            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> assertThat(problem(hostile)).contains(Kind.TOO_LONG));
        }
    }

    @Test
    void white_space_is_what_unicode_says() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertThat(ParticipantNames.isWhiteSpace((char) c))
                    .as(Integer.toHexString(c))
                    .isEqualTo(String.valueOf((char) c).matches("\\p{IsWhite_Space}"));
        }
    }

    @Test
    void a_name_that_composing_makes_fit_is_taken() {
        // The letter that shrinks most: three chars become one of two bytes.
        String typed = "\u03B9\u0308\u0301".repeat(40);

        assertThat(ParticipantNames.of(typed, "ANNY").first()).isEqualTo("\u0390".repeat(40));
    }

    private static void assertSame(String first, String second) {
        assertThat(ParticipantNames.check(first, second))
                .as(first + " and " + second)
                .containsExactly(new Problem(Side.SECOND, Kind.SAME));
    }

    private static Optional<Kind> problem(String name) {
        return ParticipantNames.check(name, "somebody else").stream()
                .map(Problem::kind)
                .findFirst();
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
