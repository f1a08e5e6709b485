package dev.duologue.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.ChatStatus;
import dev.duologue.ClientAddress;
import dev.duologue.Entry;
import dev.duologue.QrCode;
import dev.duologue.RateLimitedException;
import dev.duologue.SendResult;
import dev.duologue.StartedChat;
import dev.duologue.TextLimits;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AttemptPolicy;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.ShortUrls;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Timeouts;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

@DisplayName("The chat service of an application")
class ChatServiceAutoConfigurationTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ApplicationContextRunner application = Contexts.plain();

    @Test
    @DisplayName("is there with nothing but a base URL, in memory, and is closed with the context")
    void there_with_all_defaults() {
        AtomicReference<ChatService> kept = new AtomicReference<>();
        application.run(context -> {
            ChatService chats = context.getBean(ChatService.class);
            kept.set(chats);
            StartedChat started = start(chats);
            assertThat(started.first().shortUrl())
                    .hasToString("https://chat.example/c#" + started.first().link());
            assertThat(enter(chats, started)).isInstanceOf(Entry.Admitted.class);
            assertThat(context).hasSingleBean(ChatStore.class).hasBean("inMemoryChatStore");
            assertThat(context.getBean(AddressLimits.class)).isInstanceOf(InMemoryAddressLimits.class);
        });
        assertThatThrownBy(() -> start(kept.get())).isNotNull();
    }

    @Test
    @DisplayName("is not there where it is switched off")
    void switched_off() {
        application
                .withPropertyValues("duologue.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ChatService.class)
                        .doesNotHaveBean(ChatStore.class)
                        .doesNotHaveBean(DuologueProperties.class));
    }

    @Test
    @DisplayName("makes room for the application's own")
    void own_service() {
        application
                .withUserConfiguration(OwnService.class)
                .run(context ->
                        assertThat(context).hasSingleBean(ChatService.class).hasBean("own"));
    }

    @Test
    @DisplayName("is refused without a base URL, and the message tells which property")
    void base_url_needed() {
        application
                .withPropertyValues("duologue.base-url=")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("duologue.base-url")
                        .hasMessageContaining("https://chat.example/c"));
    }

    @Test
    @DisplayName("takes up the application's hashing, short URLs, QR codes and secret codes")
    void own_making() {
        application.withUserConfiguration(OwnMaking.class).run(context -> {
            StartedChat started = start(context.getBean(ChatService.class));
            assertThat(started.id()).isEqualTo("OWNID1");
            assertThat(started.first().shortUrl())
                    .hasToString("https://sho.rt/" + started.first().link());
            assertThat(started.first().qrCode().join().mediaType()).isEqualTo("text/own");
            assertThat(started.first().secretCode()).isEqualTo("open sesame");
            assertThat(enter(context.getBean(ChatService.class), started)).isInstanceOf(Entry.Admitted.class);
        });
    }

    @Test
    @DisplayName("takes up the application's attempts, timeouts, clock and limits of addresses")
    void own_rules() {
        application.withUserConfiguration(OwnRules.class).run(context -> {
            ChatService chats = context.getBean(ChatService.class);
            StartedChat started = start(chats);
            ChatStatus status = chats.chat(started.id()).status().join().orElseThrow();
            assertThat(((ChatStatus.Open) status).deadline().at()).isEqualTo(NOON.plus(Duration.ofMinutes(7)));
            Entry.Refused refused =
                    (Entry.Refused) chats.enter(started.first().link(), "000-000", new ChatListener() {})
                            .join();
            assertThat(refused.attemptsLeft()).isZero();
            ClientAddress somebody = ClientAddress.of(InetAddress.getLoopbackAddress());
            assertThatThrownBy(() -> chats.visitor(Optional.of(somebody))
                            .start("ABHI", "ANNY")
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(RateLimitedException.class);
        });
    }

    @Test
    @DisplayName("takes up the application's store")
    void own_store() {
        application.withUserConfiguration(OwnStore.class).run(context -> {
            StartedChat started = start(context.getBean(ChatService.class));
            assertThat(context.getBean("own", ChatStore.class)
                            .find(started.id())
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(StoreAnswer.Live.class);
        });
    }

    @Test
    @DisplayName("runs extension points on an executor named chatExecutor, and on no other")
    void own_executor() {
        application.withUserConfiguration(OwnExecutor.class).run(context -> {
            start(context.getBean(ChatService.class));
            assertThat(context.getBean(OwnExecutor.class).threads.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("mine");
        });
    }

    @Test
    @DisplayName("tells every notifier, one of which wants the service itself, and the event listeners")
    void own_notifiers() {
        application.withUserConfiguration(OwnNotifiers.class).run(context -> {
            ChatService chats = context.getBean(ChatService.class);
            StartedChat started = start(chats);
            BlockingQueue<String> told = context.getBean(OwnNotifiers.class).told;
            enter(chats, started);
            assertThat(next(told)).isEqualTo("entered");
            assertThat(next(told)).isEqualTo("live chats: 1");
            chats.chat(started.id()).end().join();
            assertThat(next(told)).isEqualTo("ended, by listener");
        });
    }

    @Test
    @DisplayName("lets customizers have the last word")
    void customizers() {
        application.withUserConfiguration(Customizers.class).run(context -> {
            ChatService chats = context.getBean(ChatService.class);
            Entry.Admitted admitted = (Entry.Admitted) enter(chats, start(chats));
            assertThat(admitted.seat().send("four").join()).isInstanceOf(SendResult.NotSent.class);
        });
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    private static StartedChat start(ChatService chats) {
        return chats.start("ABHI", "ANNY").join();
    }

    private static Entry enter(ChatService chats, StartedChat started) {
        return chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                .join();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnService {
        @Bean
        ChatService own() {
            return ChatService.builder(URI.create("https://own.example/c")).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMaking {
        @Bean
        Hashing ownHashing() {
            Hashing usual = Hashing.withRandomPepper();
            return new Hashing() {
                @Override
                public String newChatId() {
                    return "OWNID1";
                }

                @Override
                public String digest(String domain, String secret) {
                    return usual.digest(domain, secret);
                }
            };
        }

        @Bean
        ShortUrls ownUrls() {
            return token -> CompletableFuture.completedFuture(URI.create("https://sho.rt/" + token));
        }

        @Bean
        QrCodes ownQrCodes() {
            return uri -> new QrCode("text/own", new byte[] {1});
        }

        @Bean
        SecretCodes ownCodes() {
            return new SecretCodes() {
                @Override
                public String generate() {
                    return "open sesame";
                }

                @Override
                public Optional<String> normalise(String typed) {
                    return Optional.of(typed);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRules {
        @Bean
        AttemptPolicy strict() {
            return () -> new AttemptTable(List.of());
        }

        @Bean
        Timeouts short7() {
            Duration seven = Duration.ofMinutes(7);
            return Timeouts.fixed(new ChatTimes(seven, seven, Duration.ofHours(1), Duration.ZERO, seven));
        }

        /** A {@link Clock} is an {@link InstantSource}. */
        @Bean
        Clock noon() {
            return Clock.fixed(NOON, ZoneOffset.UTC);
        }

        @Bean
        AddressLimits nobody() {
            return new AddressLimits() {
                @Override
                public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
                    return CompletableFuture.completedFuture(Duration.ofMinutes(1));
                }

                @Override
                public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
                    return CompletableFuture.completedFuture(true);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {
        @Bean
        ChatStore own() {
            return ChatStore.inMemory(InstantSource.system());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnExecutor {

        final BlockingQueue<String> threads = new LinkedBlockingQueue<>();

        @Bean
        Executor chatExecutor() {
            return task -> new Thread(task, "mine").start();
        }

        @Bean
        Executor another() {
            return task -> {
                throw new AssertionError("not the one that is named");
            };
        }

        @Bean
        ShortUrls urls() {
            return token -> {
                threads.add(Thread.currentThread().getName());
                return CompletableFuture.completedFuture(URI.create("https://chat.example/c#" + token));
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnNotifiers {

        final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Bean
        @Order(1)
        ChatNotifier failing() {
            return event -> {
                throw new IllegalStateException("a fault of the application's");
            };
        }

        @Bean
        @Order(2)
        ChatNotifier first() {
            return event -> {
                if (event instanceof ChatEvent.Entered) {
                    told.add("entered");
                }
            };
        }

        @Bean
        @Order(3)
        ChatNotifier asking(ChatService chats) {
            return event -> {
                if (event instanceof ChatEvent.Entered) {
                    told.add("live chats: " + chats.liveChats());
                }
            };
        }

        @EventListener
        void on(ChatEvent.Ended event) {
            told.add("ended, by listener");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {
        @Bean
        ChatServiceCustomizer shortTexts() {
            return chats -> chats.textLimits(new TextLimits(3, 12));
        }
    }
}
