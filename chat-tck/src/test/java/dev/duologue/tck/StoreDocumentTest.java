package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about stores")
class StoreDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "store.md");
    private static final Path SHOWN = Path.of("src/test/java/dev/duologue/tck/example/InMemoryChatStoreTest.java");

    @Test
    @DisplayName("shows the test of the store in memory as it runs here")
    void shows_a_test_that_runs() throws IOException {
        String source = Files.readString(SHOWN);
        String test = source.substring(source.indexOf("import "));
        assertThat(Files.readString(DOCUMENT)).contains("```java\n" + test + "```");
    }
}
