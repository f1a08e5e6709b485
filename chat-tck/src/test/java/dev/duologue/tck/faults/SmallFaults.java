package dev.duologue.tck.faults;

import dev.duologue.ClientAddress;
import dev.duologue.CodeForm;
import dev.duologue.QrCode;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AttemptPolicy;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatEvent;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Instrumentation;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.ShortUrls;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Timeouts;
import dev.duologue.tck.AttemptPolicyTck;
import dev.duologue.tck.ChatNotifierTck;
import dev.duologue.tck.HashingTck;
import dev.duologue.tck.InstrumentationTck;
import dev.duologue.tck.QrCodesTck;
import dev.duologue.tck.SecretCodesTck;
import dev.duologue.tck.ShortUrlsTck;
import dev.duologue.tck.TimeoutsTck;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.ExtendWith;

/** The small kits, each over the default and over what can be wrong with its replacement; nested, so that no build runs them. */
final class SmallFaults {

    /** The fault of what has none: the default. */
    static final String NONE = "none";

    private SmallFaults() {}

    /** Lets another thread come between two steps that ought to be one. */
    private static void letOthersIn() {
        LockSupport.parkNanos(50_000);
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class HashingKit extends HashingTck {

        private final String fault;

        HashingKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected Hashing newHashing() {
            return broken(Hashing.hmacSha256(new byte[32]));
        }

        @Override
        protected Hashing withAnotherKey() {
            byte[] other = new byte[32];
            other[0] = (byte) (fault.equals("the key does not matter") ? 0 : 1);
            return broken(Hashing.hmacSha256(other));
        }

        private Hashing broken(Hashing sound) {
            return switch (fault) {
                case "ids have other characters" ->
                    new RelayingHashing(sound) {
                        @Override
                        public String newChatId() {
                            return UUID.randomUUID().toString();
                        }
                    };
                case "ids are counted on each node" ->
                    new RelayingHashing(sound) {
                        private final AtomicInteger last = new AtomicInteger();

                        @Override
                        public String newChatId() {
                            return String.valueOf(last.incrementAndGet());
                        }
                    };
                case "digests are bytes" ->
                    new RelayingHashing(sound) {
                        @Override
                        public String digest(String domain, String secret) {
                            return super.digest(domain, secret) + '\u0007';
                        }
                    };
                case "digests are salted" ->
                    new RelayingHashing(sound) {
                        @Override
                        public String digest(String domain, String secret) {
                            return super.digest(domain, secret) + UUID.randomUUID();
                        }
                    };
                case "only the beginning counts" ->
                    new RelayingHashing(sound) {
                        @Override
                        public String digest(String domain, String secret) {
                            return super.digest(domain, secret.substring(0, Math.min(72, secret.length())));
                        }
                    };
                case "letters are folded" ->
                    new RelayingHashing(sound) {
                        @Override
                        public String digest(String domain, String secret) {
                            return super.digest(domain, secret.toUpperCase(Locale.ROOT));
                        }
                    };
                case "the domain does not count" ->
                    new RelayingHashing(sound) {
                        @Override
                        public String digest(String domain, String secret) {
                            return super.digest("", secret);
                        }
                    };
                case "domain and secret are joined" ->
                    new RelayingHashing(sound) {
                        @Override
                        public String digest(String domain, String secret) {
                            return super.digest("", domain + secret);
                        }
                    };
                case "all secrets match" ->
                    new RelayingHashing(sound) {
                        @Override
                        public boolean matches(String domain, String secret, String digest) {
                            return true;
                        }
                    };
                case "one buffer serves all threads" ->
                    new RelayingHashing(sound) {
                        private volatile String buffer = "";

                        @Override
                        public String digest(String domain, String secret) {
                            buffer = secret;
                            letOthersIn();
                            return super.digest(domain, buffer);
                        }
                    };
                default -> sound;
            };
        }

        /** Passes on what is not broken; matching is the interface's own. */
        private static class RelayingHashing implements Hashing {

            private final Hashing sound;

            RelayingHashing(Hashing sound) {
                this.sound = sound;
            }

            @Override
            public String newChatId() {
                return sound.newChatId();
            }

            @Override
            public String digest(String domain, String secret) {
                return sound.digest(domain, secret);
            }
        }
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class SecretCodesKit extends SecretCodesTck {

        private final String fault;

        SecretCodesKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected List<String> alsoTyped(String code) {
            return List.of(code.toLowerCase(Locale.ROOT), " " + code.replace("-", " "));
        }

        @Override
        protected SecretCodes newCodes() {
            SecretCodes sound = SecretCodes.crockford();
            return switch (fault) {
                case "codes are no codes" ->
                    new RelayingCodes(sound) {
                        @Override
                        public String generate() {
                            return super.generate() + "!";
                        }
                    };
                case "only the form for people is read" ->
                    new RelayingCodes(sound) {
                        @Override
                        public Optional<String> normalise(String typed) {
                            return typed.matches("[0-9A-Z]{3}-[0-9A-Z]{3}") ? super.normalise(typed) : Optional.empty();
                        }
                    };
                case "codes are few" ->
                    new RelayingCodes(sound) {
                        @Override
                        public String generate() {
                            return "K7Q-M" + super.generate().substring(5);
                        }
                    };
                case "nothing is a code" ->
                    new RelayingCodes(sound) {
                        @Override
                        public Optional<String> normalise(String typed) {
                            return typed.isBlank() ? Optional.of("") : super.normalise(typed);
                        }
                    };
                case "long texts throw" ->
                    new RelayingCodes(sound) {
                        @Override
                        public Optional<String> normalise(String typed) {
                            if (typed.length() > 64) {
                                throw new IllegalArgumentException("too long");
                            }
                            return super.normalise(typed);
                        }
                    };
                case "what cannot be a code is null" ->
                    new RelayingCodes(sound) {
                        @Override
                        public Optional<String> normalise(String typed) {
                            return typed.length() > 64 ? null : super.normalise(typed);
                        }
                    };
                case "the right code does not match" ->
                    new RelayingCodes(sound) {
                        @Override
                        public boolean matches(String normalised, Predicate<String> isStored) {
                            return isStored.test(normalised + " ");
                        }
                    };
                case "any code matches" ->
                    new RelayingCodes(sound) {
                        @Override
                        public boolean matches(String normalised, Predicate<String> isStored) {
                            return true;
                        }
                    };
                case "the form is another one" ->
                    new RelayingCodes(sound) {
                        @Override
                        public Optional<CodeForm> form() {
                            return Optional.of(new CodeForm("0123456789", List.of(4, 4)));
                        }
                    };
                case "one buffer serves all threads" ->
                    new RelayingCodes(sound) {
                        private volatile String buffer = "";

                        @Override
                        public Optional<String> normalise(String typed) {
                            buffer = typed;
                            letOthersIn();
                            return super.normalise(buffer);
                        }
                    };
                default -> sound;
            };
        }

        /** Passes on what is not broken. */
        private static class RelayingCodes implements SecretCodes {

            private final SecretCodes sound;

            RelayingCodes(SecretCodes sound) {
                this.sound = sound;
            }

            @Override
            public String generate() {
                return sound.generate();
            }

            @Override
            public Optional<String> normalise(String typed) {
                return sound.normalise(typed);
            }

            @Override
            public Optional<CodeForm> form() {
                return sound.form();
            }
        }
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class ShortUrlsKit extends ShortUrlsTck {

        private static final URI PAGE = URI.create("https://chat.example/c");

        private final String fault;
        private final Map<URI, String> shortened = new ConcurrentHashMap<>();

        ShortUrlsKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected String tokenAt(URI shortUrl) {
            return shortened.getOrDefault(shortUrl, String.valueOf(shortUrl.getRawFragment()));
        }

        @Override
        protected ShortUrls newShortUrls() {
            ShortUrls sound = ShortUrls.fragment(PAGE);
            return switch (fault) {
                case "has no host" -> token -> now("/c#" + token);
                case "tokens are cut" -> token -> now(PAGE + "#" + token.substring(0, Math.min(16, token.length())));
                case "letters are folded" -> token -> now(PAGE + "#" + token.toLowerCase(Locale.ROOT));
                case "the token is in the query" ->
                    token -> {
                        URI url = URI.create(PAGE + "?t=" + token);
                        shortened.put(url, token);
                        return CompletableFuture.completedFuture(url);
                    };
                case "the same token again is refused" -> {
                    Map<String, Boolean> known = new ConcurrentHashMap<>();
                    yield token -> known.putIfAbsent(token, true) == null
                            ? sound.shorten(token)
                            : CompletableFuture.failedFuture(new IllegalStateException("known"));
                }
                case "one buffer serves all threads" -> {
                    String[] buffer = new String[1];
                    yield token -> {
                        buffer[0] = token;
                        letOthersIn();
                        return sound.shorten(buffer[0]);
                    };
                }
                default -> sound;
            };
        }

        private static CompletionStage<URI> now(String url) {
            return CompletableFuture.completedFuture(URI.create(url));
        }
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class QrCodesKit extends QrCodesTck {

        private final String fault;

        QrCodesKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected QrCodes newQrCodes() {
            QrCodes sound = QrCodes.png(4);
            return switch (fault) {
                case "the fragment is left out" ->
                    uri -> sound.draw(URI.create(uri.toString().split("#", 2)[0]));
                case "the quiet zone is cut off" -> uri -> cut(sound.draw(uri));
                case "light on dark" -> uri -> inverted(sound.draw(uri));
                case "the media type is no image's" ->
                    uri -> new QrCode(
                            "application/octet-stream", sound.draw(uri).bytes());
                case "what is too long is told" ->
                    uri -> {
                        try {
                            return sound.draw(uri);
                        } catch (IllegalArgumentException e) {
                            throw new IllegalArgumentException("too long: " + uri, e);
                        }
                    };
                case "what is too long is cut" ->
                    uri -> {
                        String text = uri.toString();
                        return sound.draw(URI.create(text.substring(0, Math.min(200, text.length()))));
                    };
                case "one buffer serves all threads" -> {
                    URI[] buffer = new URI[1];
                    yield uri -> {
                        buffer[0] = uri;
                        letOthersIn();
                        return sound.draw(buffer[0]);
                    };
                }
                default -> sound;
            };
        }

        private static QrCode cut(QrCode code) {
            BufferedImage image = pixels(code);
            int zone = 3 * 4;
            return png(image.getSubimage(zone, zone, image.getWidth() - 2 * zone, image.getHeight() - 2 * zone));
        }

        private static QrCode inverted(QrCode code) {
            BufferedImage image = pixels(code);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    image.setRGB(x, y, image.getRGB(x, y) ^ 0xFFFFFF);
                }
            }
            return png(image);
        }

        private static BufferedImage pixels(QrCode code) {
            try {
                BufferedImage read = ImageIO.read(new ByteArrayInputStream(code.bytes()));
                BufferedImage pixels = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = pixels.createGraphics();
                graphics.drawImage(read, 0, 0, null);
                graphics.dispose();
                return pixels;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static QrCode png(BufferedImage image) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ImageIO.write(image, "png", bytes);
                return new QrCode("image/png", bytes.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class ChatNotifierKit extends ChatNotifierTck {

        private final String fault;

        ChatNotifierKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected ChatNotifier newNotifier() {
            return switch (fault) {
                case "some endings are not foreseen" ->
                    event -> {
                        if (event instanceof ChatEvent.Ended over) {
                            switch (over.ending().reason()) {
                                case ENDED, IDLE -> {}
                                default -> throw new IllegalArgumentException("what is that?");
                            }
                        }
                    };
                case "the first event has to come first" -> {
                    Map<String, Boolean> known = new ConcurrentHashMap<>();
                    yield event -> {
                        if (event instanceof ChatEvent.Entered) {
                            known.put(event.chatId(), true);
                        } else if (!known.containsKey(event.chatId())) {
                            throw new IllegalStateException("unknown chat");
                        }
                    };
                }
                case "nothing may come after the end" -> {
                    Map<String, Boolean> over = new ConcurrentHashMap<>();
                    yield event -> {
                        if (over.containsKey(event.chatId())) {
                            throw new IllegalStateException("it is over");
                        }
                        if (event instanceof ChatEvent.Ended) {
                            over.put(event.chatId(), true);
                        }
                    };
                }
                case "two at once are too many" -> {
                    AtomicInteger inside = new AtomicInteger();
                    yield event -> {
                        if (inside.incrementAndGet() > 1) {
                            inside.decrementAndGet();
                            throw new IllegalStateException("one at a time");
                        }
                        letOthersIn();
                        inside.decrementAndGet();
                    };
                }
                default -> ChatNotifier.none();
            };
        }
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class TimeoutsKit extends TimeoutsTck {

        private final String fault;

        TimeoutsKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected Timeouts newTimeouts() {
            Timeouts sound = Timeouts.fixed(ChatTimes.DEFAULT);
            return switch (fault) {
                case "only known people have clocks" ->
                    (first, second) -> first.equals("ABHI") && second.equals("ANNY") ? ChatTimes.DEFAULT : null;
                case "the first chat has no clocks" -> {
                    AtomicInteger asked = new AtomicInteger();
                    yield (first, second) -> asked.incrementAndGet() == 1 ? null : ChatTimes.DEFAULT;
                }
                case "a map that is not for several threads" -> {
                    Map<String, ChatTimes> known = new HashMap<>();
                    AtomicInteger inside = new AtomicInteger();
                    yield (first, second) -> {
                        boolean alone = inside.incrementAndGet() == 1;
                        letOthersIn();
                        inside.decrementAndGet();
                        return alone ? known.computeIfAbsent("all", any -> ChatTimes.DEFAULT) : known.get(first);
                    };
                }
                case "a chat leaves nothing behind" ->
                    Timeouts.fixed(new ChatTimes(
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(1),
                            Duration.ZERO,
                            Duration.ZERO));
                default -> sound;
            };
        }
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class AttemptPolicyKit extends AttemptPolicyTck {

        private static final AtomicInteger MADE = new AtomicInteger();

        private final String fault;

        AttemptPolicyKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected AttemptPolicy newPolicy() {
            return switch (fault) {
                case "the waits are random" ->
                    () -> new AttemptTable(
                            List.of(Duration.ofSeconds(MADE.incrementAndGet() % 1_000), Duration.ofSeconds(1)));
                case "each node has fewer attempts than the one before" -> {
                    AttemptTable table =
                            new AttemptTable(Collections.nCopies(900 - MADE.incrementAndGet() % 800, Duration.ZERO));
                    yield () -> table;
                }
                case "each node has more attempts than the one before" -> {
                    AttemptTable table =
                            new AttemptTable(Collections.nCopies(1 + MADE.incrementAndGet() % 800, Duration.ZERO));
                    yield () -> table;
                }
                case "the only attempt is the last" -> () -> new AttemptTable(List.of());
                case "waits are longer than any chat" ->
                    () -> new AttemptTable(List.of(Duration.ZERO, Duration.ofDays(1_000), Duration.ofDays(9_000)));
                default -> AttemptPolicy.standard();
            };
        }
    }

    @ExtendWith(KitRun.FaultOfThisRun.class)
    static final class InstrumentationKit extends InstrumentationTck {

        private final String fault;

        InstrumentationKit(String fault) {
            this.fault = fault;
        }

        @Override
        protected Instrumentation newInstrumentation() {
            return new Instrumentation() {
                @Override
                public ChatStore store(ChatStore store) {
                    return switch (fault) {
                        case "no chat is begun" ->
                            new RelayingStore(store) {
                                @Override
                                public CompletionStage<Boolean> create(NewChat chat) {
                                    return CompletableFuture.completedFuture(false);
                                }
                            };
                        case "failures are hidden" ->
                            new RelayingStore(store) {
                                @Override
                                public CompletionStage<StoreAnswer.Find> find(String chatId) {
                                    try {
                                        return super.find(chatId)
                                                .exceptionally(failure -> new StoreAnswer.Gone(Optional.empty()));
                                    } catch (RuntimeException e) {
                                        return CompletableFuture.completedFuture(
                                                new StoreAnswer.Gone(Optional.empty()));
                                    }
                                }
                            };
                        case "the store stays open" ->
                            new RelayingStore(store) {
                                @Override
                                public void close() {}
                            };
                        default -> store;
                    };
                }

                @Override
                public AddressLimits addressLimits(AddressLimits limits) {
                    return fault.equals("nothing is given back") ? new Keeping(limits) : limits;
                }

                @Override
                public ChatNotifier notifier(ChatNotifier notifier) {
                    return fault.equals("the notifier is replaced") ? event -> {} : notifier;
                }
            };
        }

        private record Keeping(AddressLimits limits) implements AddressLimits {

            @Override
            public CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
                return limits.take(limit, address);
            }

            @Override
            public CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
                return CompletableFuture.completedFuture(true);
            }
        }
    }
}
