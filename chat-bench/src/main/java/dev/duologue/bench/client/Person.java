package dev.duologue.bench.client;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One side of a pair: a connection that joins, sends, and hears. Belongs to its loop's thread. */
public abstract class Person implements WebSocketConnection.Handler {

    /** Hears what happens to a person; on the loop's thread. */
    public interface Listener {

        /** The person is in. */
        void in(Person person);

        /** A message of the person was acknowledged. */
        void acknowledged(Person person);

        /** A message of the other one came, which says {@link #numberIn this}. */
        void delivered(Person person, Payload message);

        /** The connection went, or the server said something that is no part of the load. */
        default void failed(Person person, String why) {
            throw new IllegalStateException(why);
        }
    }

    /** Digits of a text's number. */
    protected static final int DIGITS = 10;

    private final EventLoop loop;
    private final Listener listener;
    private boolean leaving;
    private boolean gone;
    private @Nullable WebSocketConnection connection;

    /** Makes somebody who is not connected. */
    protected Person(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** Opens the connection and joins. */
    public abstract void join();

    /** A frame with a text of this number; the same array each time, which the next call writes over. */
    public abstract byte[] message(long number);

    /** The number that a delivered message says. */
    public abstract long numberIn(Payload message);

    /** Sends a message. */
    public final void send(byte[] frame) {
        connection().send(frame);
    }

    /** The connection, once {@link #join} was called. */
    public final WebSocketConnection connection() {
        return Objects.requireNonNull(connection, "join comes first");
    }

    /** Ends what this person and the other one share: some time after it the connection is {@link #gone}. */
    public abstract void end();

    /** Nothing that comes is heard, until the next {@link #join}. */
    public final void leave() {
        leaving = true;
    }

    /** Whether the connection is gone, as it is some time after an end. */
    public final boolean gone() {
        return gone;
    }

    @Override
    public final void text(Payload payload) {
        if (!leaving) {
            heard(payload);
        }
    }

    @Override
    public final void closed(int code) {
        gone = true;
        if (!leaving) {
            listener.failed(this, "the server closed a connection with " + code);
        }
    }

    /** A text message came. */
    protected abstract void heard(Payload payload);

    /** Opens a connection of this person. */
    protected final void connect(int port, String path, String protocol) {
        leaving = false;
        gone = false;
        connection = loop.connect(port, path, protocol, this);
    }

    /** Has the loop's thread do something; from any thread. */
    protected final void execute(Runnable task) {
        loop.execute(task);
    }

    /** Who hears. */
    protected final Listener listener() {
        return listener;
    }

    /** A text that begins with room for a number, of ASCII. */
    protected static String text(int textBytes) {
        return "0".repeat(DIGITS) + "x".repeat(textBytes - DIGITS);
    }

    /** Writes a number of {@link #DIGITS} digits into a frame. */
    protected static void putNumber(byte[] frame, int at, long number) {
        long rest = number;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            frame[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The bytes of ASCII text. */
    protected static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
