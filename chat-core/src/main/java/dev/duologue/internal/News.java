package dev.duologue.internal;

import dev.duologue.spi.Hint;
import dev.duologue.spi.Watcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects hints while a chat is locked and gives them once it is not. Not thread-safe: one for each operation. */
final class News {

    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private @Nullable List<ForWatcher> all;

    void tell(@Nullable Watcher watcher, Hint hint) {
        if (watcher == null) {
            return;
        }
        if (all == null) {
            all = new ArrayList<>(2);
        }
        all.add(new ForWatcher(watcher, hint));
    }

    void give() {
        if (all == null) {
            return;
        }
        for (ForWatcher one : all) {
            one.give();
        }
    }

    private record ForWatcher(Watcher watcher, Hint hint) {
        void give() {
            try {
                watcher.hint(hint);
            } catch (Throwable e) {
                // Whoever caused the news is not to suffer. No stack trace: its message might hold a text.
                LOG.warn("A watcher threw {}", e.getClass().getName());
            }
        }
    }
}
