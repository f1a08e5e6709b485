package dev.duologue.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.Side;

/** Reads any text as a frame, and writes what can be sent as a frame that any reader of JSON understands. */
public final class FrameFuzz {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FrameFuzz() {}

    /**
     * A frame is read or refused with a sentence that quotes nothing of it; nothing else happens.
     *
     * @param text what came
     */
    public static void read(String text) {
        ClientFrame frame;
        try {
            frame = FrameReader.read(text);
        } catch (BadFrameException refused) {
            assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(120);
            return;
        }
        if (frame instanceof ClientFrame.Send send) {
            assertThat(send.id()).matches("[A-Za-z0-9_-]{1,64}");
            assertThat(written(send).path("text").asText()).isEqualTo(send.text());
        }
    }

    private static JsonNode written(ClientFrame.Send send) {
        Message message = new Message(1, new MessageKey(1, "ABHI"), Side.FIRST, send.id(), send.text());
        try {
            return JSON.readTree(FrameWriter.message(message, Side.SECOND));
        } catch (JsonProcessingException e) {
            throw new AssertionError("what was written is no JSON", e);
        }
    }
}
