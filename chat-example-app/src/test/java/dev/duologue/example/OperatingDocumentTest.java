package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The page about running the server")
class OperatingDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "operating.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(duologue_[a-z_]+)` \\|");
    private static final Pattern TOLD = Pattern.compile("(?m)^# TYPE (duologue_[a-z_]+) ");
    private static final Path LIMITS = Path.of("..", "docs", "limits.md");
    private static final Pattern LIMIT = Pattern.compile("limit=\"([a-z_]+)\"");
    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]+)");

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("names the metrics that the server has, all of them and no other")
    void metrics() throws IOException {
        Server server = stage.serve();
        Http http = new Http(server);
        JsonNode chat = http.startChat();
        String address = "/api/chats/" + chat.get("id").asText();
        http.call(
                "DELETE",
                address,
                "",
                "Authorization",
                "Bearer " + chat.get("host").asText());
        Set<String> documented = found(ROW, Files.readString(DOCUMENT));
        // How a chat ended is counted by the way.
        Eventually.holds(
                () -> assertThat(found(TOLD, http.get("/metrics").body())).isEqualTo(documented));
    }

    @Test
    @DisplayName("leads to limits that are all counted from the start")
    void limits() throws IOException {
        Set<String> counted =
                found(LIMIT, new Http(stage.serve()).get("/metrics").body());
        assertThat(counted).isEqualTo(found(LIMIT, Files.readString(LIMITS)));
    }

    @Test
    @DisplayName("names no option that there is not")
    void options() throws IOException {
        ByteArrayOutputStream help = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(help, true, StandardCharsets.UTF_8);
        assertThat(Main.run(new String[] {"--help"}, Map.of(), out, out)).hasValue(0);
        assertThat(found(OPTION, help.toString(StandardCharsets.UTF_8)))
                .containsAll(found(OPTION, Files.readString(DOCUMENT)));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
