package dev.duologue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A listener that keeps all that it is told, in order. Thread-safe. */
class Heard implements ChatListener {

    /** One call of the listener. */
    sealed interface News {
        record Entered() implements News {}

        record Came(Message message) implements News {}

        record Sent(SendResult.Sent sent) implements News {}

        record Typing() implements News {}

        record Received(long seq) implements News {}

        record Seen(long seq) implements News {}

        record Peer(boolean present) implements News {}

        record Due(Deadline deadline) implements News {}

        record Over(Ending ending) implements News {}

        record Lost(SeatLoss loss) implements News {}
    }

    private final List<News> all = Collections.synchronizedList(new ArrayList<>());

    /** All calls so far. */
    List<News> all() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }

    /** All calls of one kind so far. */
    <T extends News> List<T> all(Class<T> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The messages in the order in which they were told, own ones where their answer came; no repeats. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (News one : all()) {
            if (one instanceof News.Came came) {
                messages.add(came.message());
            } else if (one instanceof News.Sent sent && !sent.sent().repeated()) {
                messages.add(sent.sent().message());
            }
        }
        return messages;
    }

    List<String> texts() {
        return messages().stream().map(Message::text).toList();
    }

    List<Long> seqs() {
        return messages().stream().map(Message::seq).toList();
    }

    void await(News news) {
        Eventually.until(news + " in " + all(), () -> all().contains(news));
    }

    void awaitMessages(int count) {
        Eventually.until(count + " messages were told", () -> count() >= count);
    }

    private int count() {
        return messages().size();
    }

    @Override
    public void entered(Seat seat) {
        all.add(new News.Entered());
    }

    @Override
    public void message(Seat seat, Message message) {
        all.add(new News.Came(message));
    }

    @Override
    public void sent(Seat seat, SendResult.Sent sent) {
        all.add(new News.Sent(sent));
    }

    @Override
    public void typing(Seat seat) {
        all.add(new News.Typing());
    }

    @Override
    public void received(Seat seat, long seq) {
        all.add(new News.Received(seq));
    }

    @Override
    public void seen(Seat seat, long seq) {
        all.add(new News.Seen(seq));
    }

    @Override
    public void presence(Seat seat, boolean present) {
        all.add(new News.Peer(present));
    }

    @Override
    public void deadline(Seat seat, Deadline deadline) {
        all.add(new News.Due(deadline));
    }

    @Override
    public void ended(Seat seat, Ending ending) {
        all.add(new News.Over(ending));
    }

    @Override
    public void lost(Seat seat, SeatLoss loss) {
        all.add(new News.Lost(loss));
    }
}
