package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.config.Config;
import org.redisson.misc.RedisURI;

class RedisUrlTest {

    @Test
    void one_address_is_one_server() {
        RedisUrl url = RedisUrl.of("redis://127.0.0.1:7000");
        assertThat(url).isEqualTo(new RedisUrl("redis", null, null, List.of("127.0.0.1:7000"), 0, null));
        assertThat(url.config(null).isSingleConfig()).isTrue();
        assertThat(RedisUrl.of("redis://redis.example").addresses()).containsExactly("redis.example:6379");
        assertThat(RedisUrl.of("redis://[::1]:7000/3").addresses()).containsExactly("[::1]:7000");
        assertThat(RedisUrl.of("redis://h:1/3").database()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat_redis", "redis-1.chats_of.example", "_redis", "h", "10.0.0.1", "redis.example."})
    void hosts_may_have_underscores(String host) {
        RedisUrl url = RedisUrl.of("redis://u:p@" + host + ":7000/1");
        assertThat(url.addresses()).containsExactly(host + ":7000");
        // As Redisson reads it.
        String address = url.config(null).useSingleServer().getAddress();
        assertThat(new RedisURI(address).getHost()).isEqualTo(host);
        assertThat(new RedisURI(address).getPort()).isEqualTo(7000);
    }

    @Test
    void user_and_password_may_have_any_characters_and_are_not_told() {
        RedisUrl url = RedisUrl.of("rediss://us%40er:p%3Aa%2Fss+%23@h:1");
        assertThat(url.user()).isEqualTo("us@er");
        assertThat(url.password()).isEqualTo("p:a/ss+#");
        assertThat(url).hasToString("rediss://h:1");
        assertThat(RedisUrl.of("redis://:secret@h:1").user()).isNull();
        assertThat(RedisUrl.of("redis://:secret@h:1").password()).isEqualTo("secret");
    }

    @Test
    void several_addresses_are_a_cluster() {
        Config config = RedisUrl.of("rediss://a:1,b:2,c:3").config(null);
        assertThat(config.isClusterConfig()).isTrue();
    }

    @Test
    void sentinels_know_a_primary_by_its_name() {
        RedisUrl url = RedisUrl.of("rediss-sentinel://a:1,b:2/4#chats");
        assertThat(url.master()).isEqualTo("chats");
        assertThat(url.scheme()).isEqualTo("rediss");
        assertThat(url.database()).isEqualTo(4);
        assertThat(url.config(null).isSentinelConfig()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:6379",
                "http://u:hunter2@h:1",
                "redis://",
                "redis://u:hunter2@",
                "redis://u:hunter2@h:0",
                "redis://u:hunter2@h:70000",
                "redis://u:hunter2@h:x",
                "redis://u:hunter2@a:1,,b:2",
                "redis://u:hunter2@a:1,b:2/1",
                "redis://u:hunter2@h:1/x",
                "redis://u:hunter2@h:1#name",
                "redis://u:hunter2@h:1?timeout=3",
                "redis://u:hunter2@h?x:1",
                "redis://u:hunter2@h:1/0?x",
                "redis://u:hunter2@h:",
                "redis://u:hunter2@h:1:2",
                "redis://u:hunter2@h h:1",
                "redis://u:hunter2@[::1:1",
                "redis://u:hunter2@a:1,b:2?x",
                "redis-sentinel://u:hunter2@h:1",
                "redis://u:hunter2%zz@h:1"
            })
    void anything_else_is_refused_without_telling_it(String url) {
        assertThatThrownBy(() -> RedisUrl.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("hunter2");
        assertThat(RedisChatStore.isUrl(url)).isFalse();
    }

    @Test
    void what_stands_after_a_percent_sign_is_not_told_either() {
        assertThatThrownBy(() -> RedisUrl.of("redis://u:secret%qz@h:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("qz")
                .contains("redis://");
    }
}
