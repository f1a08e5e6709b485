package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.Reissue;
import dev.duologue.Side;
import dev.duologue.websocket.testing.ChatClient;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The frames of the protocol, by a client that is not ours")
class ProtocolTest extends ProtocolFixture {

    /** Half of how long a client may be silent. */
    private static final Duration STEP = Duration.ofSeconds(30);

    @Test
    @DisplayName("carry a chat from hello to ended")
    void a_chat_from_hello_to_ended() {
        ChatClient abhi = connect();
        abhi.send("open", "link", chat.first().link());
        JsonNode hello = abhi.next("hello");
        assertThat(hello.path("name").asText()).isEqualTo("ABHI");
        assertThat(hello.path("state").asText()).isEqualTo("open");
        assertThat(hello.path("codeForm").path("groups").toString()).isEqualTo("[3,3]");

        enter(abhi, chat.first(), "a");
        JsonNode alone = abhi.next("entered");
        assertThat(alone.path("you").path("side").asText()).isEqualTo("first");
        assertThat(alone.path("peer").path("name").asText()).isEqualTo("ANNY");
        assertThat(alone.path("peer").path("present").asBoolean()).isFalse();
        assertThat(alone.path("deadline").path("reason").asText()).isEqualTo("never_entered");
        assertThat(alone.path("limits").path("textChars").asInt()).isEqualTo(4_000);
        assertThat(alone.path("limits").path("textBytes").asInt()).isEqualTo(16 * 1024);
        abhi.send("send", "id", "m1", "text", "HI");
        assertThat(abhi.next("sent").path("seq").asLong()).isEqualTo(1);

        ChatClient anny = connect();
        enter(anny, chat.second(), "b");
        JsonNode entered = anny.next("entered");
        assertThat(entered.path("last").asLong()).isEqualTo(1);
        assertThat(entered.path("peer").path("present").asBoolean()).isTrue();
        assertThat(entered.path("deadline").path("reason").asText()).isEqualTo("idle");
        JsonNode message = anny.next("message");
        assertThat(message.path("text").asText()).isEqualTo("HI");
        assertThat(message.path("name").asText()).isEqualTo("ABHI");
        assertThat(message.path("side").asText()).isEqualTo("first");
        assertThat(message.path("key").asText()).isEqualTo("29MAR2026005930ABHI");
        assertThat(message.path("at").asText()).isEqualTo("2026-03-29T00:59:30.000Z");
        assertThat(message.has("id")).as("the other side's id").isFalse();
        assertThat(abhi.next("peer").path("present").asBoolean()).isTrue();

        anny.send("end");
        for (ChatClient client : new ChatClient[] {abhi, anny}) {
            JsonNode ended = client.next("ended");
            assertThat(ended.path("by").asText()).isEqualTo("second");
            assertThat(ended.path("reason").asText()).isEqualTo("ended");
            assertThat(client.closeCode()).isEqualTo(4000);
        }
    }

    @Test
    @DisplayName("open changes nothing and counts nothing, however often")
    void open_changes_nothing() {
        ChatClient client = connect();
        for (int i = 0; i < 30; i++) {
            client.send("open", "link", chat.first().link());
            assertThat(client.next("hello").path("state").asText()).isEqualTo("open");
        }
        enter(client, chat.first(), "a");
        client.next("entered");
    }

    @Test
    @DisplayName("resume gives the token back and the messages after a seq, one's own with their ids")
    void resume_gives_what_follows() {
        ChatClient first = connect();
        enter(first, chat.first(), "FIRST");
        String token = first.next("entered").path("token").asText();
        first.send("send", "id", "m1", "text", "one");
        first.next("sent");
        first.send("send", "id", "m2", "text", "two");
        first.next("sent");
        ChatClient second = entered(chat.second());
        second.next("message");
        second.next("message");
        second.send("send", "id", "x1", "text", "three");
        second.next("sent");

        ChatClient again = connect();
        JsonNode entered = resume(again, chat.first(), token, 1, "FIRST");
        assertThat(entered.path("type").asText()).isEqualTo("entered");
        assertThat(entered.path("token").asText()).isEqualTo(token);
        assertThat(entered.path("last").asLong()).isEqualTo(3);
        JsonNode own = again.next("message");
        assertThat(own.path("seq").asLong()).isEqualTo(2);
        assertThat(own.path("id").asText()).isEqualTo("m2");
        assertThat(again.next("message").path("seq").asLong()).isEqualTo(3);
        again.nothingElse();
    }

    @Test
    @DisplayName("resume after more than there is gives all messages from the first")
    void resume_above_the_last() {
        ChatClient first = connect();
        enter(first, chat.first(), "a");
        String token = first.next("entered").path("token").asText();
        first.send("send", "id", "m1", "text", "one");
        first.next("sent");

        ChatClient again = connect();
        JsonNode entered = resume(again, chat.first(), token, 99, "a");
        assertThat(entered.path("last").asLong()).isEqualTo(1);
        assertThat(again.next("message").path("seq").asLong()).isEqualTo(1);
    }

    @Test
    @DisplayName("a repeated send gets the same sent and makes no second message")
    void a_repeat_gets_the_first_answer() {
        Pair pair = bothIn();
        pair.first().send("send", "id", "m1", "text", "one");
        JsonNode sent = pair.first().next("sent");
        pair.second().send("send", "id", "x1", "text", "two");
        pair.first().next("message");
        pair.first().send("send", "id", "m1", "text", "one");
        assertThat(pair.first().next("sent")).isEqualTo(sent);
        pair.second().next("message");
        pair.second().next("sent");
        pair.second().nothingElse();
    }

    @Test
    @DisplayName("the id of the last message with another text is a bad frame that bears the id")
    void an_id_with_another_text() {
        ChatClient client = entered(chat.first());
        client.send("send", "id", "m1", "text", "one");
        client.next("sent");
        client.send("send", "id", "m1", "text", "another");
        assertThat(client.nextError("bad_frame").path("id").asText()).isEqualTo("m1");
    }

    @Test
    @DisplayName("typing reaches the other side at most once in 3 s")
    void typing_is_passed_on() {
        Pair pair = bothIn();
        pair.first().send("typing");
        pair.first().send("typing");
        pair.first().nothingElse();
        pair.second().next("typing");
        pair.second().nothingElse();
        clock.pass(Duration.ofSeconds(3));
        pair.first().send("typing");
        pair.second().next("typing");
    }

    @Test
    @DisplayName("received and seen are cumulative and reach the other side, now or with entered")
    void receipts_are_cumulative() {
        Pair pair = bothIn();
        for (int i = 1; i <= 3; i++) {
            pair.first().send("send", "id", "m" + i, "text", "text " + i);
            pair.first().next("sent");
            pair.second().next("message");
        }
        pair.second().send("received", "seq", 3);
        assertThat(pair.first().next("received").path("seq").asLong()).isEqualTo(3);
        pair.second().send("received", "seq", 2);
        pair.second().send("seen", "seq", 2);
        assertThat(pair.first().next("seen").path("seq").asLong()).isEqualTo(2);
        pair.second().send("seen", "seq", 1_000_000);
        assertThat(pair.first().next("seen").path("seq").asLong()).isEqualTo(3);

        ChatClient again = connect();
        enter(again, chat.first(), "FIRST");
        JsonNode entered = again.next("entered");
        assertThat(entered.path("received").asLong()).isEqualTo(3);
        assertThat(entered.path("seen").asLong()).isEqualTo(3);
    }

    @Test
    @DisplayName("stay tells both the deadline anew")
    void stay_tells_both() {
        Pair pair = bothIn();
        pass(Duration.ofMinutes(5), pair);
        pair.second().send("stay");
        for (ChatClient client : new ChatClient[] {pair.first(), pair.second()}) {
            JsonNode deadline = client.next("deadline");
            assertThat(deadline.path("in").asLong()).isEqualTo(15 * 60);
            assertThat(deadline.path("reason").asText()).isEqualTo("idle");
            assertThat(deadline.path("at").asText()).isEqualTo("2026-03-29T01:19:30.000Z");
        }
    }

    @Test
    @DisplayName("a deadline warns both before it ends the chat for both")
    void a_deadline_warns_and_ends() {
        Pair pair = bothIn();
        pass(Duration.ofMinutes(13).minus(STEP), pair);
        clock.pass(STEP);
        assertThat(pair.first().next("deadline").path("in").asLong()).isEqualTo(120);
        assertThat(pair.second().next("deadline").path("reason").asText()).isEqualTo("idle");
        pair.first().nothingElse();
        pair.second().nothingElse();
        pass(Duration.ofMinutes(2).minus(STEP), pair);
        clock.pass(STEP);
        JsonNode ended = pair.first().next("ended");
        assertThat(ended.path("by").asText()).isEqualTo("server");
        assertThat(ended.path("reason").asText()).isEqualTo("idle");
        assertThat(pair.first().closeCode()).isEqualTo(4000);
        pair.second().next("ended");
    }

    /** Both are heard from meanwhile, so that only the chat's own clock can end anything: silence counts as death. */
    private void pass(Duration time, Pair pair) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            clock.pass(STEP);
            pair.first().nothingElse();
            pair.second().nothingElse();
        }
    }

    @Test
    @DisplayName("ping is answered at any time")
    void ping_is_answered() {
        ChatClient client = connect();
        client.send("ping");
        client.next("pong");
        enter(client, chat.first(), "a");
        client.next("entered");
        client.nothingElse();
    }

    @Test
    @DisplayName("the peer is told away after 5 s, not when a page is reloaded")
    void away_after_five_seconds() {
        Pair pair = bothIn();
        pair.second().cut();
        Eventually.holds(() -> webSocket.connections() == 1);
        clock.pass(Duration.ofSeconds(4));
        ChatClient back = connect();
        enter(back, chat.second(), "SECOND");
        back.next("entered");
        clock.pass(Duration.ofSeconds(4));
        pair.first().nothingElse();

        back.cut();
        Eventually.holds(() -> webSocket.connections() == 1);
        clock.pass(Duration.ofSeconds(6));
        assertThat(pair.first().next("peer").path("present").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("the same tab gets its seat again without a question, another only with takeover")
    void takeover() {
        ChatClient first = connect();
        enter(first, chat.first(), "tab-1");
        first.next("entered");

        ChatClient reloaded = connect();
        enter(reloaded, chat.first(), "tab-1");
        reloaded.next("entered");
        assertThat(first.closeCode()).isEqualTo(4001);

        ChatClient other = connect();
        enter(other, chat.first(), "tab-2");
        other.nextError("seat_taken");
        other.send(
                "enter",
                "link",
                chat.first().link(),
                "code",
                chat.first().secretCode(),
                "tab",
                "tab-2",
                "takeover",
                true);
        other.next("entered");
        assertThat(reloaded.closeCode()).isEqualTo(4001);
    }

    @Test
    @DisplayName("a new invitation closes the seat of the old one with 4003 and lets nobody in by the old link")
    void a_new_invitation() {
        ChatClient first = entered(chat.first());
        Reissue reissue =
                chats.host(chat.id(), chat.hostToken()).reissue(Side.FIRST).join();
        assertThat(first.closeCode()).isEqualTo(4003);

        ChatClient old = connect();
        enter(old, chat.first(), "a");
        old.nextError("link_unknown");
        assertThat(old.closeCode()).isEqualTo(4002);

        ChatClient fresh = connect();
        enter(fresh, ((Reissue.Issued) reissue).invitation(), "a");
        fresh.next("entered");
    }

    @Test
    @DisplayName("frames sent at once are handled in order, also behind an enter that takes its time")
    void frames_are_handled_in_order() {
        ChatClient client = connect();
        client.send("ping");
        client.send("send", "id", "early", "text", "too early");
        client.send("open", "link", chat.first().link());
        enter(client, chat.first(), "a");
        client.send("send", "id", "m1", "text", "one");
        client.send("ping");
        client.next("pong");
        assertThat(client.nextError("not_entered").path("id").asText()).isEqualTo("early");
        client.next("hello");
        client.next("entered");
        client.next("sent");
        client.next("pong");
    }

    @Test
    @DisplayName("text goes through unchanged: scripts, emoji, right-to-left, line breaks, 4,000 wide code points")
    void text_goes_through_unchanged() {
        Pair pair = bothIn();
        String[] texts = {
            "<script>alert('x')</script>",
            "👩‍👩‍👧‍👦 🇮🇳 é",
            "שלום عليكم",
            "a\nb\tc \"quoted\" \\ \u2028",
            "😀".repeat(4_000)
        };
        for (String text : texts) {
            pair.first().send("send", "id", "m" + text.length(), "text", text);
            pair.first().next("sent");
            assertThat(pair.second().next("message").path("text").asText()).isEqualTo(text);
        }
    }
}
