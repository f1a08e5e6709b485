package dev.duologue.websocket;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How often clients were told what, for whoever watches an endpoint. Thread-safe. */
final class Tally {

    private final Map<FrameError.Kind, LongAdder> errors = new EnumMap<>(FrameError.Kind.class);
    private final Map<Closing, LongAdder> closings = new EnumMap<>(Closing.class);

    Tally() {
        // All of them now: what never changes may be read without a lock.
        for (FrameError.Kind kind : FrameError.Kind.values()) {
            errors.put(kind, new LongAdder());
        }
        for (Closing closing : Closing.values()) {
            closings.put(closing, new LongAdder());
        }
    }

    void count(FrameError.Kind kind) {
        Objects.requireNonNull(errors.get(kind)).increment();
    }

    void count(Closing closing) {
        Objects.requireNonNull(closings.get(closing)).increment();
    }

    /** By the words of the protocol. */
    Map<String, Long> errors() {
        Map<String, Long> all = new TreeMap<>();
        errors.forEach((kind, count) -> all.put(kind.name().toLowerCase(Locale.ROOT), count.sum()));
        return all;
    }

    /** By close code. */
    Map<Integer, Long> closings() {
        Map<Integer, Long> all = new TreeMap<>();
        closings.forEach((closing, count) -> all.put(closing.code(), count.sum()));
        return all;
    }
}
