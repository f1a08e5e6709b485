package dev.duologue.example.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duologue.websocket.testing.ChatClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** People who write now and then, two by two, and how long each message takes, while others misbehave. */
final class QuietChat implements AutoCloseable {

    /** So many that their messages together tell something, though each keeps to what one may send. */
    static final int CHATS = 8;

    private static final Duration BETWEEN = Duration.ofMillis(28);

    private final List<List<ChatClient>> people;
    private final CompletableFuture<List<Long>> nanos;
    private volatile boolean over;

    /**
     * Begins to write.
     *
     * @param people of each chat who writes and who reads
     */
    QuietChat(List<List<ChatClient>> people) {
        this.people = people;
        this.nanos = CompletableFuture.supplyAsync(this::talk, task -> new Thread(task, "quiet-chat").start());
    }

    /** Writes no more; gives the time of which 99 in 100 messages took less, from one page to the other. */
    Duration p99() {
        over = true;
        List<Long> sorted =
                new ArrayList<>(nanos.orTimeout(30, TimeUnit.SECONDS).join());
        Collections.sort(sorted);
        return Duration.ofNanos(sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1));
    }

    /** How many messages were written. */
    int messages() {
        return nanos.join().size();
    }

    @Override
    public void close() {
        over = true;
        people.forEach(chat -> {
            chat.get(0).raw(ChatClient.json("end"));
            chat.get(0).closeCode();
            chat.forEach(ChatClient::close);
        });
    }

    private List<Long> talk() {
        List<Long> took = new ArrayList<>();
        while (!over) {
            ChatClient writer = people.get(took.size() % CHATS).get(0);
            ChatClient reader = people.get(took.size() % CHATS).get(1);
            long began = System.nanoTime();
            writer.raw(ChatClient.json("send", "id", "q" + took.size(), "text", "quiet"));
            awaitNext(reader, "message");
            took.add(System.nanoTime() - began);
            awaitNext(writer, "sent");
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        return took;
    }

    /** News of presence may come in between. */
    private static void awaitNext(ChatClient client, String type) {
        JsonNode frame = client.next();
        while (!frame.path("type").asText().equals(type)) {
            if (frame.path("type").asText().equals("error")) {
                throw new IllegalStateException("a quiet chat was refused: " + frame);
            }
            frame = client.next();
        }
    }
}
