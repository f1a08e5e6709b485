package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.ChatService;
import dev.duologue.websocket.testing.ChatClient;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Every error of the protocol")
class RefusalsTest extends ProtocolFixture {

    @Override
    ChatService.Builder service() {
        return super.service().recordLimits(50, 200_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "23AHi7", "23AHi7kQkQkQkQkQ", "../../etc/passwd", "😀😀😀😀😀😀😀😀😀😀😀"})
    @DisplayName("link_unknown, then 4002")
    void link_unknown(String link) {
        ChatClient opening = connect();
        opening.send("open", "link", link);
        opening.nextError("link_unknown");
        assertThat(opening.closeCode()).isEqualTo(4002);

        ChatClient entering = connect();
        entering.send("enter", "link", link, "code", "000-000", "tab", "a");
        entering.nextError("link_unknown");
        assertThat(entering.closeCode()).isEqualTo(4002);

        ChatClient resuming = connect();
        resuming.send("resume", "link", link, "token", "x", "after", 0, "tab", "a");
        resuming.nextError("link_unknown");
        assertThat(resuming.closeCode()).isEqualTo(4002);
    }

    @Test
    @DisplayName("ended, then 4000; link_unknown once the tombstone is gone")
    void ended() {
        chats.chat(chat.id()).end().join();
        ChatClient late = connect();
        late.send("open", "link", chat.first().link());
        late.nextError("ended");
        assertThat(late.closeCode()).isEqualTo(4000);
        ChatClient resuming = connect();
        resuming.send("resume", "link", chat.second().link(), "token", "x", "after", 0, "tab", "a");
        resuming.nextError("ended");
        assertThat(resuming.closeCode()).isEqualTo(4000);

        clock.pass(Duration.ofMinutes(11));
        ChatClient later = connect();
        later.send("open", "link", chat.first().link());
        later.nextError("link_unknown");
    }

    @Test
    @DisplayName("code_malformed spends no attempt")
    void code_malformed() {
        ChatClient client = connect();
        for (String typed :
                new String[] {"", "K7Q", "K7Q-M3", "K7Q-M3FF", "K7Q-M3U", "K7Q_M3F", "ΚΚΚ-ΚΚΚ", "0".repeat(1_000)}) {
            client.send("enter", "link", chat.first().link(), "code", typed, "tab", "a");
            client.nextError("code_malformed");
        }
        client.send("enter", "link", chat.first().link(), "code", wrong(chat.first()), "tab", "a");
        assertThat(client.nextError("code_wrong").path("attemptsLeft").asInt()).isEqualTo(9);
    }

    @Test
    @DisplayName(
            "code_wrong counts down and, from the fourth on, tells the wait; code_wait in between; code_locked at the tenth")
    void code_wrong_wait_and_locked() {
        ChatClient client = connect();
        int[] waits = {0, 0, 0, 2, 4, 8, 16, 30, 60};
        for (int i = 0; i < waits.length; i++) {
            tryWrong(client);
            JsonNode wrong = client.nextError("code_wrong");
            assertThat(wrong.path("attemptsLeft").asInt()).isEqualTo(9 - i);
            assertThat(wrong.path("retryAfter").asInt()).isEqualTo(waits[i]);
            if (waits[i] > 0) {
                enter(client, chat.first(), "a");
                assertThat(client.nextError("code_wait").path("retryAfter").asInt())
                        .isEqualTo(waits[i]);
                client.send("open", "link", chat.first().link());
                JsonNode hello = client.next("hello");
                assertThat(hello.path("state").asText()).isEqualTo("wait");
                assertThat(hello.path("retryAfter").asInt()).isEqualTo(waits[i]);
                // In halves: who is silent for a minute counts as dead.
                clock.pass(Duration.ofSeconds(waits[i] / 2));
                client.nothingElse();
                clock.pass(Duration.ofSeconds(waits[i] / 2));
                client.nothingElse();
            }
        }
        tryWrong(client);
        client.nextError("code_locked");
        enter(client, chat.first(), "a");
        client.nextError("code_locked");
        client.send("open", "link", chat.first().link());
        assertThat(client.next("hello").path("state").asText()).isEqualTo("locked");
    }

    private void tryWrong(ChatClient client) {
        client.send("enter", "link", chat.first().link(), "code", wrong(chat.first()), "tab", "a");
    }

    @Test
    @DisplayName("a right code, in any case and with any blanks, sets the count back")
    void a_right_code_sets_back() {
        ChatClient client = connect();
        tryWrong(client);
        client.nextError("code_wrong");
        String typed = " " + chat.first().secretCode().toLowerCase(Locale.ROOT).replace("-", " ");
        client.send("enter", "link", chat.first().link(), "code", typed, "tab", "a");
        client.next("entered");

        ChatClient next = connect();
        next.send("enter", "link", chat.first().link(), "code", wrong(chat.first()), "tab", "a");
        assertThat(next.nextError("code_wrong").path("attemptsLeft").asInt()).isEqualTo(9);
    }

    @Test
    @DisplayName("seat_unknown for a token that is not, or no more, the seat's")
    void seat_unknown() {
        ChatClient client = connect();
        enter(client, chat.first(), "a");
        String old = client.next("entered").path("token").asText();
        ChatClient again = connect();
        enter(again, chat.first(), "a");
        again.next("entered");

        ChatClient resuming = connect();
        for (String token : new String[] {old, "", "x", "0".repeat(43)}) {
            assertThat(resume(resuming, chat.first(), token, 0, "a")
                            .path("error")
                            .asText())
                    .isEqualTo("seat_unknown");
        }
        enter(resuming, chat.first(), "a");
        resuming.next("entered");
    }

    @Test
    @DisplayName("seat_taken for a resume from another tab")
    void seat_taken_on_resume() {
        ChatClient client = connect();
        enter(client, chat.first(), "a");
        String token = client.next("entered").path("token").asText();
        ChatClient other = connect();
        assertThat(resume(other, chat.first(), token, 0, "b").path("error").asText())
                .isEqualTo("seat_taken");
        other.send("resume", "link", chat.first().link(), "token", token, "after", 0, "tab", "b", "takeover", true);
        other.next("entered");
        assertThat(client.closeCode()).isEqualTo(4001);
    }

    @Test
    @DisplayName("not_entered for all that needs a seat")
    void not_entered() {
        ChatClient client = connect();
        client.send("send", "id", "m1", "text", "one");
        assertThat(client.nextError("not_entered").path("id").asText()).isEqualTo("m1");
        for (String type : new String[] {"typing", "stay", "end"}) {
            client.send(type);
            client.nextError("not_entered");
        }
        for (String type : new String[] {"received", "seen"}) {
            client.send(type, "seq", 1);
            client.nextError("not_entered");
        }
    }

    @Test
    @DisplayName("text_empty, text_too_long and text_invalid bear the id and keep nothing")
    void texts() {
        ChatClient client = entered(chat.first());
        assertThat(refused(client, "e1", "").path("error").asText()).isEqualTo("text_empty");
        assertThat(refused(client, "e2", " \n\t\u00a0\u2003").path("error").asText())
                .isEqualTo("text_empty");
        assertThat(refused(client, "l1", "a".repeat(4_001)).path("error").asText())
                .isEqualTo("text_too_long");
        assertThat(refused(client, "l2", "😀".repeat(4_001)).path("error").asText())
                .isEqualTo("text_too_long");
        assertThat(refused(client, "i1", "a\u0000b").path("error").asText()).isEqualTo("text_invalid");
        client.raw("{\"type\":\"send\",\"id\":\"i2\",\"text\":\"\\ud83d alone\"}");
        assertThat(client.nextError("text_invalid").path("id").asText()).isEqualTo("i2");
        client.send("send", "id", "ok", "text", "a".repeat(4_000));
        assertThat(client.next("sent").path("seq").asLong()).isEqualTo(1);
    }

    private static JsonNode refused(ChatClient client, String id, String text) {
        client.send("send", "id", id, "text", text);
        JsonNode error = client.next("error");
        assertThat(error.path("id").asText()).isEqualTo(id);
        return error;
    }

    @Test
    @DisplayName("rate_limited beyond the burst of 20, with the time to wait")
    void rate_limited() {
        ChatClient client = entered(chat.first());
        for (int i = 0; i < 21; i++) {
            client.send("send", "id", "m" + i, "text", "text");
        }
        for (int i = 0; i < 20; i++) {
            client.next("sent");
        }
        JsonNode error = client.nextError("rate_limited");
        assertThat(error.path("id").asText()).isEqualTo("m20");
        assertThat(error.path("retryAfter").asInt()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
        client.send("send", "id", "m20", "text", "text");
        client.next("sent");
    }

    @Test
    @DisplayName("chat_full at the cap, also for a repeat of what was refused, not for a repeat of what is there")
    void chat_full() {
        ChatClient client = entered(chat.first());
        for (int i = 0; i < 50; i++) {
            clock.pass(Duration.ofSeconds(1));
            client.send("send", "id", "m" + i, "text", "text");
            client.next("sent");
        }
        client.send("send", "id", "over", "text", "text");
        assertThat(client.nextError("chat_full").path("id").asText()).isEqualTo("over");
        client.send("send", "id", "m0", "text", "text");
        assertThat(client.next("sent").path("seq").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"nope\"}",
                "{\"type\":\"ping\"} {}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"x\":1,\"x\":2}",
                "{\"type\":\"ping\",\"x\":[[[[[[[[1]]]]]]]]}",
                "{\"type\":\"open\"}",
                "{\"type\":\"open\",\"link\":null}",
                "{\"type\":\"open\",\"link\":7}",
                "{\"type\":\"enter\",\"link\":\"a\",\"code\":\"b\"}",
                "{\"type\":\"enter\",\"link\":\"a\",\"code\":\"b\",\"tab\":\"\"}",
                "{\"type\":\"enter\",\"link\":\"a\",\"code\":\"b\",\"tab\":\"a b\"}",
                "{\"type\":\"enter\",\"link\":\"a\",\"code\":\"b\",\"tab\":\"a\",\"takeover\":\"yes\"}",
                "{\"type\":\"resume\",\"link\":\"a\",\"token\":\"b\",\"after\":-1,\"tab\":\"a\"}",
                "{\"type\":\"resume\",\"link\":\"a\",\"token\":\"b\",\"after\":1.5,\"tab\":\"a\"}",
                "{\"type\":\"resume\",\"link\":\"a\",\"token\":\"b\",\"after\":99999999999999999999,\"tab\":\"a\"}",
                "{\"type\":\"send\",\"id\":\"\",\"text\":\"x\"}",
                "{\"type\":\"send\",\"id\":\"ä\",\"text\":\"x\"}",
                "{\"type\":\"send\",\"text\":\"x\"}",
                "{\"type\":\"send\",\"id\":\"a\",\"text\":{}}",
                "{\"type\":\"seen\"}",
                "{\"type\":\"seen\",\"seq\":\"1\"}"
            })
    @DisplayName("bad_frame for what breaks the protocol; the connection stays")
    void bad_frame(String frame) {
        ChatClient client = connect();
        client.raw(frame);
        client.nextError("bad_frame");
        client.nothingElse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"send\",\"id\":\"m1\"}", "{\"type\":\"send\",\"id\":\"m1\",\"text\":1}"})
    @DisplayName("bad_frame for a send bears its id, as every answer to a send")
    void bad_send(String frame) {
        ChatClient client = entered(chat.first());
        client.raw(frame);
        assertThat(client.nextError("bad_frame").path("id").asText()).isEqualTo("m1");
    }

    @Test
    @DisplayName("members that are not known are passed over, whatever they are")
    void unknown_members() {
        ChatClient client = connect();
        client.raw("{\"x\":{\"y\":[1,2,{\"z\":null}]},\"type\":\"ping\",\"seq\":\"not for ping\",\"e\":1e999}");
        client.next("pong");
    }

    @Test
    @DisplayName("open, enter and resume after entered are bad frames")
    void coming_in_twice() {
        ChatClient client = entered(chat.first());
        client.send("open", "link", chat.first().link());
        client.nextError("bad_frame");
        enter(client, chat.first(), "a");
        client.nextError("bad_frame");
        client.nothingElse();
    }
}
