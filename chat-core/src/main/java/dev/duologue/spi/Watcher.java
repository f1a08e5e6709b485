package dev.duologue.spi;

/** Takes the hints for one seat. Thread-safe; does not block and does not throw. */
@FunctionalInterface
public interface Watcher {

    /**
     * News for the seat.
     *
     * @param hint the news
     */
    void hint(Hint hint);
}
