package dev.duologue.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the examples in a module's Javadoc against its tests: what is shown is compiled, to the letter but for white space. */
public final class JavadocExamples {

    private static final Pattern EXAMPLE = Pattern.compile("<pre>(?:\\{@code)?(.*?)</pre>", Pattern.DOTALL);
    /** The asterisk that each line of a comment begins with. */
    private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*\\*");

    private JavadocExamples() {}

    /**
     * Fails if an example is not in the tests of the module that runs, or if there are not as many as there ought to be.
     *
     * @param examples how many there are
     */
    public static void checkThatAllAreCompiled(int examples) throws IOException {
        String tests = sources(Path.of("src/test/java")).collect(Collectors.joining());
        List<String> shown = sources(Path.of("src/main/java"))
                .flatMap(source -> EXAMPLE.matcher(source).results())
                .map(JavadocExamples::code)
                .toList();
        assertThat(shown)
                .hasSize(examples)
                .allSatisfy(example -> assertThat(squeezed(tests)).contains(squeezed(example)));
    }

    private static String code(MatchResult example) {
        String code = MARGIN.matcher(example.group(1)).replaceAll("").strip();
        return code.substring(0, code.lastIndexOf('}'));
    }

    private static Stream<String> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream()
                    .map(JavadocExamples::read);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
