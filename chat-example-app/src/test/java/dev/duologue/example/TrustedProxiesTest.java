package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.example.TrustedProxies.ProxyHeader;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Behind proxies that are trusted, the client")
class TrustedProxiesTest {

    private static final List<Network> PROXIES =
            List.of(network("10.0.0.0/8"), network("192.0.2.9"), network("2001:db8:ffff::/48"));

    @ParameterizedTest(name = "{0} with [{1}] is {2}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            203.0.113.5 | 198.51.100.1                        | 203.0.113.5
            10.1.2.3    | none                                | 10.1.2.3
            10.1.2.3    | 198.51.100.1                        | 198.51.100.1
            192.0.2.9   | 198.51.100.1                        | 198.51.100.1
            192.0.2.8   | 198.51.100.1                        | 192.0.2.8
            10.1.2.3    | 6.6.6.6, 198.51.100.1               | 198.51.100.1
            10.1.2.3    | 6.6.6.6,198.51.100.1 , 10.9.9.9     | 198.51.100.1
            10.1.2.3    | 10.9.9.9                            | 10.9.9.9
            10.1.2.3    | unknown                             | 10.1.2.3
            10.1.2.3    | 198.51.100.1, nonsense              | 10.1.2.3
            10.1.2.3    | 198.51.100.1, nonsense, 10.9.9.9    | 10.9.9.9
            10.1.2.3    | 198.51.100.1:4711                   | 198.51.100.1
            10.1.2.3    | 2001:db8::1                         | 2001:db8::1
            10.1.2.3    | [2001:db8::1]:4711                  | 2001:db8::1
            2001:db8:ffff::1 | 198.51.100.1                   | 198.51.100.1
            10.1.2.3    | 256.1.1.1                           | 10.1.2.3
            10.1.2.3    | localhost                           | 10.1.2.3
            10.1.2.3    | fe80::1%1                           | 10.1.2.3
            10.1.2.3    | 1.2.3                               | 10.1.2.3
            10.1.2.3    | ''                                  | 10.1.2.3
            """)
    @DisplayName("is who the last of them vouches for, by X-Forwarded-For")
    void forwardedFor(String peer, String header, String client) throws Exception {
        TrustedProxies proxies = new TrustedProxies(PROXIES, ProxyHeader.X_FORWARDED_FOR);
        assertThat(proxies.client(address(peer), header == null ? List.of() : List.of(header)))
                .isEqualTo(address(client));
    }

    @ParameterizedTest(name = "[{0}] is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            for=198.51.100.1                                          | 198.51.100.1
            proto=https; For="198.51.100.1:99" ;by=10.0.0.1           | 198.51.100.1
            for="[2001:db8::1]:4711"                                  | 2001:db8::1
            for=6.6.6.6, for=198.51.100.1, for=10.1.1.1               | 198.51.100.1
            for=198.51.100.1, for=_hidden                             | 10.1.2.3
            for=198.51.100.1, proto=http                              | 10.1.2.3
            for=                                                      | 10.1.2.3
            """)
    @DisplayName("is who the last of them vouches for, by Forwarded")
    void forwarded(String header, String client) throws Exception {
        TrustedProxies proxies = new TrustedProxies(PROXIES, ProxyHeader.FORWARDED);
        assertThat(proxies.client(address("10.1.2.3"), List.of(header))).isEqualTo(address(client));
    }

    @Test
    @DisplayName("is found over several lines of the header, in their order")
    void lines() throws Exception {
        TrustedProxies proxies = new TrustedProxies(PROXIES, ProxyHeader.X_FORWARDED_FOR);
        assertThat(proxies.client(address("10.1.2.3"), Arrays.asList("6.6.6.6", "198.51.100.1", "10.2.2.2")))
                .isEqualTo(address("198.51.100.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "::/129",
                "name",
                "1.2.3.4.5",
                "1.2.3.",
                "::g",
                "10.0.0.0/8/8"
            })
    @DisplayName("is not looked for behind what is no network")
    void noNetwork(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "2001:db8::/33, 2001:db8:7fff::, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "::1, ::1, true",
        "::1, ::2, false"
    })
    @DisplayName("may be told by networks of any width")
    void contains(String network, String address, boolean contained) throws Exception {
        assertThat(network(network).contains(address(address))).isEqualTo(contained);
    }

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }
}
