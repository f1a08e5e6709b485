package dev.duologue.internal;

import dev.duologue.ChatHost;
import dev.duologue.ChatListener;
import dev.duologue.ChatStoreException;
import dev.duologue.ChatVisitor;
import dev.duologue.ClientAddress;
import dev.duologue.Entry;
import dev.duologue.Greeting;
import dev.duologue.InvalidNamesException;
import dev.duologue.ParticipantNames;
import dev.duologue.RateLimitedException;
import dev.duologue.SeatRequest;
import dev.duologue.Side;
import dev.duologue.StartedChat;
import dev.duologue.TextLimits;
import dev.duologue.TooManyChatsException;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatNotifier;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.QrCodes;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.ShortUrls;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Timeouts;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts chats and shows them to their hosts; {@link Entrance} lets participants in. Thread-safe. */
public final class Chats implements AutoCloseable {

    /** With ids of 6 symbols a second try is rare, a tenth means that the ids are not random. */
    private static final int ID_TRIES = 10;

    private final Parts parts;
    private final Limits limits;
    private final Digests digests;
    private final Extensions extensions;
    private final LiveChats live;
    private final Invitations invitations;
    private final Entrance entrance;
    /** Starts that the store has not answered, which count as chats already: else a burst would pass the limit. */
    private final AtomicInteger starting = new AtomicInteger();

    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * The parts that a service is made of.
     *
     * @param clock the time
     * @param hashing ids and digests
     * @param shortUrls short URLs
     * @param qrCodes QR codes
     * @param secretCodes secret codes
     * @param attempts waits after wrong codes
     * @param timeouts the clocks of chats
     * @param notifier told what happens
     * @param store ordered storage
     * @param ownsStore whether the store is closed with the service
     * @param addressLimits what clients of one address may do
     * @param executor where extension points run; empty for threads of its own
     */
    public record Parts(
            InstantSource clock,
            Hashing hashing,
            ShortUrls shortUrls,
            QrCodes qrCodes,
            SecretCodes secretCodes,
            AttemptTable attempts,
            Timeouts timeouts,
            ChatNotifier notifier,
            ChatStore store,
            boolean ownsStore,
            AddressLimits addressLimits,
            Optional<Executor> executor) {}

    /**
     * The bounds of a service.
     *
     * @param text how long a message may be
     * @param messageCap most messages of a record
     * @param recordBytes most bytes of UTF-8 of a record's texts
     * @param sendRate messages per second and seat
     * @param sendBurst messages at once and seat
     * @param linkSymbols secret symbols of a link token
     * @param liveChats most chats of this node
     */
    public record Limits(
            TextLimits text,
            int messageCap,
            long recordBytes,
            double sendRate,
            int sendBurst,
            int linkSymbols,
            int liveChats) {}

    /** A chat before the store has it. */
    private record Draft(
            String id, String hostToken, Invitations.Secret first, Invitations.Secret second, NewChat chat) {}

    /**
     * Makes the workings of a service and starts its timer.
     *
     * @param parts the parts
     * @param limits the bounds
     */
    public Chats(Parts parts, Limits limits) {
        this.parts = parts;
        this.limits = limits;
        this.digests = new Digests(parts.hashing());
        this.extensions = new Extensions(parts.executor());
        this.live = new LiveChats(parts.store(), parts.clock(), limits, parts.notifier(), extensions);
        this.invitations = new Invitations(parts, limits.linkSymbols(), digests, extensions);
        this.entrance = new Entrance(live, extensions, digests, parts.secretCodes(), parts.attempts());
    }

    /**
     * Starts a chat.
     *
     * @param first the name of the first participant
     * @param second the name of the second participant
     * @return the chat
     */
    public CompletableFuture<StartedChat> start(String first, String second) {
        return start(first, second, Allowance.unlimited());
    }

    CompletableFuture<StartedChat> start(String first, String second, Allowance allowance) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        ParticipantNames names;
        try {
            names = ParticipantNames.of(first, second);
        } catch (InvalidNamesException e) {
            return CompletableFuture.failedFuture(e);
        }
        return whileOpen(() -> allowance
                .take(AddressLimit.STARTS)
                .thenCompose(wait -> wait.isZero()
                        ? startOneMore(names)
                        : CompletableFuture.failedFuture(new RateLimitedException(wait))));
    }

    /**
     * Looks whose link this is.
     *
     * @param link the link token
     * @return a greeting or a refusal
     */
    public CompletableFuture<Greeting> open(String link) {
        return open(link, Allowance.unlimited());
    }

    CompletableFuture<Greeting> open(String link, Allowance allowance) {
        Objects.requireNonNull(link, "link");
        return whileOpen(() -> entrance.open(link, allowance));
    }

    /**
     * Takes a seat by its code.
     *
     * @param link the link token
     * @param code the code as it was typed
     * @param request how the seat is asked for
     * @param listener told what happens
     * @return the seat or a refusal
     */
    public CompletableFuture<Entry> enter(String link, String code, SeatRequest request, ChatListener listener) {
        return enter(link, code, request, listener, Allowance.unlimited());
    }

    CompletableFuture<Entry> enter(
            String link, String code, SeatRequest request, ChatListener listener, Allowance allowance) {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        return whileOpen(() -> entrance.enter(link, code, request, listener, allowance));
    }

    /**
     * Takes a seat by its token.
     *
     * @param link the link token
     * @param token the seat token
     * @param after messages above this seq follow
     * @param request how the seat is asked for
     * @param listener told what happens
     * @return the seat or a refusal
     */
    public CompletableFuture<Entry> resume(
            String link, String token, long after, SeatRequest request, ChatListener listener) {
        return resume(link, token, after, request, listener, Allowance.unlimited());
    }

    CompletableFuture<Entry> resume(
            String link, String token, long after, SeatRequest request, ChatListener listener, Allowance allowance) {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        if (after < 0) {
            throw new IllegalArgumentException("after must not be negative: " + after);
        }
        return whileOpen(() -> entrance.resume(link, token, after, request, listener, allowance));
    }

    /**
     * The service for the clients of one address.
     *
     * @param address where they call from; empty if not known
     * @return the view
     */
    public ChatVisitor visitor(Optional<ClientAddress> address) {
        return new Visitor(
                this,
                address.map(known -> Allowance.of(known, parts.addressLimits(), extensions))
                        .orElseGet(Allowance::unlimited));
    }

    /**
     * The chats that this node started or serves.
     *
     * @return how many
     */
    public int liveChats() {
        return live.size();
    }

    /**
     * The host's view of a chat.
     *
     * @param chatId the chat
     * @param token the host token; empty for the application, which needs none
     * @return the view
     */
    public ChatHost host(String chatId, Optional<String> token) {
        return new HostView(this, Objects.requireNonNull(chatId, "chatId"), token);
    }

    /**
     * Whether the store answers.
     *
     * @return fails if it does not
     */
    public CompletableFuture<@Nullable Void> check() {
        return whileOpen(() -> StoreCall.answer(() -> parts.store().find(Entrance.NO_CHAT)))
                .thenAccept(answered -> {});
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            live.close();
            extensions.close();
            if (parts.ownsStore()) {
                parts.store().close();
            }
        }
    }

    <T extends @Nullable Object> CompletableFuture<T> whileOpen(Supplier<CompletableFuture<T>> operation) {
        return closed.get()
                ? CompletableFuture.failedFuture(new IllegalStateException("this service is closed"))
                : operation.get();
    }

    Parts parts() {
        return parts;
    }

    Digests digests() {
        return digests;
    }

    Extensions extensions() {
        return extensions;
    }

    Invitations invitations() {
        return invitations;
    }

    LiveChats live() {
        return live;
    }

    // Start

    private CompletableFuture<StartedChat> startOneMore(ParticipantNames names) {
        if (live.size() + starting.incrementAndGet() > limits.liveChats()) {
            starting.decrementAndGet();
            return CompletableFuture.failedFuture(new TooManyChatsException(limits.liveChats()));
        }
        return start(names, ID_TRIES).whenComplete((started, failure) -> starting.decrementAndGet());
    }

    private CompletableFuture<StartedChat> start(ParticipantNames names, int tries) {
        return extensions
                .run(() -> draft(names))
                .thenCompose(draft -> invitations
                        .shortUrl(draft.first())
                        .thenCombine(invitations.shortUrl(draft.second()), (first, second) -> new URI[] {first, second})
                        .thenCompose(urls -> create(draft, urls[0], urls[1], names, tries)));
    }

    private CompletableFuture<StartedChat> create(
            Draft draft, URI firstUrl, URI secondUrl, ParticipantNames names, int tries) {
        return StoreCall.answer(() -> parts.store().create(draft.chat())).thenCompose(created -> {
            if (created) {
                return started(draft, firstUrl, secondUrl);
            }
            if (tries == 1) {
                return CompletableFuture.failedFuture(
                        new ChatStoreException(ID_TRIES + " chat ids in a row were taken"));
            }
            return start(names, tries - 1);
        });
    }

    private CompletableFuture<StartedChat> started(Draft draft, URI firstUrl, URI secondUrl) {
        Instant asked = parts.clock().instant();
        return StoreCall.answer(() -> parts.store().find(draft.id())).thenApply(found -> {
            if (!(found instanceof StoreAnswer.Live created)) {
                throw new ChatStoreException("the store lost a chat right after its start");
            }
            live.watch(created.chat(), asked);
            return new StartedChat(
                    draft.id(),
                    draft.hostToken(),
                    created.chat().deadline(),
                    invitations.invitation(Side.FIRST, created.chat(), draft.first(), firstUrl),
                    invitations.invitation(Side.SECOND, created.chat(), draft.second(), secondUrl));
        });
    }

    private Draft draft(ParticipantNames names) {
        String id = digests.newChatId();
        String hostToken = Secrets.token();
        Invitations.Secret first = invitations.secret(id, Side.FIRST);
        Invitations.Secret second = invitations.secret(id, Side.SECOND);
        ChatTimes times = Extensions.ask("Timeouts", () -> parts.timeouts().timesFor(names.first(), names.second()));
        NewChat chat = new NewChat(
                id,
                new NewChat.Party(names.first(), first.digests()),
                new NewChat.Party(names.second(), second.digests()),
                digests.host(id, hostToken),
                times,
                limits.messageCap(),
                limits.recordBytes());
        return new Draft(id, hostToken, first, second, chat);
    }
}
