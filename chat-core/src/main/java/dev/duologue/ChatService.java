package dev.duologue;

import dev.duologue.internal.Chats;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AttemptPolicy;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Instrumentation;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.ShortUrls;
import dev.duologue.spi.Timeouts;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts chats between two named people, lets them in, and carries their messages in order. Begin here:
 *
 * <pre>{@code
 * try (ChatService chats = ChatService.builder(URI.create("https://chat.example/c")).build()) {
 *     StartedChat started = chats.start("ABHI", "ANNY").join();
 *     Invitation abhi = started.first();
 *     Entry entry = chats.enter(abhi.link(), abhi.secretCode(), new ChatListener() {
 *         @Override
 *         public void message(Seat seat, Message message) {
 *             System.out.println(message.name() + ": " + message.text());
 *         }
 *     }).join();
 *     if (entry instanceof Entry.Admitted admitted) {
 *         admitted.seat().send("HI").join();
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe. No method blocks; who likes to block calls {@code join()}. Futures fail with
 * {@link UnavailableException} if an extension point, or {@link ChatStoreException} if the store, is out of reach; all
 * that a participant can do wrong is an ordinary answer.
 */
public final class ChatService implements AutoCloseable {

    private final Chats chats;

    private ChatService(Chats chats) {
        this.chats = chats;
    }

    /**
     * Begins to build a service.
     *
     * @param base the address of the enter page; short URLs are this and {@code #TOKEN}
     * @return a builder with all defaults: in memory, nothing else needed
     */
    public static Builder builder(URI base) {
        return new Builder(Objects.requireNonNull(base, "base"));
    }

    /**
     * Starts a chat.
     *
     * @param first the name of the first participant
     * @param second the name of the second participant
     * @return the chat with both invitations; fails with {@link InvalidNamesException} if {@link ParticipantNames}
     *     refuses the names, with {@link TooManyChatsException} if too many live on this node
     */
    public CompletableFuture<StartedChat> start(String first, String second) {
        return chats.start(first, second);
    }

    /**
     * Looks whose link this is. Changes and counts nothing.
     *
     * @param link the link token
     * @return a greeting, or that the link leads nowhere
     */
    public CompletableFuture<Greeting> open(String link) {
        return chats.open(link);
    }

    /**
     * Enters as a tab that was never here before, without taking the seat from anybody.
     *
     * @param link the link token
     * @param code the secret code as it was typed
     * @param listener told what happens from now on
     * @return the seat, or why it was not given
     */
    public CompletableFuture<Entry> enter(String link, String code, ChatListener listener) {
        return enter(link, code, SeatRequest.newTab(), listener);
    }

    /**
     * Enters. The messages so far follow from the first one.
     *
     * <p>What is chained to the future runs before the seat takes its first step: it may use the seat, but must not wait
     * for an answer of it.
     *
     * @param link the link token
     * @param code the secret code as it was typed
     * @param request the asking tab, and whether to take the seat over
     * @param listener told what happens from now on
     * @return the seat, or why it was not given
     */
    public CompletableFuture<Entry> enter(String link, String code, SeatRequest request, ChatListener listener) {
        return chats.enter(link, code, request, listener);
    }

    /**
     * Takes a seat again without the code. No attempt is counted.
     *
     * @param link the link token
     * @param token the seat token, from {@link Seat#token()}
     * @param after messages above this seq follow; 0 for all. If it is above the chat's last seq, all follow
     * @param request the asking tab, and whether to take the seat over
     * @param listener told what happens from now on
     * @return the seat, or why it was not given
     * @throws IllegalArgumentException if {@code after} is negative
     */
    public CompletableFuture<Entry> resume(
            String link, String token, long after, SeatRequest request, ChatListener listener) {
        return chats.resume(link, token, after, request, listener);
    }

    /**
     * The service for the clients of one address, with {@link Builder#addressLimits}. For transports that serve
     * strangers.
     *
     * @param address where the client calls from; empty where that is not known, and nothing is counted
     * @return the view
     */
    public ChatVisitor visitor(Optional<ClientAddress> address) {
        return chats.visitor(address);
    }

    /**
     * How many chats this node started or serves, of those that have not ended.
     *
     * @return the number at this moment
     */
    public int liveChats() {
        return chats.liveChats();
    }

    /**
     * What the holder of a host token may do: for a page that the application does not trust more than its starter.
     *
     * @param chatId the chat
     * @param token the host token, from {@link StartedChat#hostToken()}
     * @return the view; the token is checked at each of its calls
     */
    public ChatHost host(String chatId, String token) {
        return chats.host(chatId, Optional.of(token));
    }

    /**
     * What the application itself may do with any of its chats, without a token.
     *
     * @param chatId the chat
     * @return the view
     */
    public ChatHost chat(String chatId) {
        return chats.host(chatId, Optional.empty());
    }

    /**
     * Whether the store answers.
     *
     * @return completes with null if it does, fails with {@link ChatStoreException} if it does not within a second
     */
    public CompletableFuture<@Nullable Void> check() {
        return chats.check();
    }

    /**
     * Lets go of all seats ({@link SeatLoss#LOST_SIGHT}) and closes what this service opened: its timer, its executor
     * and store unless they were given to the builder. Chats on a shared store go on elsewhere. Safe to repeat.
     */
    @Override
    public void close() {
        chats.close();
    }

    /** Builds a {@link ChatService}. Not thread-safe. */
    public static final class Builder {

        private final URI base;
        private InstantSource clock = InstantSource.system();
        private Hashing hashing = Hashing.withRandomPepper();
        private @Nullable ShortUrls shortUrls;
        private QrCodes qrCodes = QrCodes.svg();
        private SecretCodes secretCodes = SecretCodes.crockford();
        private AttemptPolicy attempts = AttemptPolicy.standard();
        private Timeouts timeouts = Timeouts.fixed(ChatTimes.DEFAULT);
        private ChatNotifier notifier = ChatNotifier.none();
        private Function<InstantSource, ChatStore> openStore = ChatStore::inMemory;
        private boolean ownsStore = true;
        private @Nullable Executor executor;
        private TextLimits textLimits = TextLimits.DEFAULT;
        private int messageCap = 10_000;
        private long recordBytes = 4L * 1024 * 1024;
        private double sendRate = 5;
        private int sendBurst = 20;
        private int linkSymbols = 10;
        private int liveChats = 100_000;
        private AddressLimits addressLimits = AddressLimits.none();
        private final List<Instrumentation> instruments = new ArrayList<>();

        private Builder(URI base) {
            this.base = base;
        }

        /**
         * Replaces the clock of rates, waits and of the store in memory.
         *
         * @param clock the clock; default: the system's
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Replaces ids and digests.
         *
         * @param hashing default: {@link Hashing#withRandomPepper()}, which fits a store that dies with the process
         * @return this
         */
        public Builder hashing(Hashing hashing) {
            this.hashing = Objects.requireNonNull(hashing, "hashing");
            return this;
        }

        /**
         * Replaces how a link token becomes a URL.
         *
         * @param shortUrls default: {@link ShortUrls#fragment} of the base
         * @return this
         */
        public Builder shortUrls(ShortUrls shortUrls) {
            this.shortUrls = Objects.requireNonNull(shortUrls, "shortUrls");
            return this;
        }

        /**
         * Replaces how QR codes are drawn.
         *
         * @param qrCodes default: {@link QrCodes#svg()}
         * @return this
         */
        public Builder qrCodes(QrCodes qrCodes) {
            this.qrCodes = Objects.requireNonNull(qrCodes, "qrCodes");
            return this;
        }

        /**
         * Replaces how secret codes look and match.
         *
         * @param secretCodes default: {@link SecretCodes#crockford()}
         * @return this
         */
        public Builder secretCodes(SecretCodes secretCodes) {
            this.secretCodes = Objects.requireNonNull(secretCodes, "secretCodes");
            return this;
        }

        /**
         * Replaces the waits after wrong codes.
         *
         * @param attempts default: {@link AttemptPolicy#standard()}
         * @return this
         */
        public Builder attempts(AttemptPolicy attempts) {
            this.attempts = Objects.requireNonNull(attempts, "attempts");
            return this;
        }

        /**
         * Replaces the clocks of chats.
         *
         * @param timeouts default: {@link ChatTimes#DEFAULT} for all chats
         * @return this
         */
        public Builder timeouts(Timeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /**
         * Has the application told what happens in its chats.
         *
         * @param notifier default: {@link ChatNotifier#none()}
         * @return this
         */
        public Builder notifier(ChatNotifier notifier) {
            this.notifier = Objects.requireNonNull(notifier, "notifier");
            return this;
        }

        /**
         * Replaces the store.
         *
         * @param store default: {@link ChatStore#inMemory(InstantSource)}; one given here is not closed by the service
         * @return this
         */
        public Builder store(ChatStore store) {
            Objects.requireNonNull(store, "store");
            this.openStore = ignored -> store;
            this.ownsStore = false;
            return this;
        }

        /**
         * Replaces the threads that extension points run on.
         *
         * @param executor default: up to 32 daemon threads of the service's own, and others in place of those that hang; one given
         *     here is not shut down
         * @return this
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Changes how long one message may be.
         *
         * @param textLimits default: {@link TextLimits#DEFAULT}
         * @return this
         */
        public Builder textLimits(TextLimits textLimits) {
            this.textLimits = Objects.requireNonNull(textLimits, "textLimits");
            return this;
        }

        /**
         * Changes how much a record may hold.
         *
         * @param messages most messages; default 10,000
         * @param bytes most bytes of UTF-8 over all texts; default 4 MiB
         * @return this
         * @throws IllegalArgumentException if one is below 1
         */
        public Builder recordLimits(int messages, long bytes) {
            if (messages < 1 || bytes < 1) {
                throw new IllegalArgumentException("record limits must be at least 1: " + messages + ", " + bytes);
            }
            this.messageCap = messages;
            this.recordBytes = bytes;
            return this;
        }

        /**
         * Changes how fast one seat may send. As many sends as the burst, at least 32, may wait without an answer.
         *
         * @param perSecond messages per second, above zero; {@link Double#POSITIVE_INFINITY} for no limit; default 5
         * @param burst how many may come at once, at least 1; default 20
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder sendRate(double perSecond, int burst) {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException("send rate must be above 0 and burst at least 1");
            }
            this.sendRate = perSecond;
            this.sendBurst = burst;
            return this;
        }

        /**
         * Bounds what clients of one address do by {@link ChatService#visitor}.
         *
         * @param addressLimits default: {@link AddressLimits#none()}
         * @return this
         */
        public Builder addressLimits(AddressLimits addressLimits) {
            this.addressLimits = Objects.requireNonNull(addressLimits, "addressLimits");
            return this;
        }

        /**
         * Has somebody look on while the service asks its parts, as to count and to time. May be called for several:
         * each is given what the ones before gave.
         *
         * @param instrument default: none
         * @return this
         */
        public Builder instrument(Instrumentation instrument) {
            instruments.add(Objects.requireNonNull(instrument, "instrument"));
            return this;
        }

        /**
         * Changes how many chats may live on this node. Beyond, none can be started here
         * ({@link TooManyChatsException}); to those that were started elsewhere this node still lets people in.
         *
         * @param most at least 1; default 100,000
         * @return this
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder liveChats(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("at least 1 chat must be allowed to live: " + most);
            }
            this.liveChats = most;
            return this;
        }

        /**
         * Makes links that nobody could guess even without limits on guessing: 22 secret base-62 symbols (131 bits)
         * after the chat id instead of 10 (59 bits).
         *
         * @return this
         */
        public Builder strictLinks() {
            this.linkSymbols = 22;
            return this;
        }

        /**
         * Builds the service and starts its timer.
         *
         * @return the service; close it after use
         */
        public ChatService build() {
            Chats.Limits limits =
                    new Chats.Limits(textLimits, messageCap, recordBytes, sendRate, sendBurst, linkSymbols, liveChats);
            ChatService chats = new ChatService(new Chats(parts(), limits));
            try {
                instruments.forEach(instrument -> instrument.built(chats));
            } catch (Throwable e) {
                // Nobody else has it to close it, nor its timer and its store.
                chats.close();
                throw e;
            }
            return chats;
        }

        private Chats.Parts parts() {
            ShortUrls urls = shortUrls == null ? ShortUrls.fragment(base) : shortUrls;
            ChatStore store = openStore.apply(clock);
            try {
                AddressLimits limitsOfAddresses = addressLimits;
                ChatNotifier told = notifier;
                for (Instrumentation instrument : instruments) {
                    store = given(instrument.store(store), "store");
                    limitsOfAddresses = given(instrument.addressLimits(limitsOfAddresses), "limits");
                    told = given(instrument.notifier(told), "notifier");
                }
                return new Chats.Parts(
                        clock,
                        hashing,
                        urls,
                        qrCodes,
                        secretCodes,
                        attempts.table(),
                        timeouts,
                        told,
                        store,
                        ownsStore,
                        limitsOfAddresses,
                        Optional.ofNullable(executor));
            } catch (Throwable e) {
                if (ownsStore) {
                    store.close();
                }
                throw e;
            }
        }

        private static <T> T given(@Nullable T part, String what) {
            return Objects.requireNonNull(part, () -> "an Instrumentation gave null in place of the " + what);
        }
    }
}
