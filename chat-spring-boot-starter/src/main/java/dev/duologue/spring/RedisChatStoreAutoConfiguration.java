package dev.duologue.spring;

import dev.duologue.redis.Pepper;
import dev.duologue.redis.RedisChatStore;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import java.io.IOException;
import java.nio.file.Path;
import org.redisson.api.RedissonClient;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Chats in Redis, where {@code chat-redis} is on the class path and there is either {@code duologue.redis.url}, which comes
 * first, or a {@link RedissonClient}, which is never shut down here.
 */
@AutoConfiguration(
        afterName = {
            "org.redisson.spring.starter.RedissonAutoConfigurationV2",
            "org.redisson.spring.starter.RedissonAutoConfigurationV4"
        })
@ConditionalOnClass({RedisChatStore.class, RedissonClient.class})
@ConditionalOnBooleanProperty(name = "duologue.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DuologueProperties.class)
@Import(RateConverter.class)
public final class RedisChatStoreAutoConfiguration {

    private static final String REDISSON_LOG = "org.redisson";

    private RedisChatStoreAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "duologue.redis.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean(ChatStore.class)
    @Conditional(WhereRedisIs.class)
    static class Store {

        private final DuologueProperties properties;

        Store(DuologueProperties properties) {
            this.properties = properties;
        }

        /** Random would not do: what is in Redis outlives this process, and other nodes need the same. */
        @Bean
        @ConditionalOnMissingBean
        Hashing chatHashing() {
            if (properties.pepper() != null) {
                return Peppers.hashing(properties.pepper());
            }
            Path named = properties.redis().pepperFile();
            try {
                return Hashing.hmacSha256(Pepper.fromFile(named == null ? Pepper.defaultFile() : named));
            } catch (IOException e) {
                throw new BeanCreationException(
                        "the pepper cannot be read or made (see duologue.pepper and duologue.redis.pepper-file): "
                                + e.getMessage(),
                        e);
            }
        }

        @Bean
        RedisChatStore redisChatStore(
                Hashing hashing,
                ObjectProvider<RedissonClient> client,
                ObjectProvider<RedisChatStoreCustomizer> customizers,
                ObjectProvider<LoggingSystem> logging,
                Environment environment) {
            silence(logging, environment);
            DuologueProperties.Redis redis = properties.redis();
            RedisChatStore.Builder store = (redis.url() == null
                            ? RedisChatStore.builder(client.getObject(), hashing)
                            : RedisChatStore.builder(redis.url(), hashing))
                    .prefix(redis.prefix());
            if (redis.allowEviction()) {
                store.allowEviction();
            }
            if (redis.replicas() > 0) {
                store.waitForReplicas(redis.replicas(), redis.replicasWithin());
            }
            customizers.orderedStream().forEach(customizer -> customizer.customize(store));
            return store.build();
        }

        /** Redisson's log quotes names and texts; the store tells what goes wrong without them. */
        private static void silence(ObjectProvider<LoggingSystem> logging, Environment environment) {
            if (!environment.containsProperty("logging.level." + REDISSON_LOG)) {
                logging.ifAvailable(system -> system.setLogLevel(REDISSON_LOG, LogLevel.OFF));
            }
        }

        @Bean
        @ConditionalOnMissingBean
        AddressLimits redisAddressLimits(RedisChatStore store) {
            return properties.addressLimits().enabled()
                    ? store.addressLimits(properties.addressLimits().rates())
                    : AddressLimits.none();
        }
    }

    /** Either is enough. */
    static final class WhereRedisIs extends AnyNestedCondition {

        WhereRedisIs() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("duologue.redis.url")
        static final class ByUrl {}

        @ConditionalOnBean(RedissonClient.class)
        static final class ByClient {}
    }
}
