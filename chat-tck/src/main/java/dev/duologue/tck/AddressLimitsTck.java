package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link AddressLimits}. Extend it and give it what it asks for.
 *
 * <p>The times are long enough for a machine that is busy: nothing is asserted about less than a second.
 */
public abstract class AddressLimitsTck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AddressRates RATES = new AddressRates(
            List.of(new AddressRates.Rate(3, Duration.ofSeconds(30)), new AddressRates.Rate(4, Duration.ofHours(1))),
            List.of(new AddressRates.Rate(10, Duration.ofHours(1))),
            List.of());

    /** Makes the kit. */
    protected AddressLimitsTck() {}

    /**
     * The limits to be tested. What counts is that those made here count together or that each is asked for once.
     *
     * @param rates how often what may be done
     * @return the limits
     */
    protected abstract AddressLimits newLimits(AddressRates rates);

    /**
     * Lets time pass.
     *
     * @param time how much, at most 11 s
     * @throws InterruptedException if the test is interrupted
     */
    protected abstract void pass(Duration time) throws InterruptedException;

    /**
     * Up to the rate all is allowed; then it is told how long to wait, and waiting so long is enough.
     *
     * @throws InterruptedException if the test is interrupted
     */
    @Test
    public void after_a_burst_one_more_is_allowed_after_the_time_told() throws InterruptedException {
        AddressLimits limits = newLimits(RATES);
        ClientAddress address = anybody();
        for (int i = 0; i < 3; i++) {
            assertThat(take(limits, AddressLimit.STARTS, address)).isZero();
        }
        Duration wait = take(limits, AddressLimit.STARTS, address);
        assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(10));
        pass(wait.plusMillis(1));
        assertThat(take(limits, AddressLimit.STARTS, address)).isZero();
        // The hour has no more, though the minute soon would.
        assertThat(take(limits, AddressLimit.STARTS, address)).isGreaterThan(Duration.ofMinutes(10));
    }

    /** What is refused is not counted: asking all the time does not make the wait longer. */
    @Test
    public void what_is_refused_is_not_counted() {
        AddressLimits limits = newLimits(RATES);
        ClientAddress address = anybody();
        for (int i = 0; i < 3; i++) {
            assertThat(take(limits, AddressLimit.STARTS, address)).isZero();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(take(limits, AddressLimit.STARTS, address))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    /** What is given back can be taken again, and no more than that. */
    @Test
    public void what_is_given_back_can_be_taken_again() {
        AddressLimits limits = newLimits(RATES);
        ClientAddress address = anybody();
        assertThat(get(limits.giveBack(AddressLimit.CODE_TRIES, address))).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(take(limits, AddressLimit.CODE_TRIES, address)).isZero();
        }
        assertThat(take(limits, AddressLimit.CODE_TRIES, address)).isPositive();
        assertThat(get(limits.giveBack(AddressLimit.CODE_TRIES, address))).isTrue();
        assertThat(take(limits, AddressLimit.CODE_TRIES, address)).isZero();
        assertThat(take(limits, AddressLimit.CODE_TRIES, address)).isPositive();
    }

    /** Each address and each limit counts for itself. */
    @Test
    public void addresses_and_limits_count_for_themselves() {
        AddressLimits limits = newLimits(RATES);
        ClientAddress one = anybody();
        ClientAddress other = anybody();
        for (int i = 0; i < 3; i++) {
            assertThat(take(limits, AddressLimit.STARTS, one)).isZero();
        }
        assertThat(take(limits, AddressLimit.STARTS, one)).isPositive();
        assertThat(take(limits, AddressLimit.STARTS, other)).isZero();
        assertThat(take(limits, AddressLimit.CODE_TRIES, one)).isZero();
    }

    /** Without a rate there is no limit. */
    @Test
    public void without_a_rate_all_is_allowed() {
        AddressLimits limits = newLimits(RATES);
        ClientAddress address = anybody();
        for (int i = 0; i < 100; i++) {
            assertThat(take(limits, AddressLimit.UNKNOWN_LINKS, address)).isZero();
        }
        assertThat(get(limits.giveBack(AddressLimit.UNKNOWN_LINKS, address))).isTrue();
    }

    /** Calls at once never share what is left. */
    @Test
    public void of_many_at_once_as_many_are_allowed_as_the_rate_says() {
        AddressLimits limits = newLimits(RATES);
        ClientAddress address = anybody();
        List<CompletionStage<Duration>> waits = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> limits.take(AddressLimit.CODE_TRIES, address))
                .toList();
        assertThat(waits.stream().filter(wait -> get(wait).isZero())).hasSize(10);
    }

    private static Duration take(AddressLimits limits, AddressLimit limit, ClientAddress address) {
        return get(limits.take(limit, address));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** An address of which nothing is known yet, out of the range for documentation (RFC 3849). */
    private static ClientAddress anybody() {
        UUID random = UUID.randomUUID();
        byte[] bytes = new byte[16];
        bytes[0] = 0x20;
        bytes[1] = 0x01;
        bytes[2] = 0x0d;
        bytes[3] = (byte) 0xb8;
        for (int i = 0; i < 4; i++) {
            bytes[4 + i] = (byte) (random.getLeastSignificantBits() >>> (8 * i));
        }
        try {
            return ClientAddress.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
