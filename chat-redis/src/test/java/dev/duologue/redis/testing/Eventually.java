package dev.duologue.redis.testing;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits, within bounds, for what another thread or process is about to do. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Eventually() {}

    /**
     * Looks again until the assertion holds, also where it looks at a server that resets connections or is not ready yet;
     * fails as it does in the end.
     */
    public static void holds(Runnable assertion) {
        holds(PATIENCE, assertion);
    }

    /**
     * Looks again until the assertion holds, also where it looks at a server that resets connections or is not ready yet;
     * fails as it does in the end.
     */
    public static void holds(Duration patience, Runnable assertion) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError | UncheckedIOException | RespClient.RedisError notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
    }
}
