package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.NewMessage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the kit says of a store that does not answer at all: which operation it was. */
class NamingStoreTest extends TckFixture {

    private static final NewMessage MESSAGE = new NewMessage("T1", Side.FIRST, 1, 0, "m1", "HI");

    private Supplier<CompletionStage<?>> answer = () -> CompletableFuture.completedFuture(true);

    @Override
    protected ChatStore newStore() {
        return (ChatStore) Proxy.newProxyInstance(
                ChatStore.class.getClassLoader(),
                new Class<?>[] {ChatStore.class},
                (proxy, method, arguments) -> method.getName().equals("close") ? null : answer.get());
    }

    @Override
    protected void pass(Duration time) {}

    @Override
    protected Duration patience() {
        return Duration.ofMillis(50);
    }

    @Test
    void a_stage_that_fails_is_told_with_its_operation() {
        answer = () -> CompletableFuture.failedFuture(new UnsupportedOperationException("not yet"));
        assertThatThrownBy(() -> get(store.append(MESSAGE).thenApply(appended -> appended)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("append failed: java.lang.UnsupportedOperationException: not yet");
    }

    @Test
    void an_operation_that_throws_is_told() {
        answer = () -> {
            throw new UnsupportedOperationException("not yet");
        };
        assertThatThrownBy(() -> store.touch("T1", Side.FIRST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("touch threw java.lang.UnsupportedOperationException: not yet");
    }

    @Test
    void null_in_place_of_a_stage_is_told_with_its_operation() {
        answer = () -> null;
        assertThatThrownBy(() -> store.append(MESSAGE))
                .isInstanceOf(AssertionError.class)
                .hasMessage("append gave null instead of a stage");
    }

    @Test
    void null_in_place_of_an_answer_is_told_with_its_operation() {
        answer = () -> CompletableFuture.completedFuture(null);
        assertThatThrownBy(() -> get(store.find("T1")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("find answered null");
    }

    @Test
    void an_answer_that_does_not_come_is_told_with_its_operation() {
        answer = CompletableFuture::new;
        assertThatThrownBy(() -> get(store.expire("T1")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[expire]");
    }

    @Test
    void a_store_that_is_none_is_told() {
        assertThatThrownBy(() -> new NamingStore(null))
                .isInstanceOf(AssertionError.class)
                .hasMessage("newStore gave null");
    }
}
