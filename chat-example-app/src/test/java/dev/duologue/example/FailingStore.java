package dev.duologue.example;

import dev.duologue.ChatStoreException;
import dev.duologue.spi.ChatStore;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A store that is out of reach: every operation fails, as those of another process do when its network is down. */
final class FailingStore {

    /** What it says, which is nobody else's business. */
    static final String REASON = "store-of-the-test-is-out-of-reach";

    private FailingStore() {}

    /** A store in memory that is out of reach at times. */
    static ChatStore whenever(BooleanSupplier fails) {
        ChatStore store = ChatStore.inMemory(InstantSource.system());
        return (ChatStore) Proxy.newProxyInstance(
                FailingStore.class.getClassLoader(),
                new Class<?>[] {ChatStore.class},
                (proxy, method, arguments) ->
                        fails.getAsBoolean() && !method.getName().equals("close")
                                ? CompletableFuture.failedFuture(new ChatStoreException(REASON))
                                : method.invoke(store, arguments));
    }
}
