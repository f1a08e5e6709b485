package dev.duologue.websocket.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.tck.AddressLimitsTck;
import dev.duologue.websocket.testing.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryAddressLimitsTest extends AddressLimitsTck {

    private final SettableClock clock = new SettableClock();

    @Override
    protected AddressLimits newLimits(AddressRates rates) {
        return InMemoryAddressLimits.of(rates, clock);
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }

    @Test
    void an_address_at_its_limit_stays_known_while_a_million_others_come_once() throws UnknownHostException {
        InMemoryAddressLimits limits = InMemoryAddressLimits.of(AddressRates.STANDARD, clock);
        ClientAddress guesser = ClientAddress.of(InetAddress.getByName("192.0.2.1"));
        while (take(limits, guesser).isZero()) {
            assertThat(limits.known()).isEqualTo(1);
        }
        for (int i = 0; i < 1_000_000; i++) {
            byte[] address = ByteBuffer.allocate(4).putInt(0x0a00_0000 + i).array();
            take(limits, ClientAddress.of(InetAddress.getByAddress(address)));
            if (i % 1_000 == 0) {
                assertThat(take(limits, guesser)).as("after %s others", i).isPositive();
            }
        }
        assertThat(limits.known()).isLessThanOrEqualTo(100_000);
    }

    private static Duration take(AddressLimits limits, ClientAddress address) {
        return limits.take(AddressLimit.CODE_TRIES, address)
                .toCompletableFuture()
                .join();
    }
}
