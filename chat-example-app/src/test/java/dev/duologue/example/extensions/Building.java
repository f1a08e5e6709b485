package dev.duologue.example.extensions;

import dev.duologue.ChatService;
import dev.duologue.spi.AttemptPolicy;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The short ones, where they are set. */
final class Building {

    private Building() {}

    static ChatService.Builder strict(URI base, byte[] pepper) {
        return ChatService.builder(base)
                // The same on all nodes of one store, and kept outside of it.
                .hashing(Hashing.hmacSha256(pepper))
                .attempts(twoAttempts())
                .timeouts(shortClocks());
    }

    /** Two wrong codes, ten seconds after the first; then the starter makes a new code. */
    static AttemptPolicy twoAttempts() {
        return () -> new AttemptTable(List.of(Duration.ofSeconds(10)));
    }

    /** All chats alike; the names are there to choose by, and must not be logged. */
    static Timeouts shortClocks() {
        return (first, second) -> new ChatTimes(
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10));
    }
}
