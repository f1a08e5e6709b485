package dev.duologue.websocket;

import dev.duologue.Arrival;
import dev.duologue.CodeForm;
import dev.duologue.Deadline;
import dev.duologue.Ending;
import dev.duologue.Greeting;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.Side;
import java.time.Duration;
import java.util.Locale;

/** Writes frames of the protocol {@code duologue.v1}. Thread-safe. */
final class FrameWriter {

    static final String TYPING = "{\"type\":\"typing\"}";
    static final String PONG = "{\"type\":\"pong\"}";

    private FrameWriter() {}

    static String hello(Greeting.Hello hello) {
        JsonText json = new JsonText("hello").put("name", hello.name()).put("state", lower(hello.state()));
        if (hello.state() == Greeting.State.WAIT) {
            json.put("retryAfter", seconds(hello.retryAfter()));
        }
        hello.codeForm().ifPresent(form -> put(json, form));
        return json.end();
    }

    static String entered(Seat seat) {
        Arrival arrival = seat.arrival();
        JsonText json = new JsonText("entered");
        json.object("you")
                .put("name", seat.name())
                .put("side", name(seat.side()))
                .endObject();
        json.object("peer")
                .put("name", seat.peerName())
                .put("side", name(seat.side().other()))
                .put("present", arrival.peerPresent())
                .endObject();
        json.put("token", seat.token())
                .put("generation", arrival.generation())
                .put("last", arrival.last())
                .put("received", arrival.received())
                .put("seen", arrival.seen());
        put(json.object("deadline"), arrival.deadline()).endObject();
        return json.object("limits")
                .put("textChars", seat.textLimits().chars())
                .put("textBytes", seat.textLimits().bytes())
                .endObject()
                .end();
    }

    /** A message for a side, which gets its own ids back and never the other's. */
    static String message(Message message, Side reader) {
        JsonText json = new JsonText("message")
                .put("seq", message.seq())
                .put("key", message.key().toString())
                .put("side", name(message.side()))
                .put("name", message.name())
                .put("text", message.text())
                .put("at", message.at());
        if (message.side() == reader) {
            json.put("id", message.id());
        }
        return json.end();
    }

    static String sent(Message message) {
        return new JsonText("sent")
                .put("id", message.id())
                .put("seq", message.seq())
                .put("key", message.key().toString())
                .put("at", message.at())
                .end();
    }

    static String received(long seq) {
        return new JsonText("received").put("seq", seq).end();
    }

    static String seen(long seq) {
        return new JsonText("seen").put("seq", seq).end();
    }

    static String peer(boolean present) {
        return new JsonText("peer").put("present", present).end();
    }

    static String deadline(Deadline deadline) {
        return put(new JsonText("deadline"), deadline).end();
    }

    static String ended(Ending ending) {
        return new JsonText("ended")
                .put("by", lower(ending.by()))
                .put("reason", lower(ending.reason()))
                .end();
    }

    static String error(FrameError error) {
        JsonText json = new JsonText("error").put("error", lower(error.kind())).put("message", error.message());
        error.id().ifPresent(id -> json.put("id", id));
        if (error.attemptsLeft() >= 0) {
            json.put("attemptsLeft", error.attemptsLeft());
        }
        if (!error.retryAfter().isZero()) {
            json.put("retryAfter", seconds(error.retryAfter()));
        }
        return json.end();
    }

    /** Whole seconds, rounded up: who waits this long does not come too early. */
    static long seconds(Duration duration) {
        return duration.plusSeconds(1).minusNanos(1).toSeconds();
    }

    private static JsonText put(JsonText json, Deadline deadline) {
        return json.put("at", deadline.at()).put("in", seconds(deadline.in())).put("reason", lower(deadline.reason()));
    }

    private static void put(JsonText json, CodeForm form) {
        json.object("codeForm")
                .put("alphabet", form.alphabet())
                .put("groups", form.groups())
                .endObject();
    }

    private static String name(Side side) {
        return side == Side.FIRST ? "first" : "second";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
