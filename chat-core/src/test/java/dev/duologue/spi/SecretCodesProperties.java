package dev.duologue.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretCodesProperties {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final SecretCodes codes = SecretCodes.crockford();

    @Provide
    Arbitrary<String> symbols() {
        return Arbitraries.strings().withChars(ALPHABET).ofLength(6);
    }

    @Example
    void generated_codes_have_their_form_differ_and_use_the_whole_alphabet() {
        Set<String> seen = new HashSet<>();
        Set<Integer> symbols = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            String code = codes.generate();
            assertThat(code).matches("[" + ALPHABET + "]{3}-[" + ALPHABET + "]{3}");
            assertThat(codes.normalise(code)).contains(code.replace("-", ""));
            seen.add(code);
            code.chars().forEach(symbols::add);
        }
        // Two of 2,000 codes of 30 bits are equal once in 500 runs; 10 never are.
        assertThat(seen).hasSizeGreaterThan(1_990);
        assertThat(symbols).hasSize(33);
    }

    @Property
    void a_code_reads_the_same_however_it_is_typed(@ForAll("symbols") String code, @ForAll Random random) {
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < code.length(); i++) {
            filler(typed, random);
            typed.append(asTyped(code.charAt(i), random));
        }
        filler(typed, random);

        assertThat(codes.normalise(typed.toString())).contains(code);
    }

    @Property
    void another_code_reads_as_another(@ForAll("symbols") String one, @ForAll("symbols") String other) {
        assertThat(codes.normalise(one).equals(codes.normalise(other))).isEqualTo(one.equals(other));
    }

    @Property
    void what_is_read_is_six_symbols_of_the_alphabet_or_nothing(@ForAll String typed) {
        codes.normalise(typed).ifPresent(code -> {
            assertThat(code).matches("[" + ALPHABET + "]{6}");
            assertThat(codes.normalise(code)).contains(code);
        });
    }

    @Property
    void five_or_seven_symbols_are_no_code(@ForAll("symbols") String code) {
        assertThat(codes.normalise(code.substring(1))).isEmpty();
        assertThat(codes.normalise(code + "0")).isEmpty();
    }

    @Example
    void what_cannot_be_a_code_is_malformed() {
        for (String typed : List.of(
                "",
                "   ",
                "---",
                "K7Q-M3",
                "K7Q-M3F1",
                "K7Q_M3F",
                "K7U-M3F",
                "ſ00000",
                "\uD835\uDC00\uD835\uDC00\uD835\uDC00",
                "K7Q-M3F" + " ".repeat(100),
                "\u0000K7QM3F",
                "０００００0",
                "\uD800\uD800\uD800\uD800\uD800\uD800")) {
            assertThat(codes.normalise(typed)).as(typed).isEmpty();
        }
    }

    @Example
    void no_locale_changes_what_is_read() {
        Locale locale = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(codes.normalise("ilo-k7q")).contains("110K7Q");
            assertThat(codes.normalise("İ1000K")).isEmpty();
            assertThat(codes.normalise("ı1000K")).isEmpty();
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Example
    void a_page_is_told_what_codes_look_like() {
        assertThat(codes.form().orElseThrow().alphabet()).isEqualTo(ALPHABET);
        assertThat(codes.form().orElseThrow().groups()).containsExactly(3, 3);
    }

    @Example
    void codes_of_ones_own_tell_no_form_and_match_by_their_digest() {
        SecretCodes own = new SecretCodes() {
            @Override
            public String generate() {
                return "secret";
            }

            @Override
            public Optional<String> normalise(String typed) {
                return Optional.of(typed);
            }
        };
        assertThat(own.form()).isEmpty();
        assertThat(own.matches("secret", "secret"::equals)).isTrue();
        assertThat(own.matches("other", "secret"::equals)).isFalse();
    }

    private static void filler(StringBuilder typed, Random random) {
        String fillers = " -\t\n\u00A0\u2003\u2010\u2013\u2014";
        if (random.nextInt(3) == 0) {
            typed.append(fillers.charAt(random.nextInt(fillers.length())));
        }
    }

    private static char asTyped(char symbol, Random random) {
        List<Character> ways = switch (symbol) {
            case '0' -> List.of('0', 'o', 'O');
            case '1' -> List.of('1', 'i', 'I', 'l', 'L');
            default -> List.of(symbol, Character.toLowerCase(symbol));
        };
        return ways.get(random.nextInt(ways.size()));
    }
}
