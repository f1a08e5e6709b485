package dev.duologue.websocket;

import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.Side;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Frames read and written. In the package of what it measures, as that is nobody else's. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FramesBenchmark {

    private final String text = "x".repeat(100);
    private final String frame = "{\"type\":\"send\",\"id\":\"k7Qm3fAb\",\"text\":\"" + text + "\"}";
    private final Message message =
            new Message(4_711, new MessageKey(1_702_000_000_123_456L, "ABHI"), Side.FIRST, "k7Qm3fAb", text);

    /** A message from a client. */
    @Benchmark
    public Object decode() throws BadFrameException {
        return FrameReader.read(frame);
    }

    /** A message for the other side. */
    @Benchmark
    public String encodeMessage() {
        return FrameWriter.message(message, Side.SECOND);
    }

    /** The acknowledgement. */
    @Benchmark
    public String encodeSent() {
        return FrameWriter.sent(message);
    }
}
