package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatStoreException;
import dev.duologue.ClientAddress;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.Hashing;
import dev.duologue.tck.AddressLimitsTck;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits of addresses that two nodes share, as the user of least privilege. */
class RedisAddressLimitsTest extends AddressLimitsTck {

    private static final Hashing HASHING = Hashing.withRandomPepper();
    private static final String ADDRESS = "198.51.100.77";

    private static RedisServer server;
    private static RedisChatStore one;
    private static RedisChatStore other;

    @BeforeAll
    static void start() {
        server = RedisServer.start(RedisProgram.EMBEDDED_6_2, LeastPrivilege.settings());
        one = RedisChatStore.builder(LeastPrivilege.login(server.url()), HASHING)
                .build();
        other = RedisChatStore.builder(LeastPrivilege.login(server.url()), HASHING)
                .build();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        server.close();
    }

    /** Asks one node, then the other. */
    @Override
    protected AddressLimits newLimits(AddressRates rates) {
        List<AddressLimits> nodes = List.of(one.addressLimits(rates), other.addressLimits(rates));
        AtomicInteger calls = new AtomicInteger();
        return new AddressLimits() {
            @Override
            public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
                return nodes.get(calls.incrementAndGet() % 2).take(limit, address);
            }

            @Override
            public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
                return nodes.get(calls.incrementAndGet() % 2).giveBack(limit, address);
            }
        };
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @Test
    void keys_tell_no_address_and_go_by_themselves() throws Exception {
        AddressRates rates = new AddressRates(
                List.of(
                        new AddressRates.Rate(1, Duration.ofSeconds(20)),
                        new AddressRates.Rate(100, Duration.ofSeconds(30))),
                List.of(),
                List.of());
        ClientAddress address = ClientAddress.of(InetAddress.getByName(ADDRESS));
        try (RedisServer alone = RedisServer.start(RedisProgram.SYSTEM);
                RedisChatStore store =
                        RedisChatStore.builder(alone.url(), HASHING).build();
                RespClient raw = alone.connect()) {
            AddressLimits limits = store.addressLimits(rates);
            assertThat(Talk.get(limits.take(AddressLimit.STARTS, address))).isZero();
            List<String> keys =
                    raw.keys().stream().filter(key -> key.contains("limit:")).toList();
            assertThat(keys).hasSize(1);
            assertThat(keys.get(0)).startsWith("duologue:limit:").doesNotContain(ADDRESS);
            assertThat(raw.texts("HGETALL", keys.get(0)).toString()).doesNotContain(ADDRESS);
            assertThat((Long) raw.command("PTTL", keys.get(0))).isBetween(1L, 20_000L);
            Talk.get(limits.giveBack(AddressLimit.STARTS, address));
            assertThat(raw.keys()).noneMatch(key -> key.contains("limit:"));
        }
    }

    @Test
    void a_redis_that_is_away_lets_nobody_pass_and_quotes_nothing() throws Exception {
        RedisServer brief = RedisServer.start(RedisProgram.SYSTEM);
        try (RedisChatStore store = RedisChatStore.builder(brief.url(), HASHING).build()) {
            AddressLimits limits = store.addressLimits(AddressRates.STANDARD);
            brief.kill();
            ClientAddress address = ClientAddress.of(InetAddress.getByName(ADDRESS));
            assertThatThrownBy(() -> Talk.get(limits.take(AddressLimit.CODE_TRIES, address)))
                    .cause()
                    .isInstanceOf(ChatStoreException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain(ADDRESS)
                    .doesNotContain("limit:");
        } finally {
            brief.close();
        }
    }
}
