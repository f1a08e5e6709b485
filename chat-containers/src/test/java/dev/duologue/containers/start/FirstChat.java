package dev.duologue.containers.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.websocket.testing.ChatClient;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two people who do what they were told. */
final class FirstChat {

    private static final Pattern TOLD = Pattern.compile("(\\S+) opens (\\S+) and types (\\S+)");

    private FirstChat() {}

    /** Has both come in by what each was told, and one write to the other; the last line heard is left to see. */
    static ChatClient between(List<String> told, int port) {
        assertThat(told).hasSize(2);
        URI endpoint = URI.create("ws://localhost:" + port + "/chat");
        ChatClient anny = in(ChatClient.connect(endpoint), told.get(1), "tabOfAnny");
        try (ChatClient abhi = in(ChatClient.connect(endpoint), told.get(0), "tabOfAbhi")) {
            anny.next("peer");
            abhi.send("send", "id", "m1", "text", "HI");
            abhi.next("sent");
            assertThat(anny.next("message").path("text").asText()).isEqualTo("HI");
        }
        return anny;
    }

    private static ChatClient in(ChatClient client, String told, String tab) {
        Matcher line = TOLD.matcher(told);
        assertThat(line.matches()).as(told).isTrue();
        String link = URI.create(line.group(2)).getRawFragment();
        client.send("enter", "link", link, "code", line.group(3), "tab", tab);
        client.next("entered");
        return client;
    }
}
