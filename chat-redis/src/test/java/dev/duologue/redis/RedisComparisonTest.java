package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Deadline;
import dev.duologue.Entry;
import dev.duologue.Invitation;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.SeatLoss;
import dev.duologue.SeatRequest;
import dev.duologue.StartedChat;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Watcher;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that no news reach compares its seats with Redis every 15 s, by its own clock, and misses nothing for long. */
class RedisComparisonTest {

    private static final Hashing HASHING = Hashing.withRandomPepper();
    private static final Duration ROUND = Duration.ofSeconds(15);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Ear ear = new Ear();
    private RedisServer server;
    private RedisChatStore hearing;
    private RedisChatStore behindTheDeaf;
    private ChatService one;
    private ChatService other;
    private StartedChat chat;
    private Seat abhi;

    @BeforeEach
    void start() {
        server = RedisServer.start(RedisProgram.SYSTEM);
        hearing = RedisChatStore.builder(server.url(), HASHING).build();
        behindTheDeaf = RedisChatStore.builder(server.url(), HASHING).build();
        one = service(hearing, InstantSource.system());
        other = service(deaf(behindTheDeaf), now::get);
        chat = one.start("ABHI", "ANNY").join();
        abhi = enter(one, chat.first(), SeatRequest.newTab(), new ChatListener() {});
        enter(other, chat.second(), SeatRequest.newTab(), ear);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        hearing.close();
        behindTheDeaf.close();
        server.close();
    }

    @Test
    void messages_and_a_stay_are_told_with_the_next_round() {
        abhi.send("HI").join();
        abhi.send("ARE YOU THERE").join();
        Instant stayed = abhi.stay().join().orElseThrow().at();
        assertThat(ear.texts).isEmpty();
        pass(ROUND);
        Eventually.holds(() -> assertThat(ear.texts).containsExactly("HI", "ARE YOU THERE"));
        Eventually.holds(() -> assertThat(ear.deadlines).containsExactly(stayed));
    }

    @Test
    void a_takeover_is_told_with_the_next_round() {
        enter(one, chat.second(), SeatRequest.newTab().takingOver(), new ChatListener() {});
        assertThat(ear.losses).isEmpty();
        pass(ROUND);
        Eventually.holds(() -> assertThat(ear.losses).containsExactly(SeatLoss.TAKEN_OVER));
    }

    @Test
    void a_chat_whose_record_is_nonsense_hides_no_other_and_its_seat_is_given_up() {
        StartedChat harmed = one.start("ABHI", "ANNY").join();
        Ear harmedEar = new Ear();
        enter(other, harmed.second(), SeatRequest.newTab(), harmedEar);
        try (RespClient raw = server.connect()) {
            raw.command("HSET", "duologue:{" + harmed.id() + "}:m", "n", "nonsense", "quietEnd", "nonsense");
        }
        abhi.send("HI").join();
        pass(ROUND);
        Eventually.holds(() -> assertThat(ear.texts).containsExactly("HI"));
        Eventually.holds(() -> assertThat(harmedEar.losses).containsExactly(SeatLoss.LOST_SIGHT));
        assertThat(ear.losses).isEmpty();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static ChatService service(ChatStore store, InstantSource clock) {
        return ChatService.builder(URI.create("https://chat.example/c"))
                .hashing(HASHING)
                .store(store)
                .clock(clock)
                .build();
    }

    private static Seat enter(ChatService chats, Invitation invitation, SeatRequest request, ChatListener listener) {
        Entry entry = chats.enter(invitation.link(), invitation.secretCode(), request, listener)
                .join();
        assertThat(entry).isInstanceOf(Entry.Admitted.class);
        return ((Entry.Admitted) entry).seat();
    }

    /** The store itself, but for the hints, which are all lost. */
    private static ChatStore deaf(ChatStore store) {
        Watcher nobody = hint -> {};
        return (ChatStore) Proxy.newProxyInstance(
                ChatStore.class.getClassLoader(), new Class<?>[] {ChatStore.class}, (proxy, operation, arguments) -> {
                    if (operation.getName().equals("claimSeat")) {
                        arguments[1] = nobody;
                    }
                    return operation.invoke(store, arguments);
                });
    }

    /** What a participant hears. */
    private static final class Ear implements ChatListener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        final List<Instant> deadlines = new CopyOnWriteArrayList<>();
        final List<SeatLoss> losses = new CopyOnWriteArrayList<>();

        @Override
        public void message(Seat seat, Message message) {
            texts.add(message.text());
        }

        @Override
        public void deadline(Seat seat, Deadline deadline) {
            deadlines.add(deadline.at());
        }

        @Override
        public void lost(Seat seat, SeatLoss loss) {
            losses.add(loss);
        }
    }
}
