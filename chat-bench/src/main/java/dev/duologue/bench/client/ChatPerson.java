package dev.duologue.bench.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A side of a chat by the protocol {@code duologue.v1}. Checks that every seq comes once and in order, by acknowledgement
 * or message, also after it was cut off and resumed.
 */
public final class ChatPerson extends Person {

    private static final long AGAIN_AFTER_MILLIS = 250;

    private static final byte[] SENT = ascii("{\"type\":\"sent\"");
    private static final byte[] MESSAGE = ascii("{\"type\":\"message\"");
    private static final byte[] ENTERED = ascii("{\"type\":\"entered\"");
    private static final byte[] ERROR = ascii("{\"type\":\"error\"");
    private static final byte[] ENDED = ascii("{\"type\":\"ended\"");
    private static final byte[] UNAVAILABLE = ascii("{\"type\":\"error\",\"error\":\"unavailable\"");
    private static final byte[] END = Frames.textFromClient("{\"type\":\"end\"}");
    private static final byte[] ID = ascii("\"id\":\"");
    private static final byte[] SEQ = ascii("\"seq\":");
    private static final byte[] TEXT = ascii("\"text\":\"");
    private static final byte[] TOKEN = ascii("\"token\":\"");

    private final int port;
    private final Ticket ticket;
    private final byte[] frame;
    private final int idAt;
    private final int textAt;
    private String token = "";
    private long lastSeq;
    private boolean sentAgain;
    private boolean in;
    private boolean ending;

    /**
     * What lets a side in.
     *
     * @param link the link token
     * @param code the secret code
     */
    public record Ticket(String link, String code) {}

    /** Makes one who will enter. */
    public ChatPerson(EventLoop loop, int port, Ticket ticket, int textBytes, Listener listener) {
        super(loop, listener);
        this.port = port;
        this.ticket = ticket;
        String before = "{\"type\":\"send\",\"id\":\"";
        String json = before + "0".repeat(DIGITS) + "\",\"text\":\"" + text(textBytes) + "\"}";
        this.frame = Frames.textFromClient(json);
        int header = frame.length - json.length();
        this.idAt = header + before.length();
        this.textAt = header + json.length() - textBytes - 2;
    }

    /** Enters; once that was done, resumes. */
    @Override
    public void join() {
        in = false;
        connect(port, "/chat", "duologue.v1");
    }

    @Override
    public void opened(WebSocketConnection connection) {
        connection.send(Frames.textFromClient(
                token.isEmpty()
                        ? "{\"type\":\"enter\",\"link\":\"" + ticket.link() + "\",\"code\":\"" + ticket.code()
                                + "\",\"tab\":\"bench\"}"
                        : "{\"type\":\"resume\",\"link\":\"" + ticket.link() + "\",\"token\":\"" + token
                                + "\",\"after\":" + lastSeq + ",\"tab\":\"bench\"}"));
    }

    @Override
    protected void heard(Payload payload) {
        if (ending) {
            heardOfTheEnd(payload);
        } else if (payload.startsWith(SENT)) {
            if (!isRepeat(payload)) {
                next(payload);
            }
            listener().acknowledged(this);
        } else if (payload.startsWith(MESSAGE)) {
            next(payload);
            listener().delivered(this, payload);
        } else if (payload.startsWith(ENTERED)) {
            sentAgain |= !token.isEmpty();
            int at = find(payload, TOKEN);
            token = payload.text().substring(at, at + 43);
            in = true;
            listener().in(this);
        } else if (payload.startsWith(UNAVAILABLE)) {
            again(payload);
        } else if (payload.startsWith(ERROR) || payload.startsWith(ENDED)) {
            listener().failed(this, "the server answered " + payload.text());
        }
    }

    private void heardOfTheEnd(Payload payload) {
        if (payload.startsWith(ENDED)) {
            leave();
        } else if (payload.startsWith(UNAVAILABLE)) {
            again(payload);
        }
    }

    /** As a page does: after a while the same message again, under its id, the same end, or the same way in. */
    private void again(Payload payload) {
        WebSocketConnection refused = connection();
        if (ending) {
            later(() -> refused.send(END));
        } else if (in) {
            long number = payload.number(find(payload, ID));
            later(() -> {
                sentAgain = true;
                refused.send(message(number));
            });
        } else {
            later(() -> opened(refused));
        }
    }

    /** Not all at once, who were refused at once. */
    private void later(Runnable step) {
        long wait = ThreadLocalRandom.current().nextLong(AGAIN_AFTER_MILLIS, 2 * AGAIN_AFTER_MILLIS);
        CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS).execute(() -> execute(step));
    }

    /** What was sent again may have been stored before: then its answer is the first one. */
    private boolean isRepeat(Payload payload) {
        return sentAgain && payload.number(find(payload, SEQ)) <= lastSeq;
    }

    private void next(Payload payload) {
        long seq = payload.number(find(payload, SEQ));
        if (seq != lastSeq + 1) {
            listener().failed(this, "seq " + seq + " came after " + lastSeq);
        }
        lastSeq = seq;
    }

    /** The highest seq that came. */
    public long lastSeq() {
        return lastSeq;
    }

    /** Tells the server that all that came was received and seen. */
    public void receipts() {
        connection().send(Frames.textFromClient("{\"type\":\"received\",\"seq\":" + lastSeq + "}"));
        connection().send(Frames.textFromClient("{\"type\":\"seen\",\"seq\":" + lastSeq + "}"));
    }

    @Override
    public void end() {
        ending = true;
        connection().send(END);
    }

    @Override
    public byte[] message(long number) {
        putNumber(frame, idAt, number);
        putNumber(frame, textAt, number);
        return frame;
    }

    @Override
    public long numberIn(Payload message) {
        return message.number(find(message, TEXT));
    }

    /** Where what follows a mark begins. */
    private static int find(Payload payload, byte[] mark) {
        for (int at = 0; at + mark.length <= payload.length(); at++) {
            int i = 0;
            while (i < mark.length && payload.at(at + i) == mark[i]) {
                i++;
            }
            if (i == mark.length) {
                return at + mark.length;
            }
        }
        throw new IllegalStateException("a frame without what it must have");
    }
}
