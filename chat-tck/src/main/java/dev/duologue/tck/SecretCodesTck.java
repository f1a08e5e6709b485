package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.CodeForm;
import dev.duologue.spi.SecretCodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link SecretCodes}. Extend it and give it what it asks for. */
public abstract class SecretCodesTck {

    private static final List<String> NO_CODES = List.of("", " ", "\n", "-");
    /** What people paste by mistake, and what trips implementations. None may throw, whatever it is taken for. */
    private static final List<String> ANYTHING = List.of(
            "https://chat.example/c#23AHi7kQ",
            "Hello ANNY, here is your code",
            "\u0000",
            "\uD83D",
            "\uD83D\uDD11",
            "ı İ ß ﬀ",
            "٤٨٢١",
            "9".repeat(10_000),
            " ".repeat(10_000) + "9");

    /** Makes the kit. */
    protected SecretCodesTck() {}

    /**
     * Makes the codes to test.
     *
     * @return codes
     */
    protected abstract SecretCodes newCodes();

    /**
     * Other ways to type a code that are to get in too, as in lower case.
     *
     * @param code a code as {@link SecretCodes#generate} gave it
     * @return the ways; none by default
     */
    protected List<String> alsoTyped(String code) {
        return List.of();
    }

    /** A code that was generated is one: it has a form that is compared, as it stands and as people may type it. */
    @Test
    public void a_generated_code_is_a_code() {
        SecretCodes codes = newCodes();
        for (int i = 0; i < 200; i++) {
            String code = codes.generate();
            Optional<String> normalised = codes.normalise(code);
            assertThat(normalised).isPresent();
            for (String typed : alsoTyped(code)) {
                assertThat(codes.normalise(typed)).isEqualTo(normalised);
            }
        }
    }

    /** Codes are random, and many enough that the limits on guessing are worth something. */
    @Test
    public void codes_are_random() {
        SecretCodes one = newCodes();
        SecretCodes other = newCodes();
        Set<Optional<String>> codes = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            codes.add(one.normalise(one.generate()));
            codes.add(other.normalise(other.generate()));
        }
        assertThat(codes).as("codes of 1,000 that differ").hasSizeGreaterThan(900);
    }

    /** Nothing typed is no code, and costs no attempt. */
    @Test
    public void nothing_is_no_code() {
        SecretCodes codes = newCodes();
        for (String nothing : NO_CODES) {
            assertThat(codes.normalise(nothing)).isEmpty();
        }
    }

    /** Whatever is typed has an answer: what throws would look as if the server were out of reach. */
    @Test
    public void anything_typed_has_an_answer() {
        SecretCodes codes = newCodes();
        for (String typed : ANYTHING) {
            Optional<String> normalised = codes.normalise(typed);
            assertThat(normalised).isNotNull();
            normalised.ifPresent(form -> assertThat(codes.normalise(typed)).hasValue(form));
        }
    }

    /** The right code matches, also by a rule of one's own. */
    @Test
    public void the_right_code_matches() {
        SecretCodes codes = newCodes();
        for (int i = 0; i < 100; i++) {
            String stored = codes.normalise(codes.generate()).orElseThrow();
            assertThat(codes.matches(stored, stored::equals)).isTrue();
        }
    }

    /** Another code does not, whatever a rule of one's own forgives. */
    @Test
    public void another_code_does_not_match() {
        SecretCodes codes = newCodes();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String stored = codes.normalise(codes.generate()).orElseThrow();
            String typed = codes.normalise(codes.generate()).orElseThrow();
            if (!typed.equals(stored) && codes.matches(typed, stored::equals)) {
                wrong.add(typed);
            }
        }
        // A rule that forgives one symbol lets in a random code once in a long while.
        assertThat(wrong).hasSizeLessThan(3);
    }

    /** Where no form of what was typed has the stored digest, it is wrong. */
    @Test
    public void what_has_no_stored_digest_does_not_match() {
        SecretCodes codes = newCodes();
        assertThat(codes.matches(codes.normalise(codes.generate()).orElseThrow(), asked -> false))
                .isFalse();
    }

    /** The form that a page is told is that of the codes: their symbols, so many together, and nothing missing. */
    @Test
    public void the_form_is_that_of_the_codes() {
        SecretCodes codes = newCodes();
        Optional<CodeForm> form = codes.form();
        assertThat(form).isNotNull().isEqualTo(codes.form());
        form.ifPresent(told -> {
            for (int i = 0; i < 50; i++) {
                assertThat(groups(codes.generate(), told.alphabet())).isEqualTo(told.groups());
            }
        });
    }

    /** Calls at once do not get in each other's way, and give codes that differ. */
    @Test
    public void calls_at_once_give_codes_of_their_own() {
        SecretCodes codes = newCodes();
        List<String> made = AtOnce.all(1_000, i -> codes.generate());
        Set<String> normalised = new HashSet<>();
        for (String code : made) {
            normalised.add(codes.normalise(code).orElseThrow());
        }
        assertThat(normalised).hasSizeGreaterThan(900);
        List<Optional<String>> read = AtOnce.all(made.size(), i -> codes.normalise(made.get(i)));
        for (int i = 0; i < made.size(); i++) {
            assertThat(read.get(i)).isEqualTo(codes.normalise(made.get(i)));
        }
    }

    /** How many symbols of the alphabet stand together; what is between them is there for people. */
    private static List<Integer> groups(String code, String alphabet) {
        List<Integer> groups = new ArrayList<>();
        int run = 0;
        for (int symbol : code.codePoints().toArray()) {
            if (alphabet.indexOf(symbol) >= 0) {
                run++;
            } else if (run > 0) {
                groups.add(run);
                run = 0;
            }
        }
        if (run > 0) {
            groups.add(run);
        }
        return groups;
    }
}
