package dev.duologue.bench.micro;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Entry;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.SeatRequest;
import dev.duologue.SendResult;
import dev.duologue.StartedChat;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A message from a seat, through the store in memory, to the listener of the other: all of a service but the socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SeatBenchmark {

    private static final int CAP = 10_000;

    private final ChatService chats = ChatService.builder(URI.create("https://chat.example/c"))
            .sendRate(Double.POSITIVE_INFINITY, 64)
            .recordLimits(CAP, 4L * 1024 * 1024)
            .build();
    private final String text = "x".repeat(100);
    private int messages;
    private long heard;
    private Seat first;

    /** Makes a service with a chat. */
    public SeatBenchmark() {
        first = begin();
    }

    private Seat begin() {
        StartedChat chat = chats.start("ABHI", "ANNY").join();
        messages = 0;
        enter(chat.second().link(), chat.second().secretCode());
        return enter(chat.first().link(), chat.first().secretCode());
    }

    private Seat enter(String link, String code) {
        Entry entry = chats.enter(link, code, SeatRequest.newTab(), new ChatListener() {
                    @Override
                    public void message(Seat seat, Message message) {
                        heard++;
                    }
                })
                .join();
        if (entry instanceof Entry.Admitted admitted) {
            return admitted.seat();
        }
        throw new IllegalStateException("nobody was let in");
    }

    /** A message; a full chat is ended, and another begun. */
    @Benchmark
    public SendResult send() {
        if (messages == CAP) {
            first.end().join();
            first = begin();
        }
        return first.send("m" + messages++, text).join();
    }

    /** Lets go of the service. */
    @TearDown
    public void close() {
        chats.close();
    }
}
