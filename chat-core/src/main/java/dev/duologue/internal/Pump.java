package dev.duologue.internal;

import dev.duologue.Message;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Gives out the messages of a chat in order, each once, whatever order and number they come in. Knows what is missing;
 * somebody else reads it. Holds at most a window of messages. Not thread-safe, but for {@link #pause} and
 * {@link #proceed}: belongs to one seat's mailbox.
 */
final class Pump {

    /** Most messages held, and read at once: the store is the buffer for all others. */
    static final int WINDOW = 32;

    private final Consumer<Message> out;
    /** Shared while empty, as it is in most chats for as long as they live. */
    private NavigableMap<Long, Message> early = Collections.emptyNavigableMap();

    private long last;
    private long known;
    private volatile boolean paused;

    /**
     * Makes a pump.
     *
     * @param last the seq after which to begin
     * @param known the highest seq that is known to exist
     * @param out takes each message at its turn; may pause the pump
     */
    Pump(long last, long known, Consumer<Message> out) {
        this.last = last;
        this.known = known;
        this.out = out;
    }

    /** A single message came, in or out of turn, first or again. */
    void offer(Message message) {
        knows(message.seq());
        if (message.seq() == last + 1 && early.isEmpty() && !paused) {
            last = message.seq();
            out.accept(message);
        } else if (message.seq() > last) {
            keep(message);
            giveOut();
        }
    }

    /** Messages came that follow {@link #last()} without a gap, but for those given out meanwhile. */
    void offer(List<Message> page) {
        for (Message message : page) {
            knows(message.seq());
            if (message.seq() > last) {
                add(message);
            }
        }
        giveOut();
        while (early.size() > WINDOW) {
            early.pollLastEntry();
        }
    }

    /** There is a message of this seq in the record. */
    void knows(long seq) {
        known = Math.max(known, seq);
    }

    /** Nothing is given out from now on, but for what another thread is just giving out. */
    void pause() {
        paused = true;
    }

    /** Lets {@link #giveOut} give out again. */
    void proceed() {
        paused = false;
    }

    /** Gives out what is here and in turn. */
    void giveOut() {
        while (!paused && !early.isEmpty() && early.firstKey() <= last + 1) {
            Message next = early.pollFirstEntry().getValue();
            if (next.seq() == last + 1) {
                last = next.seq();
                out.accept(next);
            }
        }
    }

    /** The seq given out last; what is missing comes after it. */
    long last() {
        return last;
    }

    /** Whether something that exists and could be given out is not here. */
    boolean behind() {
        return !paused && last < known;
    }

    private void keep(Message message) {
        add(message);
        if (early.size() > WINDOW) {
            early.pollLastEntry();
        }
    }

    private void add(Message message) {
        if (early.isEmpty()) {
            early = new TreeMap<>();
        }
        early.put(message.seq(), message);
    }
}
