package dev.duologue.bench;

import dev.duologue.bench.Contestant.Pair;
import dev.duologue.bench.client.Payload;
import dev.duologue.bench.client.Person;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one pair says: the two take turns, and so many messages are under way at once. A message is done when it was
 * acknowledged to who sent it and delivered to the other. Belongs to the loop's thread.
 */
class Conversation implements Person.Listener {

    private final Crowd crowd;
    private @Nullable Pair pair;
    private long sent;
    private long acknowledged;
    private long delivered;
    private long goal;

    Conversation(Crowd crowd) {
        this.crowd = crowd;
    }

    void between(Pair both) {
        pair = both;
    }

    Pair pair() {
        return Objects.requireNonNull(pair, "a conversation is between two");
    }

    /** Says so many more, with so many under way at once. */
    void talk(long messages, int atOnce) {
        goal += messages;
        for (int i = 0; i < atOnce && sent < goal; i++) {
            sendNext();
        }
    }

    /** Messages that are done. */
    long done() {
        return Math.min(acknowledged, delivered);
    }

    @Override
    public void in(Person person) {
        crowd.cameIn();
    }

    @Override
    public void acknowledged(Person person) {
        long before = done();
        acknowledged++;
        progress(before);
    }

    @Override
    public void delivered(Person person, Payload message) {
        long before = done();
        delivered++;
        progress(before);
    }

    private void progress(long before) {
        if (done() > before) {
            crowd.messageDone(this);
            if (sent < goal) {
                sendNext();
            }
        }
    }

    private void sendNext() {
        Person next = pair().of(sent);
        next.send(next.message(sent));
        sent++;
    }
}
