package dev.duologue.example.fuzz;

import dev.duologue.example.BodyFuzz;
import dev.duologue.redis.StoredFuzz;
import dev.duologue.websocket.FrameFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What takes bytes from strangers. Each takes any bytes at all, and fails if it does anything but its job with them. */
enum FuzzTarget {
    FRAMES {
        @Override
        void take(byte[] input) {
            FrameFuzz.read(text(input));
        }
    },
    CODES {
        @Override
        void take(byte[] input) {
            Typed.code(text(input));
        }
    },
    NAMES {
        @Override
        void take(byte[] input) {
            String[] names = text(input).split("\n", 2);
            Typed.names(names[0], names.length > 1 ? names[1] : "ANNY");
        }
    },
    BODIES {
        @Override
        void take(byte[] input) {
            BodyFuzz.read(input);
        }
    },
    STORED {
        @Override
        void take(byte[] input) {
            List<String> lines = List.of(text(input).split("\n", -1));
            StoredFuzz.read(lines);
            StoredFuzz.score(lines.get(0));
        }
    };

    /** Takes what came. */
    abstract void take(byte[] input);

    static FuzzTarget of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Seeds, and inputs that once broke something. */
    List<Path> inputs(Path root) {
        Path folder = root.resolve(name().toLowerCase(Locale.ROOT));
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] input) {
        // Two bytes in turn of anything else reach lone surrogates too, which UTF-8 has none of.
        return input.length > 0 && input[0] == 0
                ? new String(input, 1, input.length - 1, StandardCharsets.UTF_16BE)
                : new String(input, StandardCharsets.UTF_8);
    }
}
