package dev.duologue.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is shown there runs in the tests of its container: {@code ChatServerTest}, {@code ChatDeploymentTest}, the starter's. */
@DisplayName("The page about the first steps")
class GettingStartedTest {

    private static final Path PAGE = Path.of("..", "docs", "getting-started.md");
    private static final Path STARTER = Path.of("..", "chat-spring-boot-starter", "src", "test");
    private static final Path HERE = Path.of("src", "test");
    private static final Path START = HERE.resolve("java/dev/duologue/containers/start");

    @Test
    @DisplayName("shows classes that are compiled and run, whole but for imports")
    void java() throws IOException {
        assertThat(blocks("java"))
                .containsExactly(
                        shown(START.resolve("ChatServer.java"), "/**"),
                        shown(
                                STARTER.resolve("java/dev/duologue/spring/sample/ChatController.java"),
                                "@RestController"),
                        shown(START.resolve("ChatDeployment.java"), "/**"),
                        shown(START.resolve("ChatStart.java"), "/**"));
    }

    @Test
    @DisplayName("shows the page that is served")
    void html() throws IOException {
        assertThat(blocks("html"))
                .containsExactly(squeezed(Files.readString(STARTER.resolve("resources/static/c.html"))))
                .containsExactly(squeezed(Files.readString(HERE.resolve("resources/META-INF/resources/c.html"))));
    }

    @Test
    @DisplayName("names the version of Jetty that it was tried with")
    void jetty() throws IOException {
        String version = Pattern.compile("<jetty.version>(.*?)</jetty.version>")
                .matcher(Files.readString(Path.of("..", "pom.xml")))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(blocks("xml")).anyMatch(block -> block.contains("<version>" + version + "</version>"));
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> squeezed(block.group(1)))
                .toList();
    }

    private static String shown(Path source, String from) throws IOException {
        String all = Files.readString(source);
        return squeezed(all.substring(all.indexOf(from)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
