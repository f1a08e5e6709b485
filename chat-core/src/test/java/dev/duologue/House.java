package dev.duologue;

import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatTimes;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A service whose clock moves by hand, and short words for what tests do with it. Thread-safe. */
final class House implements AutoCloseable {

    static final URI BASE = URI.create("https://chat.example/c");

    /** How far time passes at once before and after the rest of it: see {@link #pass}. */
    static final Duration MOMENT = Duration.of(1, ChronoUnit.MICROS);

    private static final String CUCKOO = "CUCKOO";

    final SettableClock clock;
    final ChatService chats;
    /** What the application was told, but for what {@link #settle} does. */
    final List<ChatEvent> events = new CopyOnWriteArrayList<>();

    House() {
        this(builder -> builder);
    }

    House(UnaryOperator<ChatService.Builder> change) {
        this(ChatTimes.DEFAULT, change);
    }

    House(ChatTimes times, UnaryOperator<ChatService.Builder> change) {
        this(new SettableClock(), times, change);
    }

    House(SettableClock clock, ChatTimes times, UnaryOperator<ChatService.Builder> change) {
        this.clock = clock;
        ChatService.Builder builder = ChatService.builder(BASE)
                .clock(clock)
                .notifier(events::add)
                .timeouts((first, second) -> first.equals(CUCKOO) ? momentary() : times);
        this.chats = change.apply(builder).build();
    }

    /** Somebody in a seat, and what they hear. */
    record Guest(Seat seat, Heard heard) {

        Message says(String text) {
            return sent(Eventually.get(seat.send(text)));
        }

        Message says(String id, String text) {
            return sent(Eventually.get(seat.send(id, text)));
        }
    }

    static Message sent(SendResult result) {
        if (result instanceof SendResult.Sent sent) {
            return sent.message();
        }
        throw new AssertionError("not sent: " + result);
    }

    StartedChat start() {
        return Eventually.get(chats.start("ABHI", "ANNY"));
    }

    Guest enter(Invitation invitation) {
        return enter(invitation, SeatRequest.newTab());
    }

    Guest enter(Invitation invitation, SeatRequest request) {
        return enter(invitation, request, new Heard());
    }

    Guest enter(Invitation invitation, SeatRequest request, Heard heard) {
        return admitted(Eventually.get(chats.enter(invitation.link(), invitation.secretCode(), request, heard)), heard);
    }

    Guest resume(Invitation invitation, String token, long after, SeatRequest request) {
        Heard heard = new Heard();
        return admitted(Eventually.get(chats.resume(invitation.link(), token, after, request, heard)), heard);
    }

    Entry tryCode(Invitation invitation, String code) {
        return Eventually.get(chats.enter(invitation.link(), code, new Heard()));
    }

    static Guest admitted(Entry entry, Heard heard) {
        if (entry instanceof Entry.Admitted admitted) {
            heard.await(new Heard.News.Entered());
            return new Guest(admitted.seat(), heard);
        }
        throw new AssertionError("not admitted: " + entry);
    }

    /** Moves the clock, and waits until all that was due before is done, and then all that is due by then. */
    void pass(Duration time) {
        settle();
        clock.pass(time.minus(MOMENT.multipliedBy(2)));
        settle();
    }

    /** Takes a moment, and lets the timer do what is due: it does so in order, and ends last a chat that begins last. */
    private void settle() {
        String cuckoo = Eventually.get(chats.start(CUCKOO, "CLOCK")).id();
        clock.pass(MOMENT);
        Eventually.until(
                "the timer is done",
                () -> events.stream()
                        .anyMatch(event -> event instanceof ChatEvent.Ended
                                && event.chatId().equals(cuckoo)));
        events.removeIf(event -> event.chatId().equals(cuckoo));
    }

    private static ChatTimes momentary() {
        Duration lifetime = Duration.ofHours(1);
        return new ChatTimes(MOMENT, lifetime, lifetime, Duration.ZERO, lifetime);
    }

    @Override
    public void close() {
        chats.close();
    }
}
