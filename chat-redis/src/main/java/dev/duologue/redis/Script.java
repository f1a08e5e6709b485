package dev.duologue.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** Stands alone: about an address, not about a chat. */
    static final String LIMIT = read("limit");

    private final String text = read("common") + "\n" + read(name().toLowerCase(Locale.ROOT));

    private final String digest = sha1(text);

    String text() {
        return text;
    }

    /** What Redis knows a script by once it is loaded: the SHA-1 of its text, in hexadecimal digits. */
    String digest() {
        return digest;
    }

    /** Whether a repeat gives the first answer. Where it would count twice, the outcome of a failure stays unknown. */
    boolean repeatable() {
        return this != COUNT_ATTEMPT;
    }

    /** Whether replicas need not have what it did: it only reads, but for deadlines met, or is fleeting. */
    boolean leavesNothing() {
        return this == FIND || this == PULSE || this == READ || this == SIGNAL;
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
