package dev.duologue.bench.micro;

import dev.duologue.Ending;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The store in memory: a message appended, with the other side told, and the last page read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoreBenchmark {

    private static final int CAP = 10_000;
    private static final int PAGE = 32;

    private final ChatStore store = ChatStore.inMemory(InstantSource.system());
    private final String text = "x".repeat(100);
    private int chats;
    private int messages;
    private long heard;
    private String chatId = "";

    /** Begins with a chat. */
    @Setup
    public void begin() {
        chatId = "chat" + chats++;
        messages = 0;
        store.create(new NewChat(
                        chatId,
                        new NewChat.Party("ABHI", new InvitationDigests("first link", "first code")),
                        new NewChat.Party("ANNY", new InvitationDigests("second link", "second code")),
                        "host",
                        ChatTimes.DEFAULT,
                        CAP,
                        4L * 1024 * 1024))
                .toCompletableFuture()
                .join();
        for (Side side : Side.values()) {
            SeatClaim claim =
                    new SeatClaim(chatId, side, new SeatClaim.Proof.Code(1, "token"), "claim", "tab", false, 0);
            if (!(store.claimSeat(claim, hint -> heard++).toCompletableFuture().join()
                    instanceof StoreAnswer.Claimed)) {
                throw new IllegalStateException("the seat is not free");
            }
        }
    }

    /** A message; a full chat is ended, and another begun. */
    @Benchmark
    public StoreAnswer.Append append() {
        if (messages == CAP) {
            store.end(chatId, new Ending(Ending.By.SERVER, Ending.Reason.ENDED))
                    .toCompletableFuture()
                    .join();
            begin();
        }
        return store.append(new NewMessage(chatId, Side.FIRST, 1, 0, "m" + messages++, text))
                .toCompletableFuture()
                .join();
    }

    /** The newest messages of a chat. */
    @Benchmark
    public StoreAnswer.Read readAfter() {
        if (messages < PAGE) {
            append();
        }
        return store.readAfter(chatId, Math.max(0, messages - PAGE), PAGE)
                .toCompletableFuture()
                .join();
    }
}
