package dev.duologue.redis;

import dev.duologue.Deadline;
import dev.duologue.Side;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoredChat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hash of a live chat, as it stood at one moment by the clock of Redis. Immutable. */
final class ChatFields {

    private final Map<String, String> fields = new HashMap<>();
    private final long now;

    /**
     * Takes the fields.
     *
     * @param now the moment in microseconds
     * @param flat names and values in turn
     */
    ChatFields(long now, List<?> flat) {
        this.now = now;
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
        }
    }

    StoredChat asStored(String chatId) {
        return new StoredChat(
                chatId,
                participant(Side.FIRST),
                participant(Side.SECOND),
                text("host"),
                new Pulse(number("n"), number("gen"), number("stays"), seat(Side.FIRST), seat(Side.SECOND)),
                deadline(),
                times(text("times")));
    }

    /** The node that holds a side's seat; empty if it is free. */
    String node(Side side) {
        return text(of(side, "node"));
    }

    String name(Side side) {
        return text(of(side, "name"));
    }

    long epoch(Side side) {
        return number(of(side, "epoch"));
    }

    static String written(ChatTimes times) {
        return times.entry() + " " + times.idle() + " " + times.lifetime() + " " + times.warning() + " "
                + times.tombstone();
    }

    private static ChatTimes times(String written) {
        List<Duration> times =
                List.of(written.split(" ")).stream().map(Duration::parse).toList();
        return new ChatTimes(times.get(0), times.get(1), times.get(2), times.get(3), times.get(4));
    }

    private StoredChat.Participant participant(Side side) {
        int attempts = (int) number(of(side, "tries"));
        long since = attempts == 0 ? 0 : Math.max(0, now - number(of(side, "triedAt")));
        return new StoredChat.Participant(
                text(of(side, "name")),
                new InvitationDigests(text(of(side, "link")), text(of(side, "code"))),
                text(of(side, "in")).equals("1"),
                attempts,
                Micros.duration(since));
    }

    private Pulse.SeatPulse seat(Side side) {
        return new Pulse.SeatPulse(
                (int) number(of(side, "inv")),
                epoch(side),
                !node(side).isEmpty(),
                number(of(side, "got")),
                number(of(side, "seen")));
    }

    private Deadline deadline() {
        long quiet = number("quietEnd");
        long lifetime = number("lifeEnd");
        long at = Math.min(quiet, lifetime);
        String why = quiet <= lifetime ? text("quiet") : "lifetime";
        return Answer.deadline(List.of(at, Math.max(0, at - now), why));
    }

    private static String of(Side side, String name) {
        return Sides.number(side) + "." + name;
    }

    private long number(String name) {
        return Long.parseLong(text(name));
    }

    private String text(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("the chat's hash has no field " + name);
        }
        return value;
    }
}
