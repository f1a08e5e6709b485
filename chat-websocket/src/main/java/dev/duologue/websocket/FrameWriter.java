package dev.duologue.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.duologue.Arrival;
import dev.duologue.CodeForm;
import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Greeting;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.Side;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes frames of the protocol {@code duologue.v1}. Thread-safe. */
final class FrameWriter {

    static final String TYPING = "{\"type\":\"typing\"}";
    static final String PONG = "{\"type\":\"pong\"}";

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private FrameWriter() {}

    static String hello(Greeting.Hello hello) {
        return frame("hello", json -> {
            json.writeStringField("name", hello.name());
            json.writeStringField("state", lower(hello.state()));
            if (hello.state() == Greeting.State.WAIT) {
                json.writeNumberField("retryAfter", seconds(hello.retryAfter()));
            }
            if (hello.codeForm().isPresent()) {
                write(json, hello.codeForm().get());
            }
        });
    }

    static String entered(Seat seat) {
        Arrival arrival = seat.arrival();
        return frame("entered", json -> {
            json.writeObjectFieldStart("you");
            json.writeStringField("name", seat.name());
            json.writeStringField("side", lower(seat.side()));
            json.writeEndObject();
            json.writeObjectFieldStart("peer");
            json.writeStringField("name", seat.peerName());
            json.writeStringField("side", lower(seat.side().other()));
            json.writeBooleanField("present", arrival.peerPresent());
            json.writeEndObject();
            json.writeStringField("token", seat.token());
            json.writeNumberField("generation", arrival.generation());
            json.writeNumberField("last", arrival.last());
            json.writeNumberField("received", arrival.received());
            json.writeNumberField("seen", arrival.seen());
            json.writeObjectFieldStart("deadline");
            write(json, arrival.deadline());
            json.writeEndObject();
            json.writeObjectFieldStart("limits");
            json.writeNumberField("textChars", seat.textLimits().chars());
            json.writeNumberField("textBytes", seat.textLimits().bytes());
            json.writeEndObject();
        });
    }

    /** A message for a side, which gets its own ids back and never the other's. */
    static String message(Message message, Side reader) {
        return frame("message", json -> {
            json.writeNumberField("seq", message.seq());
            json.writeStringField("key", message.key().toString());
            json.writeStringField("side", lower(message.side()));
            json.writeStringField("name", message.name());
            json.writeStringField("text", message.text());
            json.writeStringField("at", at(message.at()));
            if (message.side() == reader) {
                json.writeStringField("id", message.id());
            }
        });
    }

    static String sent(Message message) {
        return frame("sent", json -> {
            json.writeStringField("id", message.id());
            json.writeNumberField("seq", message.seq());
            json.writeStringField("key", message.key().toString());
            json.writeStringField("at", at(message.at()));
        });
    }

    static String received(long seq) {
        return frame("received", json -> json.writeNumberField("seq", seq));
    }

    static String seen(long seq) {
        return frame("seen", json -> json.writeNumberField("seq", seq));
    }

    static String peer(boolean present) {
        return frame("peer", json -> json.writeBooleanField("present", present));
    }

    static String deadline(Deadline deadline) {
        return frame("deadline", json -> write(json, deadline));
    }

    static String ended(Ending ending) {
        return frame("ended", json -> {
            json.writeStringField("by", lower(ending.by()));
            json.writeStringField("reason", lower(ending.reason()));
        });
    }

    static String error(FrameError error) {
        return frame("error", json -> {
            json.writeStringField("error", lower(error.kind()));
            json.writeStringField("message", error.message());
            if (error.id().isPresent()) {
                json.writeStringField("id", error.id().get());
            }
            if (error.attemptsLeft() >= 0) {
                json.writeNumberField("attemptsLeft", error.attemptsLeft());
            }
            if (!error.retryAfter().isZero()) {
                json.writeNumberField("retryAfter", seconds(error.retryAfter()));
            }
        });
    }

    /** Whole seconds, rounded up: who waits this long does not come too early. */
    static long seconds(Duration duration) {
        return duration.plusSeconds(1).minusNanos(1).toSeconds();
    }

    private static void write(JsonGenerator json, Deadline deadline) throws IOException {
        json.writeStringField("at", at(deadline.at()));
        json.writeNumberField("in", seconds(deadline.in()));
        json.writeStringField("reason", lower(deadline.reason()));
    }

    private static void write(JsonGenerator json, CodeForm form) throws IOException {
        json.writeObjectFieldStart("codeForm");
        json.writeStringField("alphabet", form.alphabet());
        json.writeArrayFieldStart("groups");
        for (int group : form.groups()) {
            json.writeNumber(group);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String at(Instant instant) {
        return RFC_3339.format(instant);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String frame(String type, Members members) {
        StringWriter frame = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(frame)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a frame could not be written to memory", e);
        }
        return frame.toString();
    }

    @FunctionalInterface
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
