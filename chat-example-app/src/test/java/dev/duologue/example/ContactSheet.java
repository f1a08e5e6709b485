package dev.duologue.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All pictures of the pages that tests took, each with its page's title, on one page to look through: {@code target/screens.html}. */
final class ContactSheet {

    static final Path SCREENS = Path.of("target", "screens");

    private static final String TITLE = ".title";
    private static final Path SHEET = Path.of("target", "screens.html");

    private ContactSheet() {}

    /** The file of a picture. */
    static Path file(String state, int width, String scheme) {
        return SCREENS.resolve(state + "-" + width + "-" + scheme + ".png");
    }

    /** Keeps what no picture of the page shows: its title. */
    static void caption(String state, String title) {
        try {
            Files.createDirectories(SCREENS);
            Files.writeString(SCREENS.resolve(state + TITLE), title);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the page, from all pictures that are there, of earlier runs too. */
    static void write() {
        if (!Files.isDirectory(SCREENS)) {
            return;
        }
        try (Stream<Path> found = Files.list(SCREENS)) {
            Map<String, List<String>> states = found.map(
                            file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".png"))
                    .sorted()
                    .collect(Collectors.groupingBy(ContactSheet::stateOf, TreeMap::new, Collectors.toList()));
            Files.writeString(SHEET, page(states));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stateOf(String file) {
        return file.replaceFirst("-\\d+-(light|dark)\\.png$", "");
    }

    private static String titleOf(String state) {
        Path title = SCREENS.resolve(state + TITLE);
        try {
            return Files.exists(title)
                    ? Files.readString(title).replace("&", "&amp;").replace("<", "&lt;")
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(Map<String, List<String>> states) {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
                .append(
                        "<title>Duologue: all states of the pages</title><style>body{font:1rem system-ui;background:#888}")
                .append("div{display:flex;gap:1rem;overflow-x:auto;align-items:start}img{height:24rem}")
                .append("</style><h1>All states of the pages</h1>");
        states.forEach((state, files) -> {
            page.append("<h2>")
                    .append(state)
                    .append("</h2><p>")
                    .append(titleOf(state))
                    .append("</p><div>");
            files.forEach(file -> page.append("<img loading=\"lazy\" src=\"screens/")
                    .append(file)
                    .append("\" alt=\"")
                    .append(file)
                    .append("\">"));
            page.append("</div>\n");
        });
        return page.append("</html>\n").toString();
    }
}
