package dev.duologue.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Tag("slow")
@DisplayName("The benchmark")
class BenchTest {

    private static final Path SERVER = Path.of("..", "chat-example-app", "target", "chat-example-app.jar");

    @TempDir
    Path folder;

    @DisplayName("runs each scenario with every contestant and writes the figures of each")
    @ParameterizedTest
    @CsvSource({
        "relay, 3, 10",
        "latency, 1, 6",
        "redis, 3, 9",
        "idle, 1, 2",
        "join, 1, 2",
        "start, 1, 1",
        "growth, 2, 11"
    })
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void scenario(String name, int tables, int rows) throws Exception {
        Path json = folder.resolve("result.json");

        int status = new CommandLine(new Bench())
                .execute(name, "--trial", "--server", SERVER.toString(), "--json", json.toString());

        assertThat(status).isZero();
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.path("scenarios").size()).as("tables").isEqualTo(tables);
        int found = 0;
        for (JsonNode table : result.path("scenarios")) {
            for (JsonNode row : table) {
                found++;
                for (JsonNode figure : row) {
                    assertThat(figure.path("rounds")).as("rounds of %s", figure).isNotEmpty();
                }
            }
        }
        assertThat(found).as("rows").isEqualTo(rows);
        assertThat(result.path("goals")).as("goals").isNotEmpty();
    }
}
