package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The documents")
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** A link or a picture, not within a code span. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>chat-[a-z-]+</artifactId>\\s+<version>([^<$]+)<|<duologue.version>([^<]+)<");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");

    @Test
    @DisplayName("link to nothing that is not there, sections included")
    void links() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            Matcher link = LINK.matcher(prose(document));
            while (link.find()) {
                links++;
                if (!leadsSomewhere(document, link.group(1))) {
                    dead.add(ROOT.relativize(document) + ": " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    @Test
    @DisplayName("are all to be found from the README")
    void reachable() throws IOException {
        Set<Path> reached = new TreeSet<>();
        List<Path> open = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        while (!open.isEmpty()) {
            Path document = open.remove(0);
            if (!reached.add(document)) {
                continue;
            }
            LINK.matcher(prose(document))
                    .results()
                    .map(link -> link.group(1).split("#", 2)[0])
                    .filter(target -> target.endsWith(".md") && !target.contains(":"))
                    .forEach(target -> open.add(document.resolveSibling(target).normalize()));
        }
        assertThat(documents()).isSubsetOf(reached);
    }

    @Test
    @DisplayName("name one version, which is that of the sample, and whoever publishes is told where")
    void version() throws IOException {
        String publishing = Files.readString(ROOT.resolve("docs/publishing.md"));
        Set<String> named = new TreeSet<>();
        List<Path> all = new ArrayList<>(documents());
        all.add(ROOT.resolve("samples/plain-java/pom.xml"));
        int times = 0;
        for (Path document : all) {
            Matcher version = VERSION.matcher(Files.readString(document));
            while (version.find()) {
                times++;
                named.add(version.group(1) == null ? version.group(2) : version.group(1));
                assertThat(publishing).contains("`" + ROOT.relativize(document) + "`");
            }
        }
        assertThat(named).hasSize(1);
        assertThat(times).isGreaterThan(3);
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String prose(Path document) {
        try {
            return FENCED.matcher(Files.readString(document)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsSomewhere(Path document, String target) {
        if (target.startsWith("https://") || target.startsWith("mailto:")) {
            return true;
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || sections(file).contains(parts[1]);
    }

    /** What readers on the web make of headings: lower case, words joined by hyphens, nothing else. */
    private static Set<String> sections(Path document) {
        return HEADING.matcher(prose(document))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
