package dev.duologue.websocket.metrics;

import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.tck.AddressLimitsTck;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import dev.duologue.websocket.testing.SettableClock;
import java.time.Duration;

class CountedLimitsTest extends AddressLimitsTck {

    private final SettableClock clock = new SettableClock();

    @Override
    protected AddressLimits newLimits(AddressRates rates) {
        return new ChatMeters().addressLimits(InMemoryAddressLimits.of(rates, clock));
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }
}
