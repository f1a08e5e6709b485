package dev.duologue.redis;

import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.spi.Hint;
import java.util.List;
import java.util.Locale;

/**
 * News for a seat as the scripts write it: chat, side, kind and fields, a line each; the last field of {@code arrived} is
 * the text, which may have lines of its own. Immutable.
 */
final class News {

    private static final int TEXT = 7;

    private final String[] lines;

    News(String written) {
        String[] told = written.split("\n", 4);
        if (told.length < 3) {
            throw new IllegalArgumentException("no news: fewer than three lines");
        }
        lines = written.split("\n", told[2].equals("arrived") ? TEXT + 1 : -1);
    }

    String chatId() {
        return lines[0];
    }

    Side side() {
        return Sides.of(lines[1]);
    }

    /** The node where the other side is now, if that is the news; empty for nowhere. */
    boolean isPresence() {
        return lines[2].equals("presence");
    }

    String peerNode() {
        return lines[5];
    }

    /** The hint in it. */
    Hint hint(String peerName) {
        return switch (lines[2]) {
            case "arrived" ->
                new Hint.Arrived(
                        new Message(
                                number(3), new MessageKey(number(4), peerName), side().other(), lines[6], lines[TEXT]),
                        number(5));
            case "typed" -> new Hint.Typed();
            case "progressed" -> new Hint.Progressed(number(3), number(4));
            case "presence" -> new Hint.Presence(number(3), lines[4].equals("1"));
            case "moved" -> new Hint.DeadlineMoved(Answer.deadline(List.of(lines[3], lines[4], lines[5])));
            case "displaced" -> new Hint.Displaced(number(3), SeatLoss.valueOf(lines[4].toUpperCase(Locale.ROOT)));
            case "ended" -> new Hint.Ended(Answer.tombstone(List.of(lines).subList(3, 9)));
            default -> throw new IllegalArgumentException("news of an unknown kind");
        };
    }

    private long number(int line) {
        return Long.parseLong(lines[line]);
    }
}
