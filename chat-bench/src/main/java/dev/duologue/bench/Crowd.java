package dev.duologue.bench;

import dev.duologue.bench.Contestant.Pair;
import dev.duologue.bench.client.ChatPerson;
import dev.duologue.bench.client.EventLoop;
import dev.duologue.bench.client.Person;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** All pairs on one contestant, by one thread. Not thread-safe. */
final class Crowd implements AutoCloseable {

    /** How long anything may take before the server is taken for stuck. */
    static final long PATIENCE_SECONDS = 120;

    /** The operating system accounts in hundredths of a second. */
    private static final Duration AT_REST = Duration.ofMillis(10);

    private static final long REST_WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop loop = new EventLoop();
    private final Contestant contestant;
    private final List<Conversation> conversations = new ArrayList<>();
    private Consumer<Conversation> afterEach = done -> {};
    private int in;
    private long messages;

    /** A crowd of pairs that talk in turns. */
    Crowd(Contestant contestant, int pairs, int textBytes) throws IOException, InterruptedException {
        this(contestant, pairs, textBytes, Conversation::new);
    }

    /** A crowd of pairs that talk as the caller says. */
    Crowd(Contestant contestant, int pairs, int textBytes, Function<Crowd, Conversation> kind)
            throws IOException, InterruptedException {
        this.contestant = contestant;
        for (int i = 0; i < pairs; i++) {
            conversations.add(kind.apply(this));
        }
        List<Pair> both = contestant.pairs(loop, pairs, textBytes, conversations::get);
        for (int i = 0; i < pairs; i++) {
            conversations.get(i).between(both.get(i));
        }
    }

    EventLoop loop() {
        return loop;
    }

    List<Conversation> conversations() {
        return conversations;
    }

    /** All join, so many pairs at once. */
    void join(int atOnce) throws TimeoutException {
        int begun = 0;
        int before = in;
        while (begun < conversations.size()) {
            Pair next = conversations.get(begun++).pair();
            next.first().join();
            next.second().join();
            int least = before + 2 * (begun - atOnce);
            loop.run(() -> in >= least, PATIENCE_SECONDS);
        }
        int all = before + 2 * begun;
        loop.run(() -> in >= all, PATIENCE_SECONDS);
    }

    /**
     * Waits until the servers do next to nothing: what they still compile and collect of people coming in is not to be charged
     * to their messages.
     *
     * @param mostMillis the longest to wait
     */
    void rest(int mostMillis) throws TimeoutException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
        Duration spent = Duration.ofNanos(Long.MAX_VALUE);
        while (spent.compareTo(AT_REST) > 0 && System.nanoTime() < end) {
            Duration before = contestant.cpu();
            long due = System.nanoTime() + REST_WINDOW;
            loop.run(() -> System.nanoTime() >= due, PATIENCE_SECONDS);
            spent = contestant.cpu().minus(before);
        }
    }

    /** Each pair says so many messages. */
    void talk(long messagesPerPair, int atOnce) throws TimeoutException {
        long all = messages + messagesPerPair * conversations.size();
        conversations.forEach(each -> each.talk(messagesPerPair, atOnce));
        until(all);
    }

    /** Waits until so many messages are done in all. */
    void until(long all) throws TimeoutException {
        loop.run(() -> messages >= all, PATIENCE_SECONDS);
    }

    /** Messages done in all. */
    long messages() {
        return messages;
    }

    /** Calls somebody with each conversation that has got a message done. */
    void afterEach(Consumer<Conversation> step) {
        afterEach = step;
    }

    void cameIn() {
        in++;
    }

    void messageDone(Conversation conversation) {
        messages++;
        afterEach.accept(conversation);
    }

    void eachPerson(Consumer<Person> step) {
        for (Conversation each : conversations) {
            step.accept(each.pair().first());
            step.accept(each.pair().second());
        }
    }

    /** Everybody says what came and was seen, as a page does once a second. */
    void receipts() {
        eachPerson(each -> {
            if (each instanceof ChatPerson person && person.lastSeq() > 0) {
                person.receipts();
            }
        });
    }

    /** Ends all conversations, so that what follows finds the server empty. */
    @Override
    public void close() throws TimeoutException {
        for (Conversation each : conversations) {
            each.pair().second().leave();
            each.pair().first().end();
        }
        loop.run(
                () -> conversations.stream()
                        .allMatch(each -> each.pair().first().gone()),
                PATIENCE_SECONDS);
        loop.close();
    }
}
