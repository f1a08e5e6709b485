package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ParticipantNames.Kind;
import dev.duologue.ParticipantNames.Problem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ParticipantNamesProperties {

    /** Any string, and strings of what makes trouble. */
    @Provide
    Arbitrary<String> typed() {
        Arbitrary<String> nasty = Arbitraries.of(
                        "a",
                        "B",
                        " ",
                        "\u0301",
                        "\u200D",
                        "\uD83D\uDE00",
                        "\uD83D",
                        "\uDE00",
                        "\u202E",
                        "\u0000",
                        "\u2028",
                        "\u00DF",
                        "\u0130",
                        "\u0131",
                        "\uFB01",
                        "\u0345",
                        "\u1E9E",
                        "\uD83C\uDDEE",
                        "\uFE0F",
                        "\u3164")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(Arbitraries.strings(), nasty);
    }

    @Property
    void any_two_strings_are_names_or_have_a_problem(@ForAll("typed") String first, @ForAll("typed") String second) {
        List<Problem> problems = ParticipantNames.check(first, second);

        assertThat(problems).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
        if (problems.isEmpty()) {
            ParticipantNames names = ParticipantNames.of(first, second);
            assertKeepsTheRules(names.first());
            assertKeepsTheRules(names.second());
            assertThat(names.first().toLowerCase(Locale.ROOT))
                    .isNotEqualTo(names.second().toLowerCase(Locale.ROOT));
            assertThat(names.first().toUpperCase(Locale.ROOT))
                    .isNotEqualTo(names.second().toUpperCase(Locale.ROOT));
            assertThat(ParticipantNames.of(names.first(), names.second()).first())
                    .as("what was tidied stays as it is")
                    .isEqualTo(names.first());
        }
    }

    private static void assertKeepsTheRules(String name) {
        assertThat(name).isNotBlank().isEqualTo(name.strip());
        assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFC)).isTrue();
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        assertThat(utf8.length).isLessThanOrEqualTo(ParticipantNames.MAX_BYTES);
        assertThat(new String(utf8, StandardCharsets.UTF_8)).isEqualTo(name);
        assertThat(name).doesNotContainPattern("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");
    }

    @Property
    void a_name_is_the_same_as_itself_in_capitals_and_in_compatible_forms(@ForAll("typed") String typed) {
        // Composed, as a mark that becomes a letter (U+0345) in capitals would take the marks behind it along.
        String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        String capitals = name.toUpperCase(Locale.ROOT);
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
        for (String other : List.of(name, capitals, compatible, name.toLowerCase(Locale.ROOT))) {
            if (!other.equals(other.strip())) {
                // The compatible form of some accents is a blank with a mark, which is trimmed before it is compared.
                continue;
            }
            assertThat(ParticipantNames.check(name, other))
                    .extracting(Problem::kind)
                    .isNotEmpty();
            if (ParticipantNames.check(name, "somebody").isEmpty()
                    && ParticipantNames.check("somebody", other).isEmpty()) {
                assertThat(ParticipantNames.check(name, other)).containsExactly(new Problem(Side.SECOND, Kind.SAME));
            }
        }
    }

    @Property
    void whether_two_names_are_the_same_does_not_depend_on_their_order(
            @ForAll("typed") String first, @ForAll("typed") String second) {
        assertThat(ParticipantNames.check(first, second).isEmpty())
                .isEqualTo(ParticipantNames.check(second, first).isEmpty());
    }
}
