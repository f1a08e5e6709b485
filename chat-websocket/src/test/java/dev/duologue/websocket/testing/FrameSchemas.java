package dev.duologue.websocket.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** The published schemas of frames, held against every frame that a test sends or gets. */
public final class FrameSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FrameSchemas CLIENT = new FrameSchemas("client");
    private static final FrameSchemas SERVER = new FrameSchemas("server");

    private final JsonNode definitions;
    private final Schema schema;

    private FrameSchemas(String side) {
        String resource = "/dev/duologue/websocket/schema/" + side + "-frames.schema.json";
        try (InputStream in = Objects.requireNonNull(FrameSchemas.class.getResourceAsStream(resource), resource)) {
            JsonNode document = JSON.readTree(in);
            this.definitions = document.get("$defs");
            this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks a frame from a client.
     *
     * @param json the frame
     */
    public static void checkClient(String json) {
        CLIENT.check(json);
    }

    /**
     * Checks a frame from the server; stricter than the schema, it may have no member that the schema does not name.
     *
     * @param json the frame
     */
    public static void checkServer(String json) {
        SERVER.check(json);
        SERVER.checkMembers(json);
    }

    private void check(String json) {
        List<Error> errors = schema.validate(json, InputFormat.JSON);
        assertThat(errors).as("schema errors of %s", json).isEmpty();
    }

    private void checkMembers(String json) {
        JsonNode frame = read(json);
        JsonNode known = definitions.get(frame.get("type").asText()).get("properties");
        for (Iterator<String> names = frame.fieldNames(); names.hasNext(); ) {
            assertThat(known.fieldNames())
                    .toIterable()
                    .as("members of %s", json)
                    .contains(names.next());
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
