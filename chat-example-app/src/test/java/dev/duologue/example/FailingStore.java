package dev.duologue.example;

import dev.duologue.ChatStoreException;
import dev.duologue.spi.ChatStore;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

/** A store that is out of reach: every operation fails, as a store of another process does when its network is down. */
final class FailingStore {

    /** What it says, which is nobody else's business. */
    static final String REASON = "store-of-the-test-is-out-of-reach";

    private FailingStore() {}

    static ChatStore make() {
        return (ChatStore) Proxy.newProxyInstance(
                FailingStore.class.getClassLoader(), new Class<?>[] {ChatStore.class}, (store, method, arguments) ->
                        method.getName().equals("close")
                                ? null
                                : CompletableFuture.failedFuture(new ChatStoreException(REASON)));
    }
}
