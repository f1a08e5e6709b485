package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.Side;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.FrameSchemas;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

@Label("Frames")
class FrameProperties {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Property
    @Label("that a client sends are read as they were meant")
    void client_frames_come_through(
            @ForAll("ids") String id,
            @ForAll("texts") String text,
            @ForAll boolean takeover,
            @ForAll @LongRange(min = 0) long seq)
            throws BadFrameException {
        assertThat(read("send", "id", id, "text", text)).isEqualTo(new ClientFrame.Send(id, text));
        assertThat(read("open", "link", text)).isEqualTo(new ClientFrame.Open(text));
        assertThat(read("enter", "tab", id, "code", text, "link", text, "takeover", takeover))
                .isEqualTo(new ClientFrame.Enter(text, text, id, takeover));
        assertThat(read("resume", "link", text, "token", text, "after", seq, "tab", id))
                .isEqualTo(new ClientFrame.Resume(text, text, seq, id, false));
        assertThat(read("seen", "seq", seq)).isEqualTo(new ClientFrame.Seen(seq));
        assertThat(read("received", "seq", seq)).isEqualTo(new ClientFrame.Received(seq));
    }

    private static ClientFrame read(String type, Object... members) throws BadFrameException {
        return FrameReader.read(ChatClient.json(type, members));
    }

    @Property
    @Label("that are anything at all are read or refused, and the refusal quotes nothing")
    void anything_is_read_or_refused(@ForAll @StringLength(max = 200) String anything) {
        try {
            assertThat(FrameReader.read(anything)).isNotNull();
        } catch (BadFrameException e) {
            assertThat(e).hasNoCause();
            if (anything.length() > 80) {
                assertThat(e.getMessage()).doesNotContain(anything);
            }
        }
    }

    @Property
    @Label("with a member given twice are refused")
    void doubled_members_are_refused(@ForAll("ids") String name) {
        String frame = "{\"type\":\"ping\",\"" + name + "\":1,\"" + name + "\":1}";
        assertThatThrownBy(() -> FrameReader.read(frame)).isInstanceOf(BadFrameException.class);
    }

    @Property(tries = 20)
    @Label("may be 8 levels deep and no deeper")
    void depth_is_bounded(@ForAll @LongRange(min = 1, max = 12) long depth) {
        int arrays = (int) depth - 1;
        String frame = "{\"type\":\"ping\",\"x\":" + "[".repeat(arrays) + "1" + "]".repeat(arrays) + "}";
        if (depth <= 8) {
            assertThatCode(() -> FrameReader.read(frame)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> FrameReader.read(frame)).isInstanceOf(BadFrameException.class);
        }
    }

    @Property
    @Label("that the server sends keep the schema and carry texts unchanged")
    void server_frames_keep_the_schema(
            @ForAll("ids") String id,
            @ForAll("texts") String text,
            @ForAll("ids") String name,
            @ForAll Side side,
            @ForAll @LongRange(min = 1, max = 1L << 53) long seq,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long micros)
            throws Exception {
        Message message = new Message(seq, new MessageKey(micros, "N" + name), side, id, "T" + text);
        JsonNode read = checked(FrameWriter.message(message, Side.FIRST));
        assertThat(read.path("text").asText()).isEqualTo("T" + text);
        assertThat(read.path("name").asText()).isEqualTo("N" + name);
        assertThat(read.path("seq").asLong()).isEqualTo(seq);
        assertThat(read.has("id")).isEqualTo(side == Side.FIRST);
        assertThat(Instant.parse(read.path("at").asText()).toEpochMilli()).isEqualTo(micros / 1_000);
        checked(FrameWriter.sent(message));
    }

    @Property
    @Label("of deadlines round seconds up")
    void seconds_are_rounded_up(@ForAll @LongRange(min = 0, max = 100_000_000) long millis) throws Exception {
        Deadline deadline =
                new Deadline(Instant.EPOCH.plusMillis(millis), Duration.ofMillis(millis), Deadline.Reason.IDLE);
        long in = checked(FrameWriter.deadline(deadline)).path("in").asLong();
        assertThat(in * 1_000).isGreaterThanOrEqualTo(millis).isLessThan(millis + 1_000);
    }

    @Property
    @Label("of endings and errors keep the schema, whatever they tell")
    void endings_and_errors_keep_the_schema(
            @ForAll Ending.By by, @ForAll Ending.Reason reason, @ForAll FrameError.Kind kind) throws Exception {
        checked(FrameWriter.ended(new Ending(by, reason)));
        checked(FrameWriter.error(FrameError.of(kind)));
        checked(FrameWriter.error(FrameError.of(kind).id("a").retryAfter(Duration.ofMillis(1))));
    }

    private static JsonNode checked(String frame) throws Exception {
        FrameSchemas.checkServer(frame);
        return JSON.readTree(frame);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("ABCXYZabcxyz0189_-")
                .ofMinLength(1)
                .ofMaxLength(64);
    }

    /** Texts without lone surrogates, as the service lets no others through; quotes and controls come often. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange(' ', '\uD7FF')
                .withChars('"', '\\', '\n', '\r', '\t', '\u0001', '\u2028', '\uFEFF', '<', '&')
                .ofMaxLength(40)
                .map(text -> text + "😀");
    }
}
