package dev.duologue.tck.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Ending;
import dev.duologue.Message;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer.Append;
import dev.duologue.spi.StoreAnswer.Appended;
import dev.duologue.spi.StoreAnswer.Claimed;
import dev.duologue.spi.StoreAnswer.End;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Gone;
import dev.duologue.spi.StoreAnswer.Page;
import dev.duologue.spi.StoreAnswer.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Looks for broken concurrency: for a while many threads write, repeat, take over, read and end in a handful of chats;
 * then all that they were answered must fit together.
 */
public final class ChatStoreProbe {

    private static final int THREADS = 8;
    private static final int CHATS = 3;
    /** Few enough for the check at the end, which reads a whole chat. */
    private static final int MAX_MESSAGES = 5_000;

    private final ChatStore store;
    private final Duration time;
    private final AtomicInteger names = new AtomicInteger();
    private final Queue<Probed> all = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<Probed> current = new AtomicReferenceArray<>(CHATS);

    /**
     * Makes a probe.
     *
     * @param store the store
     * @param time how long to go on
     */
    public ChatStoreProbe(ChatStore store, Duration time) {
        this.store = store;
        this.time = time;
    }

    /**
     * Probes the store.
     *
     * @return how many operations were done
     * @throws AssertionError if answers do not fit together
     */
    public long run() throws InterruptedException {
        for (int i = 0; i < CHATS; i++) {
            current.set(i, start());
        }
        long operations = 0;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(this::work));
            }
            for (Future<Long> worker : workers) {
                operations += worker.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a thread of the probe failed: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
        all.forEach(chat -> chat.check(get(store.readAfter(chat.id, 0, MAX_MESSAGES))));
        return operations;
    }

    private Probed start() {
        Probed chat =
                new Probed("P" + UUID.randomUUID().toString().replace("-", "").substring(0, 15));
        ChatTimes times = new ChatTimes(
                Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1));
        NewChat fresh = new NewChat(
                chat.id,
                new NewChat.Party("ABHI", new InvitationDigests("link-1", "code-1")),
                new NewChat.Party("ANNY", new InvitationDigests("link-2", "code-2")),
                "host-" + chat.id,
                times,
                MAX_MESSAGES,
                Long.MAX_VALUE);
        assertThat(get(store.create(fresh))).isTrue();
        all.add(chat);
        return chat;
    }

    private long work() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long end = System.nanoTime() + time.toNanos();
        long operations = 0;
        for (; System.nanoTime() < end; operations++) {
            int place = random.nextInt(CHATS);
            Probed chat = current.get(place);
            Side side = random.nextBoolean() ? Side.FIRST : Side.SECOND;
            int dice = random.nextInt(1_000);
            if (dice < 60) {
                claim(chat, side);
            } else if (dice < 500) {
                append(chat, message(chat, side, "m" + names.incrementAndGet()));
            } else if (dice < 750) {
                chat.anyWritten(random).ifPresent(written -> append(chat, message(chat, written.side(), written.id())));
            } else if (dice < 998) {
                read(chat, random.nextInt(200), 1 + random.nextInt(50));
            } else if (end(chat, side)) {
                current.set(place, start());
            }
        }
        return operations;
    }

    private void claim(Probed chat, Side side) {
        SeatClaim.Proof proof = new SeatClaim.Proof.Code(1, "token");
        SeatClaim claim = new SeatClaim(chat.id, side, proof, "claim" + names.incrementAndGet(), "tab", true, 0);
        boolean over = chat.over;
        Object answer = get(store.claimSeat(claim, hint -> chat.hinted(side, hint)));
        if (answer instanceof Claimed claimed) {
            assertThat(over).as("claimed after the end").isFalse();
            chat.claimed(side, claimed);
        } else {
            assertThat(answer).isInstanceOf(Gone.class);
        }
    }

    private static NewMessage message(Probed chat, Side side, String id) {
        return new NewMessage(chat.id, side, chat.epoch(side), 0, id, "text of " + id);
    }

    private void append(Probed chat, NewMessage message) {
        boolean over = chat.over;
        // Before the answer is there, so that another thread may repeat it at the same time.
        chat.written.set(Math.floorMod(message.id().hashCode(), chat.written.length()), message);
        Append answer = get(store.append(message));
        if (answer instanceof Appended appended) {
            assertThat(over).as("appended after the end").isFalse();
            chat.answers.add(new Answer(message, appended));
        }
    }

    private void read(Probed chat, int after, int limit) {
        boolean over = chat.over;
        Read answer = get(store.readAfter(chat.id, after, limit));
        if (answer instanceof Page page) {
            assertThat(over).as("read after the end").isFalse();
            for (int i = 0; i < page.messages().size(); i++) {
                assertThat(page.messages().get(i).seq()).as("seq that was read").isEqualTo(after + i + 1L);
            }
            page.messages().forEach(chat::saw);
        }
    }

    private boolean end(Probed chat, Side side) {
        End answer = get(store.end(chat.id, new Ending(Ending.By.side(side), Ending.Reason.ENDED)));
        chat.over = true;
        if (((Ended) answer).won()) {
            assertThat(chat.wins.incrementAndGet()).as("winners of the end").isEqualTo(1);
            return true;
        }
        return false;
    }

    private static <A> A get(CompletionStage<A> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private record Answer(NewMessage asked, Appended given) {}

    /** A chat under the probe, and all that was told of it. */
    private static final class Probed {

        private final String id;
        private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        private final AtomicReferenceArray<NewMessage> written = new AtomicReferenceArray<>(64);
        /** By seq, from reads and hints. */
        private final Map<Long, Message> seen = new ConcurrentHashMap<>();
        /** What the store was caught at in a thread of its own, where nothing may be thrown. */
        private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
        /** For each side, how many messages there were when an epoch began. */
        private final Map<Side, Map<Long, Long>> epochs =
                Map.of(Side.FIRST, new ConcurrentHashMap<>(), Side.SECOND, new ConcurrentHashMap<>());

        private final AtomicInteger wins = new AtomicInteger();
        private volatile boolean over;

        Probed(String id) {
            this.id = id;
        }

        /** An epoch that is current, or was a moment ago. */
        long epoch(Side side) {
            return epochs.get(side).size();
        }

        void claimed(Side side, Claimed claimed) {
            Long twice =
                    epochs.get(side).put(claimed.epoch(), claimed.chat().pulse().last());
            assertThat(twice).as("an epoch that was given twice").isNull();
        }

        Optional<NewMessage> anyWritten(ThreadLocalRandom random) {
            return Optional.ofNullable(written.get(random.nextInt(written.length())));
        }

        void hinted(Side side, Hint hint) {
            if (hint instanceof Hint.Arrived arrived) {
                saw(arrived.message());
                if (arrived.message().side() == side) {
                    wrongs.add(
                            "a hint of one's own message " + arrived.message().seq());
                }
            }
        }

        void saw(Message message) {
            Message before = seen.putIfAbsent(message.seq(), message);
            if (before != null && !before.equals(message)) {
                wrongs.add("two messages at " + message.seq());
            }
        }

        void check(Read last) {
            assertThat(wrongs).isEmpty();
            Map<Long, Message> bySeq = new TreeMap<>();
            Map<String, Message> byId = new HashMap<>();
            for (Answer answer : answers) {
                Message message = answer.given().message();
                assertThat(message.id()).isEqualTo(answer.asked().id());
                assertThat(message.text()).isEqualTo(answer.asked().text());
                assertThat(bySeq.merge(message.seq(), message, (one, other) -> one))
                        .isEqualTo(message);
                assertThat(byId.merge(message.id(), message, (one, other) -> one))
                        .isEqualTo(message);
                checkFence(answer);
            }
            assertThat(answers.stream()
                            .filter(answer -> !answer.given().repeated())
                            .count())
                    .as("first answers")
                    .isEqualTo(bySeq.size());
            checkOrder(bySeq);
            assertThat(bySeq).containsAllEntriesOf(seen);
            if (over) {
                assertThat(last).isInstanceOf(Gone.class);
            } else {
                assertThat(((Page) last).messages()).isEqualTo(List.copyOf(bySeq.values()));
            }
            for (Side side : Side.values()) {
                for (long epoch = 1; epoch <= epochs.get(side).size(); epoch++) {
                    assertThat(epochs.get(side)).containsKey(epoch);
                }
            }
        }

        /** What an epoch wrote came after its claim, and was there when the next one's claim was answered. */
        private void checkFence(Answer answer) {
            if (answer.given().repeated()) {
                return;
            }
            Map<Long, Long> begun = epochs.get(answer.asked().side());
            long epoch = answer.asked().epoch();
            long seq = answer.given().message().seq();
            assertThat(seq).as("seq above those before the epoch").isGreaterThan(begun.getOrDefault(epoch, 0L));
            assertThat(seq)
                    .as("seq up to those that the next epoch saw")
                    .isLessThanOrEqualTo(begun.getOrDefault(epoch + 1, Long.MAX_VALUE));
        }

        private static void checkOrder(Map<Long, Message> bySeq) {
            long seq = 0;
            long key = 0;
            for (Message message : bySeq.values()) {
                assertThat(message.seq()).as("dense seq").isEqualTo(++seq);
                assertThat(message.key().micros()).as("rising key").isGreaterThan(key);
                key = message.key().micros();
            }
        }
    }
}
