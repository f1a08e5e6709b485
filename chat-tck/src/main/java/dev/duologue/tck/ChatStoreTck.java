package dev.duologue.tck;

import dev.duologue.spi.ChatStore;
import java.time.Duration;

/**
 * The contract of {@link ChatStore} as tests for JUnit 5: at least one for each of its rules S0 to S18, named by the
 * rule. A store that passes them all may be given to {@code ChatService.builder(…).store(…)}.
 *
 * <p>The test of the store in memory; yours differs in what it makes, and, where its clock cannot be set, waits in
 * {@code pass}:
 *
 * <pre>{@code
 * class InMemoryChatStoreTest extends ChatStoreTck {
 *
 *     private final SettableClock clock = new SettableClock();
 *
 *     @Override
 *     protected ChatStore newStore() {
 *         return ChatStore.inMemory(clock);
 *     }
 *
 *     @Override
 *     protected void pass(Duration time) {
 *         clock.pass(time);
 *     }
 * }
 * }</pre>
 *
 * <p>There is nothing to leave out: no test returns early where a store cannot do something. A test makes its own chats
 * under random ids, so stores may share what lies below them.
 *
 * <p>JUnit makes an instance for each test; {@link #newStore} and {@link #pass} are called in its thread. What a store
 * does in its own threads, hints among it, is waited for with {@link #patience}.
 */
public abstract class ChatStoreTck extends EndRules {

    /** For subclasses. */
    protected ChatStoreTck() {}

    /**
     * Opens the store to test, without chats or with chats of other ids. It is closed after each test.
     *
     * @return a store, called once for each test
     */
    @Override
    protected abstract ChatStore newStore();

    /**
     * Lets time pass by the store's clock: sets it on, or waits.
     *
     * @param time how much at least; no more than five {@link #tick ticks} in one test, so with the default 500 ms
     * @throws InterruptedException if a wait is interrupted
     */
    @Override
    protected abstract void pass(Duration time) throws InterruptedException;

    /**
     * The step of time in the tests: what is to happen soon happens after 3 ticks, of which a test lets 4 pass. Where the
     * store waits for real time, longer ticks give slow machines more room; with a clock that is set, any step will do.
     *
     * @return a time above zero; by default 100 ms
     */
    @Override
    protected Duration tick() {
        return super.tick();
    }

    /**
     * How long an answer or a hint may take before a test fails.
     *
     * @return a time above zero; by default 5 s
     */
    @Override
    protected Duration patience() {
        return super.patience();
    }
}
