package dev.duologue.example.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.InvalidNamesException;
import dev.duologue.ParticipantNames;
import dev.duologue.spi.SecretCodes;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/** What people type. */
final class Typed {

    private static final int MOST_BYTES = 256;

    private Typed() {}

    /** A code is malformed, or has one form, whatever is typed between. */
    static void code(String typed) {
        SecretCodes codes = SecretCodes.crockford();
        Optional<String> code = codes.normalise(typed);
        code.ifPresent(symbols -> {
            assertThat(symbols).matches("[0-9A-HJKMNP-TV-Z]{6}");
            assertThat(codes.normalise(symbols)).isEqualTo(code);
            assertThat(codes.normalise(symbols.substring(0, 3) + "-" + symbols.substring(3)))
                    .isEqualTo(code);
        });
    }

    /** Names are refused with their problems, or kept in a form that is taken again as it is. */
    static void names(String first, String second) {
        ParticipantNames names;
        try {
            names = ParticipantNames.of(first, second);
        } catch (InvalidNamesException refused) {
            assertThat(refused.problems()).isNotEmpty().isEqualTo(ParticipantNames.check(first, second));
            assertThat(refused.getMessage()).doesNotContain("\n");
            return;
        }
        for (String name : new String[] {names.first(), names.second()}) {
            assertThat(name)
                    .isNotBlank()
                    .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");
            assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFC)).isTrue();
            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MOST_BYTES);
        }
        ParticipantNames again = ParticipantNames.of(names.first(), names.second());
        assertThat(again.first()).isEqualTo(names.first());
        assertThat(again.second()).isEqualTo(names.second());
    }
}
