package dev.duologue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for the two names of a chat: trimmed of all Unicode white space and brought into normal form C, 1 to 40
 * grapheme clusters, at most 256 bytes of UTF-8 and 4 combining marks on one base, at least one visible character, no
 * control characters, no line separators, no explicit bidirectional formatting, no lone surrogates; and the two must
 * differ after NFKC and case folding, since people could not tell them apart.
 *
 * <p>Immutable and thread-safe.
 */
public final class ParticipantNames {

    /** Most grapheme clusters (UAX #29) in a name. */
    public static final int MAX_GRAPHEMES = 40;

    /** Most bytes of a name in UTF-8. */
    public static final int MAX_BYTES = 256;

    /** Most combining marks on one base: more of them paint over the lines above and below. */
    public static final int MAX_MARKS = 4;

    private static final Pattern OUTER_SPACE = Pattern.compile("^\\p{IsWhite_Space}+|\\p{IsWhite_Space}+$");
    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final Pattern VISIBLE = Pattern.compile("[^\\p{C}\\p{M}\\p{Z}]");
    private static final Pattern STACKED_MARKS = Pattern.compile("\\p{M}{" + (MAX_MARKS + 1) + "}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    /** Embeddings, overrides and isolates (UAX #9): left open they turn what stands after the name. */
    private static final Pattern BIDI = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    private final String first;
    private final String second;

    private ParticipantNames(String first, String second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Checks two names as they were typed.
     *
     * @param first the name of the first participant
     * @param second the name of the second participant
     * @return what is wrong with them, those of the first side before those of the second; empty if nothing is
     */
    public static List<Problem> check(String first, String second) {
        String one = tidy(first);
        String two = tidy(second);
        List<Problem> problems = new ArrayList<>(2);
        problemOf(one).ifPresent(kind -> problems.add(new Problem(Side.FIRST, kind)));
        problemOf(two).ifPresent(kind -> problems.add(new Problem(Side.SECOND, kind)));
        if (problems.isEmpty() && folded(one).equals(folded(two))) {
            problems.add(new Problem(Side.SECOND, Kind.SAME));
        }
        return List.copyOf(problems);
    }

    /**
     * Takes two names as they were typed.
     *
     * @param first the name of the first participant
     * @param second the name of the second participant
     * @return the names as the chat will show them
     * @throws InvalidNamesException if they do not keep the rules
     */
    public static ParticipantNames of(String first, String second) {
        List<Problem> problems = check(first, second);
        if (!problems.isEmpty()) {
            throw new InvalidNamesException(problems);
        }
        return new ParticipantNames(tidy(first), tidy(second));
    }

    /**
     * The first name.
     *
     * @return the name, trimmed and in normal form C
     */
    public String first() {
        return first;
    }

    /**
     * The second name.
     *
     * @return the name, trimmed and in normal form C
     */
    public String second() {
        return second;
    }

    private static String tidy(String typed) {
        return Normalizer.normalize(OUTER_SPACE.matcher(typed).replaceAll(""), Normalizer.Form.NFC);
    }

    private static Optional<Kind> problemOf(String name) {
        if (name.isEmpty()) {
            return Optional.of(Kind.EMPTY);
        }
        if (TextForm.hasLoneSurrogate(name)
                || CONTROL.matcher(name).find()
                || BIDI.matcher(name).find()
                || STACKED_MARKS
                        .matcher(Normalizer.normalize(name, Normalizer.Form.NFD))
                        .find()) {
            return Optional.of(Kind.INVALID);
        }
        if (!VISIBLE.matcher(name).find()) {
            return Optional.of(Kind.EMPTY);
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || GRAPHEME.matcher(name).results().limit(MAX_GRAPHEMES + 1L).count() > MAX_GRAPHEMES) {
            return Optional.of(Kind.TOO_LONG);
        }
        return Optional.empty();
    }

    /** NFKC, folded by way of capitals (which opens ß to SS), NFKC again since folding can undo it. */
    private static String folded(String name) {
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
        String folded = compatible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /** Tells nothing: names stay out of logs. */
    @Override
    public String toString() {
        return "ParticipantNames";
    }

    /**
     * What is wrong with one name.
     *
     * @param side whose name
     * @param kind what is wrong
     */
    public record Problem(Side side, Kind kind) {}

    /** The ways in which a name can be wrong, each with a sentence for a person. */
    public enum Kind {
        /** Nothing to see. */
        EMPTY("Enter a name."),
        /** Too many graphemes or bytes. */
        TOO_LONG("This name is too long: at most " + MAX_GRAPHEMES + " characters."),
        /** Characters that would break a line of text. */
        INVALID("This name has characters that cannot be shown here."),
        /** Both names look alike. */
        SAME("The two names must differ.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /**
         * What to tell a person.
         *
         * @return an English sentence without the name
         */
        public String sentence() {
            return sentence;
        }
    }
}
