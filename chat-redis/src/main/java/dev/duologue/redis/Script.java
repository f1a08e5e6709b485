package dev.duologue.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The scripts that Redis runs, one for each operation. What each takes and answers stands in its file. */
enum Script {
    CREATE,
    FIND,
    PULSE,
    COUNT_ATTEMPT,
    CLAIM,
    RELEASE,
    APPEND,
    READ,
    SIGNAL,
    TOUCH,
    REISSUE,
    END;

    /** Stands alone: about nodes, not about a chat. */
    static final String BEAT = read("beat");

    private final String text = read("common") + "\n" + read(name().toLowerCase(Locale.ROOT));

    String text() {
        return text;
    }

    /** Whether a repeat gives the first answer. Where it would count twice, the outcome of a failure stays unknown. */
    boolean repeatable() {
        return this != COUNT_ATTEMPT;
    }

    /** Whether replicas need not have what it did: it only reads, but for deadlines met, or is fleeting. */
    boolean leavesNothing() {
        return this == FIND || this == PULSE || this == READ || this == SIGNAL;
    }

    private static String read(String name) {
        try (InputStream file = Script.class.getResourceAsStream(name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException(name + ".lua is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
