package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void an_ipv4_address_counts_for_itself_however_it_is_written() throws UnknownHostException {
        assertThat(of("192.0.2.1"))
                .isEqualTo(of("::ffff:192.0.2.1"))
                .hasSameHashCodeAs(of("::ffff:192.0.2.1"))
                .isNotEqualTo(of("192.0.2.2"));
        assertThat(of("192.0.2.1").text()).isEqualTo("192.0.2.1");
    }

    @Test
    void an_ipv6_address_counts_with_all_of_its_64_network() throws UnknownHostException {
        assertThat(of("2001:db8:1:2::1"))
                .isEqualTo(of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .hasSameHashCodeAs(of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(of("2001:db8:1:3::1"));
        assertThat(of("2001:db8:1:2::1").text()).isEqualTo("2001:db8:1:2:0:0:0:0/64");
    }

    @Test
    void the_scope_of_an_address_makes_no_difference() throws UnknownHostException {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        assertThat(ClientAddress.of(Inet6Address.getByAddress(null, bytes, 3))).isEqualTo(of("fe80::2"));
    }

    @Test
    void it_is_not_told_by_accident() throws UnknownHostException {
        assertThat(of("192.0.2.1")).hasToString("ClientAddress");
    }

    private static ClientAddress of(String address) throws UnknownHostException {
        return ClientAddress.of(InetAddress.getByName(address));
    }
}
