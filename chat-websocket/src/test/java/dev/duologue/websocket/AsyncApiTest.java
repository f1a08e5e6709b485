package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas are what every frame of every test of the protocol is held against: so the server and this file agree. */
@DisplayName("The AsyncAPI document")
class AsyncApiTest {

    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
    /** A row of a table that begins with one frame, or with two that are alike. */
    private static final Pattern ROW = Pattern.compile("^\\| (`[a-z]+`(?:, `[a-z]+`)*) \\|");

    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

    private final JsonNode document;

    AsyncApiTest() throws IOException {
        this.document = new YAMLMapper().readTree(resource("asyncapi.yaml"));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(AsyncApiTest.class.getResourceAsStream(name), name);
    }

    private static JsonNode schemas(String side) throws IOException {
        return new ObjectMapper().readTree(resource("schema/" + side + "-frames.schema.json"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Set<String> messages(String side) {
        return names(document.at("/components/messages")).stream()
                .filter(name -> name.startsWith(side + "."))
                .map(name -> name.substring(side.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    @DisplayName("names the frames that there are schemas of, and that the protocol's page tells of")
    void same_frames(String side) throws IOException {
        assertThat(messages(side)).isEqualTo(names(schemas(side).get("$defs")));
        assertThat(messages(side)).isEqualTo(told("## From the " + side));
    }

    private static Set<String> told(String heading) throws IOException {
        return Files.readAllLines(PROTOCOL).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .map(ROW::matcher)
                .filter(row -> row.find())
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName("has a message for each frame, by its name, with the schema of it")
    void messages_have_schemas() {
        document.at("/components/messages").properties().forEach(message -> {
            String[] name = message.getKey().split("\\.", 2);
            assertThat(message.getValue().path("name").asText()).isEqualTo(name[1]);
            assertThat(message.getValue().at("/payload/schema/$ref").asText())
                    .isEqualTo("./schema/" + name[0] + "-frames.schema.json#/$defs/" + name[1]);
        });
        assertThat(names(document.at("/channels/chat/messages"))).isEqualTo(names(document.at("/components/messages")));
    }

    @Test
    @DisplayName("has an operation for each frame of a client, and tells of each frame of the server when it comes")
    void operations() {
        Set<String> operations = names(document.path("operations"));
        assertThat(operations.remove("tell")).isTrue();
        assertThat(operations).isEqualTo(messages("client"));
        Set<String> coming = document.path("operations").findValuesAsText("$ref").stream()
                .filter(reference -> reference.contains("/server."))
                .map(reference -> reference.substring(reference.indexOf("/server.") + "/server.".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(coming).isEqualTo(messages("server"));
    }

    @Test
    @DisplayName("refers to nothing that is not there")
    void references() throws IOException {
        JsonNode client = schemas("client");
        JsonNode server = schemas("server");
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> {
            String[] parts = reference.split("#", 2);
            JsonNode file = parts[0].isEmpty() ? document : parts[0].contains("/client-") ? client : server;
            assertThat(file.at(parts[1]).isMissingNode()).isFalse();
        });
    }

    @Test
    @DisplayName("tells the sub-protocol of the endpoint")
    void sub_protocol() {
        assertThat(document.at("/channels/chat/bindings/ws/headers/properties/Sec-WebSocket-Protocol/const")
                        .asText())
                .isEqualTo(ChatWebSocket.SUB_PROTOCOL);
    }
}
