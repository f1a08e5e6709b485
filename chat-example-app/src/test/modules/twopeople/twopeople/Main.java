package twopeople;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Entry;
import dev.duologue.Message;
import dev.duologue.Seat;
import dev.duologue.StartedChat;
import dev.duologue.redis.RedisChatStore;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import dev.duologue.websocket.ChatWebSocket;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two people exchange a message, in memory and by the Redis that the argument names. */
final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        for (Class<?> part : new Class<?>[] {ChatService.class, RedisChatStore.class, ChatWebSocket.class, Main.class}) {
            System.out.println(part.getModule().getName());
        }
        Hashing hashing = Hashing.withRandomPepper();
        try (ChatStore memory = ChatStore.inMemory(InstantSource.system());
                ChatStore redis = RedisChatStore.builder(arguments[0], hashing).build()) {
            chat(hashing, memory);
            chat(hashing, redis);
        }
    }

    private static void chat(Hashing hashing, ChatStore store) throws InterruptedException {
        try (ChatService chats = ChatService.builder(URI.create("https://chat.example/c"))
                        .hashing(hashing)
                        .store(store)
                        .addressLimits(InMemoryAddressLimits.of(AddressRates.STANDARD))
                        .build();
                ChatWebSocket webSocket = ChatWebSocket.builder(chats).build()) {
            BlockingQueue<String> read = new LinkedBlockingQueue<>();
            StartedChat started = chats.start("ABHI", "ANNY").join();
            String drawn = started.first().qrCode().join().mediaType();
            Seat abhi = sit(chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                    .join());
            Seat anny = sit(chats.enter(started.second().link(), started.second().secretCode(), new ChatListener() {
                        @Override
                        public void message(Seat seat, Message message) {
                            read.add(message.name() + ": " + message.text());
                        }
                    })
                    .join());
            abhi.send("HI").join();
            System.out.println(read.poll(10, TimeUnit.SECONDS) + ", " + drawn + ", "
                    + webSocket.endpointConfig().getPath());
            anny.end().join();
        }
    }

    private static Seat sit(Entry entry) {
        return ((Entry.Admitted) entry).seat();
    }
}
