package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.Invitation;
import dev.duologue.websocket.testing.ChatClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chat that the protocol's page shows")
class TranscriptTest extends ProtocolFixture {

    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
    private static final Pattern TRANSCRIPT =
            Pattern.compile("## A chat, frame by frame.*?```text\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(ABHI|ANNY) +(connects|→|←|✕) *(.*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ChatClient> people = new HashMap<>();
    /** What is other in each chat, by the word that stands for it. */
    private final Map<String, String> secrets = new HashMap<>();

    @Test
    @DisplayName("runs as it stands there, frame by frame")
    void runs() throws IOException {
        know("ABHI", chat.first());
        know("ANNY", chat.second());
        Matcher transcript = TRANSCRIPT.matcher(Files.readString(PROTOCOL));
        assertThat(transcript.find()).as("a transcript").isTrue();
        List<String> lines = transcript.group(1).lines().toList();
        assertThat(lines)
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(line).matches(LINE));
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).isTrue();
            step(line, parts.group(1), parts.group(2), parts.group(3));
        }
        people.values().forEach(person -> assertThat(person.closeCode()).isEqualTo(4000));
    }

    private void know(String name, Invitation invitation) {
        secrets.put("LINK-OF-" + name, invitation.link());
        secrets.put("CODE-OF-" + name, invitation.secretCode());
    }

    private void step(String line, String name, String deed, String frame) throws IOException {
        if (deed.equals("connects")) {
            people.put(name, connect());
            return;
        }
        ChatClient person = people.get(name);
        if (deed.equals("✕")) {
            person.cut();
        } else if (deed.equals("→")) {
            person.raw(filled(frame));
        } else {
            JsonNode heard = person.next();
            if (heard.has("token")) {
                secrets.put("TOKEN-OF-" + name, heard.get("token").asText());
            }
            assertThat(heard).as(line).isEqualTo(JSON.readTree(filled(frame)));
        }
    }

    private String filled(String frame) {
        String filled = frame;
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            filled = filled.replace(secret.getKey(), secret.getValue());
        }
        return filled;
    }
}
