package dev.duologue.websocket.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.ChatStoreException;
import dev.duologue.ClientAddress;
import dev.duologue.Entry;
import dev.duologue.RateLimitedException;
import dev.duologue.Seat;
import dev.duologue.StartedChat;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import dev.duologue.websocket.testing.ChatClient;
import dev.duologue.websocket.testing.Host;
import dev.duologue.websocket.testing.SettableClock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The meters of a service")
class ChatMetersTest {

    private static final URI BASE = URI.create("https://chat.example/c");

    private final MockClock time = new MockClock();
    private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, time);
    private final ChatMeters meters = new ChatMeters(time);

    @Test
    @DisplayName("count chats, seats, messages and ends, whenever they are bound")
    void counts() {
        try (ChatService chats = ChatService.builder(BASE).instrument(meters).build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            chats.start("ABHI", "ANNY").join();
            Seat seat = ((Entry.Admitted)
                            chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                                    .join())
                    .seat();
            seat.send("m1", "HI").join();
            seat.send("m1", "HI").join();
            seat.send("m2", "HEY").join();
            meters.bindTo(registry);
            assertThat(registry.get("duologue.chats.live").gauge().value()).isEqualTo(2);
            assertThat(count("duologue.chats.started")).isEqualTo(2);
            assertThat(count("duologue.messages")).isEqualTo(2);
            seat.end().join();
            eventually("duologue.seats.entered", 1);
            eventually("duologue.chats.ended", 1, "reason", "ended");
            assertThat(count("duologue.chats.ended", "reason", "idle")).isZero();
            assertThat(registry.get("duologue.chats.live").gauge().value()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("count alike where the store answers later, as one on a network does")
    void counts_later() {
        meters.bindTo(registry);
        ChatStore store = ChatStore.inMemory(InstantSource.system());
        ChatStore later = (ChatStore) Proxy.newProxyInstance(
                ChatStore.class.getClassLoader(), new Class<?>[] {ChatStore.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    return answer instanceof CompletionStage<?> stage ? later(stage) : answer;
                });
        try (ChatService chats =
                ChatService.builder(BASE).store(later).instrument(meters).build()) {
            StartedChat started = chats.start("ABHI", "ANNY").join();
            Seat seat = ((Entry.Admitted)
                            chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                                    .join())
                    .seat();
            seat.send("m1", "HI").join();
            seat.send("m1", "HI").join();
            seat.send("m2", "HEY").join();
            assertThat(count("duologue.chats.started")).isEqualTo(1);
            assertThat(count("duologue.messages")).isEqualTo(2);
        }
    }

    private static <T> CompletionStage<T> later(CompletionStage<T> stage) {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS))
                .thenCompose(waited -> stage);
    }

    @Test
    @DisplayName("time what the store answers and what fails it, until its stage completes")
    void times() {
        meters.bindTo(registry);
        CompletableFuture<StoreAnswer.Find> find = new CompletableFuture<>();
        CompletableFuture<StoreAnswer.Find> failing = new CompletableFuture<>();
        List<CompletableFuture<StoreAnswer.Find>> answers = List.of(find, failing);
        ChatStore store = meters.store(only("find", (call, arguments) -> answers.get(call)));
        store.find("23AHi7");
        time.add(Duration.ofMillis(7));
        CompletableFuture<StoreAnswer.Find> second = store.find("23AHi7").toCompletableFuture();
        time.add(Duration.ofMillis(3));
        assertThat(timer("find", "answered").count()).isZero();
        assertThat(second).isNotDone();
        find.complete(new StoreAnswer.Gone(Optional.empty()));
        failing.completeExceptionally(new ChatStoreException("away"));
        assertThat(timer("find", "answered").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(10);
        assertThat(timer("find", "failed").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
        assertThatThrownBy(second::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ChatStoreException.class);
    }

    @Test
    @DisplayName("time a store that throws as one that fails")
    void throwing() {
        meters.bindTo(registry);
        ChatStore store = meters.store(only("find", (call, arguments) -> {
            time.add(Duration.ofMillis(5));
            throw new ChatStoreException("away");
        }));
        assertThatThrownBy(() -> store.find("23AHi7")).isInstanceOf(ChatStoreException.class);
        assertThat(timer("find", "failed").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(5);
    }

    @Test
    @DisplayName("count what limits of addresses refuse, by the limit")
    void limits() {
        meters.bindTo(registry);
        AddressRates.Rate once = new AddressRates.Rate(1, Duration.ofHours(1));
        AddressRates rates = new AddressRates(List.of(once), List.of(once), List.of(once));
        try (ChatService chats = ChatService.builder(BASE)
                .addressLimits(InMemoryAddressLimits.of(rates, new SettableClock()))
                .instrument(meters)
                .build()) {
            Optional<ClientAddress> address = Optional.of(ClientAddress.of(InetAddress.getLoopbackAddress()));
            chats.visitor(address).start("ABHI", "ANNY").join();
            assertThatThrownBy(
                            () -> chats.visitor(address).start("ABHI", "ANNY").join())
                    .hasCauseInstanceOf(RateLimitedException.class);
            assertThat(count("duologue.limits.refused", "limit", "starts")).isEqualTo(1);
            assertThat(count("duologue.limits.refused", "limit", "code_tries")).isZero();
        }
    }

    @Test
    @DisplayName("tell of the endpoint its connections, what clients were told, and whom the host refused before")
    void endpoint() {
        try (ChatService chats = ChatService.builder(BASE).instrument(meters).build();
                ChatWebSocket webSocket = ChatWebSocket.builder(chats)
                        .allowedOrigin("http://localhost")
                        .connectionLimits(1, 1)
                        .build();
                Host host = Host.serving(webSocket.endpointConfig())) {
            new WebSocketMeters(webSocket, () -> 3).bindTo(registry);
            try (ChatClient client = ChatClient.connect(host.uri("/chat"))) {
                client.send(
                        "enter",
                        "link",
                        chats.start("ABHI", "ANNY").join().first().link(),
                        "code",
                        "!",
                        "tab",
                        "t1");
                client.nextError("code_malformed");
                eventually("duologue.errors", 1, "error", "code_malformed");
                assertThat(registry.get("duologue.connections").gauge().value()).isEqualTo(1);
                try (ChatClient another = ChatClient.connect(host.uri("/chat"))) {
                    another.nextError("rate_limited");
                    assertThat(another.closeCode()).isEqualTo(1013);
                    eventually("duologue.closings", 1, "code", "1013");
                    assertThat(count("duologue.limits.refused", "limit", "connections"))
                            .isEqualTo(4);
                }
            }
        }
    }

    @Test
    @DisplayName("are the same, and no more, whatever people do")
    void bounded() {
        meters.bindTo(registry);
        try (ChatService chats = ChatService.builder(BASE).instrument(meters).build()) {
            List<String> before = described();
            for (int i = 0; i < 20; i++) {
                StartedChat started =
                        chats.start("CANARYABHI" + i, "CANARYANNY").join();
                chats.open("CANARY" + i).join();
                chats.enter(started.first().link(), "wrong " + i, new ChatListener() {})
                        .join();
                Entry entry = chats.enter(
                                started.second().link(), started.second().secretCode(), new ChatListener() {})
                        .join();
                ((Entry.Admitted) entry).seat().send("CANARYTEXT" + i).join();
                chats.chat(started.id()).end().join();
            }
            eventually("duologue.chats.ended", 20, "reason", "ended");
            assertThat(described()).isEqualTo(before).noneMatch(meter -> meter.contains("CANARY"));
        }
    }

    @Test
    @DisplayName("are in each registry that they were put into, once")
    void registries() {
        MeterRegistry other = new SimpleMeterRegistry();
        meters.bindTo(registry);
        meters.bindTo(registry);
        meters.bindTo(other);
        ChatStore store = meters.store(ChatStore.inMemory(new SettableClock()));
        store.find("23AHi7").toCompletableFuture().join();
        for (MeterRegistry each : List.of(registry, other)) {
            assertThat(each.get("duologue.store")
                            .tags("operation", "find", "outcome", "answered")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    @DisplayName("are those of one service")
    void one_service() {
        try (ChatService first = ChatService.builder(BASE).instrument(meters).build()) {
            assertThat(first.liveChats()).isZero();
            assertThatThrownBy(
                            () -> ChatService.builder(BASE).instrument(meters).build())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private List<String> described() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getName()
                        + StreamSupport.stream(id.getTagsAsIterable().spliterator(), false)
                                .map(Tag::toString)
                                .sorted()
                                .toList())
                .sorted()
                .toList();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private Timer timer(String operation, String outcome) {
        return registry.get("duologue.store")
                .tags("operation", operation, "outcome", outcome)
                .timer();
    }

    /** What is counted by events comes a moment after what they tell of. */
    private void eventually(String name, double expected, String... tags) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (count(name, tags) != expected && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        assertThat(count(name, tags)).isEqualTo(expected);
    }

    private interface Answer {
        Object to(int call, Object[] arguments);
    }

    /** A store with one operation. */
    private static ChatStore only(String operation, Answer answer) {
        int[] calls = new int[1];
        return (ChatStore) Proxy.newProxyInstance(
                ChatStore.class.getClassLoader(), new Class<?>[] {ChatStore.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo(operation);
                    return answer.to(calls[0]++, arguments);
                });
    }
}
