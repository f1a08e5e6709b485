package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ClientAddress;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on two nodes and a Cluster. */
@Tag("slow")
class RedisClusterStoreTest extends RedisStoreRules {

    private static final int ADDRESSES = 30;

    RedisClusterStoreTest() {
        super(SetUp.CLUSTER);
    }

    @Test
    void limits_of_addresses_hold_over_both_nodes_on_whichever_master_an_address_is() throws UnknownHostException {
        AddressRates.Rate rate = new AddressRates.Rate(3, Duration.ofHours(1));
        AddressRates rates = new AddressRates(List.of(rate), List.of(rate), List.of(rate));
        List<AddressLimits> nodes = List.of(
                SetUp.CLUSTER.one().addressLimits(rates), SetUp.CLUSTER.other().addressLimits(rates));
        for (int i = 0; i < ADDRESSES; i++) {
            ClientAddress address = ClientAddress.of(InetAddress.getByName("198.51.100." + i));
            for (int tries = 0; tries < 3; tries++) {
                assertThat(Talk.get(nodes.get(tries % 2).take(AddressLimit.CODE_TRIES, address)))
                        .isZero();
            }
            for (AddressLimits node : nodes) {
                assertThat(Talk.get(node.take(AddressLimit.CODE_TRIES, address)))
                        .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(20));
            }
            assertThat(Talk.get(nodes.get(0).giveBack(AddressLimit.CODE_TRIES, address)))
                    .isTrue();
            assertThat(Talk.get(nodes.get(1).take(AddressLimit.CODE_TRIES, address)))
                    .isZero();
        }
        assertThat(SetUp.CLUSTER.holdersOf("duologue:limit:"))
                .as("masters that hold what addresses did")
                .isEqualTo(3);
    }
}
