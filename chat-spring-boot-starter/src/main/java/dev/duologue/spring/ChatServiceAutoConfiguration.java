package dev.duologue.spring;

import dev.duologue.ChatService;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AttemptPolicy;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Instrumentation;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.ShortUrls;
import dev.duologue.spi.Timeouts;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

/**
 * The {@link ChatService}, with the application's own beans in place of any default: {@link Hashing}, {@link ShortUrls},
 * {@link QrCodes}, {@link SecretCodes}, {@link AttemptPolicy}, {@link Timeouts}, {@link AddressLimits}, {@link ChatStore},
 * each {@link ChatNotifier} and {@link Instrumentation}, an {@link InstantSource}, and an {@link Executor} that is named {@code chatExecutor}.
 */
@AutoConfiguration(after = RedisChatStoreAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "duologue.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DuologueProperties.class)
@Import(RateConverter.class)
public final class ChatServiceAutoConfiguration {

    private static final String BASE_URL = "duologue.base-url";

    private final DuologueProperties properties;

    ChatServiceAutoConfiguration(DuologueProperties properties) {
        this.properties = properties;
    }

    @Bean
    @ConditionalOnMissingBean
    Hashing chatHashing() {
        return properties.pepper() == null ? Hashing.withRandomPepper() : Peppers.hashing(properties.pepper());
    }

    @Bean
    @ConditionalOnMissingBean
    ChatStore inMemoryChatStore(ObjectProvider<InstantSource> clock) {
        InstantSource time = clock.getIfUnique(InstantSource::system);
        DataSize memory = properties.memory();
        return memory == null ? ChatStore.inMemory(time) : ChatStore.inMemory(time, memory.toBytes());
    }

    @Bean
    @ConditionalOnMissingBean
    AddressLimits inMemoryAddressLimits() {
        return properties.addressLimits().enabled()
                ? InMemoryAddressLimits.of(properties.addressLimits().rates())
                : AddressLimits.none();
    }

    @Bean
    @ConditionalOnMissingBean
    ChatService chatService(
            Hashing hashing,
            ChatStore store,
            AddressLimits addressLimits,
            BeanFactory beans,
            ObjectProvider<ChatNotifier> notifiers,
            ApplicationEventPublisher events,
            @Qualifier("chatExecutor") ObjectProvider<Executor> executor,
            ObjectProvider<ChatServiceCustomizer> customizers) {
        DuologueProperties.Limits limits = properties.limits();
        ChatService.Builder chats = ChatService.builder(baseUrl())
                .hashing(hashing)
                .store(store)
                .addressLimits(addressLimits)
                .timeouts(Timeouts.fixed(properties.timeouts().times()))
                .notifier(new Notifiers(notifiers, events))
                .textLimits(limits.text())
                .recordLimits(limits.recordMessages(), limits.recordBytes().toBytes())
                .sendRate(limits.sendRate(), limits.sendBurst())
                .liveChats(limits.liveChats());
        if (properties.strictLinks()) {
            chats.strictLinks();
        }
        // A clock serves other ends too: where there are several, none of them is meant.
        beans.getBeanProvider(InstantSource.class).ifUnique(chats::clock);
        beans.getBeanProvider(ShortUrls.class).ifAvailable(chats::shortUrls);
        beans.getBeanProvider(QrCodes.class).ifAvailable(chats::qrCodes);
        beans.getBeanProvider(SecretCodes.class).ifAvailable(chats::secretCodes);
        beans.getBeanProvider(AttemptPolicy.class).ifAvailable(chats::attempts);
        beans.getBeanProvider(Timeouts.class).ifAvailable(chats::timeouts);
        beans.getBeanProvider(Instrumentation.class).orderedStream().forEach(chats::instrument);
        executor.ifAvailable(chats::executor);
        customizers.orderedStream().forEach(customizer -> customizer.customize(chats));
        return chats.build();
    }

    private URI baseUrl() {
        URI base = properties.baseUrl();
        if (base == null || !base.isAbsolute() || base.getHost() == null || base.getRawFragment() != null) {
            throw new InvalidConfigurationPropertyValueException(
                    BASE_URL,
                    base,
                    "it must be the address of the page that enters a chat, as people reach it, without a fragment: "
                            + "https://chat.example/c");
        }
        return base;
    }
}
