package dev.duologue.example;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of the browser's catalogues ({@code /duologue/words/}), for what a page says before its scripts are there.
 * Immutable.
 */
final class Catalogues {

    /** That of pages whose reader asks for none that there is. */
    static final String DEFAULT = "en";

    private static final String FOLDER = "/duologue/words/";
    private static final String ENDING = ".js";
    /** Of Accept-Language, in characters: to sort thousands of languages would hold up other connections. */
    private static final int MOST_ACCEPTED = 1_000;

    private static final Pattern ENTRY =
            Pattern.compile("(?m)^ {2}'([^']+)':\\s+(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"),$");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Pattern WISH = Pattern.compile("(?:^|&)lang=([^&]*)");
    private static final Pattern PLACE = Pattern.compile("(<[^<>]+ data-words=\"([^\"]+)\"[^<>]*>)(?=</)");

    private final Map<String, Map<String, String>> words = new TreeMap<>();

    /**
     * Reads the catalogues.
     *
     * @param files texts by address, others than catalogues too
     */
    Catalogues(Map<String, String> files) {
        files.forEach((path, text) -> {
            if (path.startsWith(FOLDER) && path.endsWith(ENDING)) {
                words.put(path.substring(FOLDER.length(), path.length() - ENDING.length()), entries(text));
            }
        });
    }

    private static Map<String, String> entries(String catalogue) {
        return ENTRY.matcher(catalogue)
                .results()
                .collect(Collectors.toMap(
                        (MatchResult entry) -> entry.group(1),
                        entry -> ESCAPED.matcher(entry.group(2) == null ? entry.group(3) : entry.group(2))
                                .replaceAll("$1")));
    }

    /** The languages that there is a catalogue for, as {@code en}. */
    Set<String> languages() {
        return words.keySet();
    }

    /** The address of a language's catalogue. */
    static String addressOf(String language) {
        return FOLDER + language + ENDING;
    }

    /**
     * The language of a reader, chosen as the page's scripts do: that of {@code lang=} in the query, else the first that the
     * browser likes, else English.
     *
     * @param query of the address, as it was sent; empty if there is none
     * @param accepted the header {@code Accept-Language}; empty if there is none
     */
    String choose(String query, String accepted) {
        Stream<String> wish = WISH.matcher(query).results().limit(1).map(found -> found.group(1));
        return Stream.concat(wish, liked(accepted).stream())
                .flatMap(tag -> lookUp(tag).stream())
                .findFirst()
                .orElse(DEFAULT);
    }

    /** Of {@code pt-BR} the catalogue {@code pt-BR}, else {@code pt} (RFC 4647, section 3.4). */
    private Optional<String> lookUp(String tag) {
        return words.keySet().stream()
                .filter(language -> tag.regionMatches(true, 0, language, 0, language.length()))
                .filter(language ->
                        tag.length() == language.length() || "-_".indexOf(tag.charAt(language.length())) >= 0)
                .max(Comparator.comparingInt(String::length));
    }

    private static List<String> liked(String accepted) {
        try {
            return accepted.isEmpty() || accepted.length() > MOST_ACCEPTED
                    ? List.of()
                    : Locale.LanguageRange.parse(accepted).stream()
                            .filter(range -> range.getWeight() > 0)
                            .map(Locale.LanguageRange::getRange)
                            .toList();
        } catch (IllegalArgumentException e) {
            // Nobody is refused a page for a header that makes no sense: it is as if there were none.
            return List.of();
        }
    }

    /** Whether a page takes its words from a catalogue; else it is written in English, whoever reads it. */
    static boolean serves(String page) {
        return PLACE.matcher(page).find();
    }

    /** The page with its words in it, wherever {@code data-words} names them. */
    String speak(String page, String language) {
        Map<String, String> said = Objects.requireNonNull(words.get(language), language);
        return PLACE.matcher(page)
                .replaceAll(place -> Matcher.quoteReplacement(place.group(1) + escaped(word(said, place.group(2)))))
                .replaceFirst("<html lang=\"en\">", "<html lang=\"" + language + "\" dir=\"" + direction(said) + "\">");
    }

    private String direction(Map<String, String> said) {
        return word(said, "language.direction").equals("rtl") ? "rtl" : "ltr";
    }

    private String word(Map<String, String> said, String key) {
        String english = words.getOrDefault(DEFAULT, Map.of()).getOrDefault(key, "");
        return said.getOrDefault(key, english);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
