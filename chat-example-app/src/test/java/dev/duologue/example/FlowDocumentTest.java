package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

@DisplayName("The picture of a chat's flow")
class FlowDocumentTest {

    private static final Path PICTURE = Path.of("..", "docs", "images", "flow.svg");
    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
    private static final Pattern FRAME = Pattern.compile("class=\"frame\">([a-z]+)<");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z]+`(?:, `[a-z]+`)*) \\|");
    private static final Pattern COLOURS = Pattern.compile("svg \\{ (--page[^}]*)");
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");

    /** WCAG 2.2, success criterion 1.4.3. */
    private static final double READABLE = 4.5;

    @Test
    @DisplayName("is one, and names no frame that the protocol does not have")
    void frames() throws Exception {
        Document drawn =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(PICTURE.toFile());
        assertThat(drawn.getDocumentElement().getTagName()).isEqualTo("svg");
        Set<String> protocol = ROW.matcher(Files.readString(PROTOCOL))
                .results()
                .flatMap(row -> List.of(row.group(1).replace("`", "").split(", ")).stream())
                .collect(Collectors.toSet());
        Set<String> shown = FRAME.matcher(Files.readString(PICTURE))
                .results()
                .map(frame -> frame.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).contains("open", "enter", "send", "end", "ended").isSubsetOf(protocol);
    }

    @Test
    @DisplayName("can be read in light and in dark")
    void contrast() throws IOException {
        List<MatchResult> schemes =
                COLOURS.matcher(Files.readString(PICTURE)).results().toList();
        assertThat(schemes).hasSize(2);
        List<String> poor = new ArrayList<>();
        for (MatchResult scheme : schemes) {
            Map<String, Double> light = new TreeMap<>();
            COLOUR.matcher(scheme.group(1))
                    .results()
                    .forEach(colour -> light.put(colour.group(1), luminance(Integer.parseInt(colour.group(2), 16))));
            for (String ink : List.of("ink", "soft", "word")) {
                check(light, "page", ink, poor);
            }
            check(light, "note", "ink", poor);
            check(light, "over", "ink", poor);
        }
        assertThat(poor).isEmpty();
    }

    private static void check(Map<String, Double> light, String ground, String ink, List<String> poor) {
        double contrast = contrast(light.get(ground), light.get(ink));
        if (contrast < READABLE) {
            poor.add(String.format(Locale.ROOT, "%s on %s: %.1f", ink, ground, contrast));
        }
    }

    private static double contrast(double one, double other) {
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    /** Relative luminance as in WCAG 2.2. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xFF) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
