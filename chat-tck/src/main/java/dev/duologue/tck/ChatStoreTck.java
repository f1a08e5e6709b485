package dev.duologue.tck;

import dev.duologue.spi.ChatStore;
import java.time.Duration;

/**
 * The contract of {@link ChatStore} as tests for JUnit 5: at least one for each of its rules S0 to S18, named by the
 * rule. A store that passes them all may be given to {@code ChatService.builder(…).store(…)}.
 *
 * <p>The test of the store in memory; yours differs in what it makes, and, where its clock cannot be set, waits in
 * {@code pass}. {@link SettableClock} comes with the kit:
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
 * <p>What the tests of each rule look at; their names say it to the letter:
 *
 * <ul>
 *   <li><b>S0</b> create, claims, releases, messages, progress, invitations, ends and the store's close, made again
 *   <li><b>S1</b> one id for many at once, takeovers at once, reading while another writes
 *   <li><b>S2</b> a deadline that has come, met by each operation
 *   <li><b>S3</b> every operation on a chat that has ended; the tombstone, and the id once that is gone
 *   <li><b>S4</b> moments by one clock, which goes on
 *   <li><b>S5</b> no waiting in the calling thread; calls from where stages complete and hints come; many at once
 *   <li><b>S6</b> a new chat as it was given, ids that are taken, which clock is the deadline
 *   <li><b>S7</b> a chat as it stands, unchanged by looking
 *   <li><b>S8</b> counts, waits and the lock, also of a hundred tries at once
 *   <li><b>S9</b> who gets a seat by which proof, epochs, generations, attempts set back, the idle clock's start, hints
 *   <li><b>S10</b> who can leave, and what stays
 *   <li><b>S11</b> places and keys, repeats, fences, bounds, the idle clock, hints
 *   <li><b>S12</b> order, pages and limits
 *   <li><b>S13</b> typing, and progress that is kept, bounded and passed on
 *   <li><b>S14</b> the idle clock started anew, counted and told
 *   <li><b>S15</b> what a new invitation clears and what it leaves
 *   <li><b>S16</b> the tombstone, one winner, hints
 *   <li><b>S17</b> each deadline with its reason, one winner, hints
 *   <li><b>S18</b> the pulses of few, of many and of no chats
 * </ul>
 *
 * <p>A store is opened once in each test: what yours does where it is opened again over what is there, is yours to test.
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
     * @throws Exception if it does not open, which fails the test
     */
    @Override
    protected abstract ChatStore newStore() throws Exception;

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
