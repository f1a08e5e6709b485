package dev.duologue.redis;

import static dev.duologue.redis.NoRecordException.orRead;

import dev.duologue.ChatStoreException;
import dev.duologue.Ending;
import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.Side;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.Watcher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/**
 * Ordered storage in Redis, shared by several nodes: of each chat a sorted set, the messages by timestamp plus user name,
 * and a hash with the rest, changed by scripts that are one step and one round trip each. The clock is that of Redis.
 *
 * <pre>{@code
 * Hashing hashing = Hashing.hmacSha256(Pepper.fromFile(Pepper.defaultFile()));
 * ChatStore store = RedisChatStore.builder("redis://127.0.0.1:6379", hashing).build();
 * ChatService chats = ChatService.builder(base).hashing(hashing).store(store).build();
 * }</pre>
 *
 * <p>Needs Redis 6.2 or newer, alone, behind Sentinels or as a Cluster. The page "Running on Redis" of the documentation
 * has what to set there, what each key holds, and what happens in each fault.
 *
 * <p>A call that fails is repeated once, all within a second, but for {@link #countAttempt}; then its stage fails with
 * {@link ChatStoreException}, which bears no arguments of the call. Nothing blocks but {@link Builder#build} and
 * {@link #close}. Thread-safe. Stages complete and hints come on threads of Redisson, which must not be blocked.
 */
public final class RedisChatStore implements ChatStore {

    private static final int READ_AT_ONCE = 500;
    private static final int CALL_ID_BYTES = 9;

    private final RedisConnection connection;
    private final Hashing hashing;
    private final Scripts scripts;
    private final Seats seats;
    private final Nodes nodes;
    private final SecureRandom random = new SecureRandom();

    private RedisChatStore(RedisConnection connection, Hashing hashing) {
        this.connection = connection;
        this.hashing = hashing;
        this.scripts = connection.scripts();
        this.seats = connection.seats();
        this.nodes = connection.nodes();
    }

    /**
     * A store on an application's own client. It is never shut down here. Set {@code retryAttempts} of it to 0 and
     * {@code timeout} to 440 ms, {@code readMode} and {@code subscriptionMode} to {@code MASTER}.
     *
     * @param redis the client
     * @param hashing the hashing that the chat service is given
     * @return a builder
     */
    public static Builder builder(RedissonClient redis, Hashing hashing) {
        return new Builder(Objects.requireNonNull(redis, "redis"), null, hashing);
    }

    /**
     * A store with a client of its own, with settings that suit it.
     *
     * @param url {@code redis://[user:password@]host:port[/database]}; {@code rediss} for TLS; several {@code host:port}
     *     with commas for a Cluster; {@code redis-sentinel://host:port,host:port[/database]#master}, where user and
     *     password are those of Redis
     * @param hashing the hashing that the chat service is given
     * @return a builder
     * @throws IllegalArgumentException if it is no such URL
     */
    public static Builder builder(String url, Hashing hashing) {
        return new Builder(null, RedisUrl.of(url), hashing);
    }

    /**
     * Whether a text is a URL as {@link #builder(String, Hashing)} takes it.
     *
     * @param url the text
     * @return true if it is; says nothing of what answers there
     */
    public static boolean isUrl(String url) {
        try {
            return RedisUrl.of(url).addresses().size() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public CompletionStage<Boolean> create(NewChat chat) {
        requireOneLine(chat.first().name());
        requireOneLine(chat.second().name());
        return scripts.call(
                        Script.CREATE,
                        chat.id(),
                        Scripts.arguments(
                                chat.hostDigest(),
                                ChatFields.written(chat.times()),
                                Micros.of(chat.times().entry()),
                                Micros.of(chat.times().idle()),
                                Micros.of(chat.times().lifetime()),
                                Micros.toMillis(chat.times().tombstone()),
                                chat.maxMessages(),
                                Math.min(chat.maxBytes(), Micros.MOST),
                                chat.first().name(),
                                chat.first().secrets().link(),
                                chat.first().secrets().code(),
                                chat.second().name(),
                                chat.second().secrets().link(),
                                chat.second().secrets().code()))
                .thenApply(orRead(answer -> answer.flag(1)));
    }

    private static void requireOneLine(String name) {
        if (name.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a name has no line feed");
        }
    }

    @Override
    public CompletionStage<StoreAnswer.Find> find(String chatId) {
        return scripts.call(Script.FIND, chatId)
                .thenCompose(orRead(answer -> freeDead(chatId, answer)))
                .thenApply(orRead(answer -> found(chatId, answer)));
    }

    /** Looks again if a seat was held by a node that is dead. */
    private CompletionStage<Answer> freeDead(String chatId, Answer answer) {
        if (answer.isGone()) {
            return CompletableFuture.completedFuture(answer);
        }
        ChatFields fields = fields(answer, 1);
        CompletionStage<Boolean> freed = freeIfDead(chatId, Side.FIRST, fields.node(Side.FIRST))
                .thenCombine(freeIfDead(chatId, Side.SECOND, fields.node(Side.SECOND)), (one, other) -> one || other);
        return freed.thenCompose(
                again -> again ? scripts.call(Script.FIND, chatId) : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<Boolean> freeIfDead(String chatId, Side side, String holder) {
        if (holder.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        return nodes.isDead(holder)
                .thenCompose(
                        dead -> dead ? nodes.free(chatId, side, holder) : CompletableFuture.completedFuture(false));
    }

    @Override
    public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
        List<Object> arguments = new ArrayList<>(table.attempts());
        arguments.add(Sides.number(side));
        table.waits().forEach(wait -> arguments.add(Micros.of(wait)));
        return scripts.call(Script.COUNT_ATTEMPT, chatId, Scripts.arguments(arguments.toArray()))
                .thenApply(orRead(RedisChatStore::counted));
    }

    private static StoreAnswer.Attempt counted(Answer answer) {
        if (answer.is("counted")) {
            return new StoreAnswer.Counted((int) answer.number(1), (int) answer.number(2), answer.text(3));
        }
        if (answer.is("wait")) {
            return new StoreAnswer.Wait(Micros.duration(answer.number(1)));
        }
        return answer.is("locked") ? new StoreAnswer.Locked() : answer.gone();
    }

    @Override
    public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
        Objects.requireNonNull(watcher, "watcher");
        Seats.Place place = new Seats.Place(claim.chatId(), claim.side());
        seats.claiming(place);
        return callClaim(claim)
                .thenCompose(orRead(answer -> heldByNobody(claim, answer)
                        .thenCompose(freed -> freed ? callClaim(claim) : CompletableFuture.completedFuture(answer))))
                // Read before anybody sits: what cannot be read is no claim.
                .thenApply(orRead(answer -> new Claimed(answer, claimed(claim.chatId(), answer))))
                .whenComplete((read, failure) -> {
                    if (failure != null || !sit(claim, watcher, read.answer())) {
                        seats.notClaimed(place);
                    }
                    if (failure != null) {
                        nodes.claimFailed(place);
                    }
                })
                .thenApply(Claimed::claim);
    }

    /** An answer to a claim, and what it says. */
    private record Claimed(Answer answer, StoreAnswer.Claim claim) {}

    private CompletableFuture<Answer> callClaim(SeatClaim claim) {
        boolean byCode = claim.proof() instanceof SeatClaim.Proof.Code;
        return scripts.call(
                Script.CLAIM,
                claim.chatId(),
                Scripts.arguments(
                        Sides.number(claim.side()),
                        byCode ? "code" : "token",
                        claim.proof() instanceof SeatClaim.Proof.Code code
                                ? code.number()
                                : ((SeatClaim.Proof.Token) claim.proof()).digest(),
                        claim.proof() instanceof SeatClaim.Proof.Code code ? code.newTokenDigest() : "",
                        claim.claimId(),
                        claim.tab(),
                        claim.takeover() ? 1 : 0,
                        claim.lastKeySeen()));
    }

    /** Frees a seat that is taken in name only: its node is dead, or is this one and never heard that it got the seat. */
    private CompletionStage<Boolean> heldByNobody(SeatClaim claim, Answer answer) {
        if (!answer.is("taken")) {
            return CompletableFuture.completedFuture(false);
        }
        String holder = answer.text(1);
        if (!holder.equals(connection.node())) {
            return freeIfDead(claim.chatId(), claim.side(), holder);
        }
        return seats.mayHold(new Seats.Place(claim.chatId(), claim.side()), answer.number(2), 1)
                ? CompletableFuture.completedFuture(false)
                : nodes.freeOwn(claim.chatId(), claim.side(), answer.number(2));
    }

    /** Has the watcher hear; false if the seat is not the claim's. */
    private boolean sit(SeatClaim claim, Watcher watcher, Answer answer) {
        if (!answer.is("claimed")) {
            return false;
        }
        ChatFields fields = fields(answer, 4);
        // A claim made again may find that the seat was left meanwhile.
        if (!fields.node(claim.side()).equals(connection.node())) {
            return false;
        }
        Side other = claim.side().other();
        seats.claimed(
                new Seats.Place(claim.chatId(), claim.side()),
                answer.number(1),
                watcher,
                fields.name(other),
                fields.node(other));
        return true;
    }

    private static StoreAnswer.Claim claimed(String chatId, Answer answer) {
        if (answer.is("claimed")) {
            return new StoreAnswer.Claimed(
                    answer.number(1),
                    answer.flag(2),
                    answer.flag(3),
                    fields(answer, 4).asStored(chatId));
        }
        if (answer.is("taken")) {
            return new StoreAnswer.Taken();
        }
        return answer.is("replaced") ? new StoreAnswer.ProofReplaced() : answer.gone();
    }

    @Override
    public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
        return scripts.call(Script.RELEASE, chatId, Scripts.arguments(Sides.number(side), epoch, ""))
                .thenApply(orRead(answer -> {
                    // Whatever the answer: nobody sits here any more under this epoch.
                    seats.left(new Seats.Place(chatId, side), epoch);
                    return answer.is("released") && answer.flag(1);
                }));
    }

    @Override
    public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
        return scripts.call(
                        Script.APPEND,
                        message.chatId(),
                        Scripts.arguments(
                                Sides.number(message.side()),
                                message.epoch(),
                                message.lastKeySeen(),
                                message.id(),
                                message.text()))
                .thenApply(orRead(answer -> appended(message, answer)));
    }

    private StoreAnswer.Append appended(NewMessage message, Answer answer) {
        if (answer.is("appended")) {
            boolean repeated = answer.flag(4);
            String peer = answer.text(6);
            Message kept = new Message(
                    answer.number(1),
                    new MessageKey(answer.number(2), answer.text(5)),
                    message.side(),
                    message.id(),
                    message.text());
            // Of a first try whose answer never came, nobody here was told.
            if (peer.equals("here") && (!repeated || answer.isOfSecondTry())) {
                seats.arrived(message.chatId(), message.side().other(), kept, answer.number(3));
            }
            return new StoreAnswer.Appended(kept, repeated, answer.number(3), !peer.isEmpty());
        }
        if (answer.is("fenced")) {
            return new StoreAnswer.Fenced(new Pulse.SeatPulse(
                    (int) answer.number(1), answer.number(2), answer.flag(3), answer.number(4), answer.number(5)));
        }
        if (answer.is("reused")) {
            return new StoreAnswer.IdReused();
        }
        return answer.is("full") ? new StoreAnswer.Full() : answer.gone();
    }

    @Override
    public CompletionStage<StoreAnswer.Read> readAfter(String chatId, long seq, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be at least 1, not " + limit);
        }
        return scripts.call(Script.READ, chatId, Scripts.arguments(seq, limit))
                .thenApply(orRead(answer -> answer.isGone() ? answer.gone() : page(Math.max(0, seq), answer)));
    }

    private static StoreAnswer.Page page(long after, Answer answer) {
        List<?> flat = answer.list(4);
        List<Message> messages = new ArrayList<>(flat.size() / 2);
        for (int i = 0; i < flat.size(); i += 2) {
            String[] member = String.valueOf(flat.get(i)).split("\n", 3);
            messages.add(new Message(
                    after + messages.size() + 1,
                    new MessageKey(Micros.score(String.valueOf(flat.get(i + 1))), member[0]),
                    member[0].equals(answer.text(2)) ? Side.FIRST : Side.SECOND,
                    member[1],
                    member[2]));
        }
        return new StoreAnswer.Page(messages, answer.number(1));
    }

    @Override
    public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
        Object[] arguments = signal instanceof Signal.Progress progress
                ? Scripts.arguments(Sides.number(side), "progress", progress.received(), progress.seen())
                : Scripts.arguments(Sides.number(side), "typing", 0, 0);
        return scripts.call(Script.SIGNAL, chatId, arguments).thenApply(answer -> answer.is("signalled"));
    }

    @Override
    public CompletionStage<StoreAnswer.Touch> touch(String chatId, Side side) {
        return scripts.call(Script.TOUCH, chatId, Scripts.arguments(Sides.number(side)))
                .thenApply(orRead(
                        answer -> answer.isGone() ? answer.gone() : new StoreAnswer.Touched(answer.deadline(1))));
    }

    @Override
    public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
        return scripts.call(
                        Script.REISSUE, chatId, Scripts.arguments(Sides.number(side), secrets.link(), secrets.code()))
                .thenApply(orRead(answer -> found(chatId, answer)));
    }

    @Override
    public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
        return callEnd(
                chatId,
                ending.by().name().toLowerCase(Locale.ROOT),
                ending.reason().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public CompletionStage<StoreAnswer.End> expire(String chatId) {
        return callEnd(chatId, "", "");
    }

    private CompletionStage<StoreAnswer.End> callEnd(String chatId, String by, String reason) {
        return scripts.call(Script.END, chatId, Scripts.arguments(newCallId(), by, reason))
                .thenApply(orRead(answer -> {
                    if (answer.is("ended")) {
                        return new StoreAnswer.Ended(answer.tombstone(2), answer.flag(1));
                    }
                    return answer.is("waiting") ? new StoreAnswer.NotYet(answer.deadline(1)) : answer.gone();
                }));
    }

    /** A record that is none is left out, as if its chat were gone: it must not hide the pulses of the others. */
    @Override
    public CompletionStage<Map<String, Pulse>> pulses(Collection<String> chatIds) {
        Map<String, Pulse> pulses = new ConcurrentHashMap<>();
        CompletableFuture<?>[] asked = chatIds.stream()
                .map(chatId -> scripts.call(Script.PULSE, chatId)
                        .thenApply(orRead(answer -> answer.isGone() || keep(pulses, chatId, answer)))
                        .exceptionally(failure -> NoRecordException.isOrThrow(failure)))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(asked).thenApply(all -> Map.copyOf(pulses));
    }

    private boolean keep(Map<String, Pulse> pulses, String chatId, Answer answer) {
        pulses.put(chatId, pulse(chatId, answer));
        return true;
    }

    private Pulse pulse(String chatId, Answer answer) {
        seats.peerIsOn(new Seats.Place(chatId, Side.FIRST), answer.text(11));
        seats.peerIsOn(new Seats.Place(chatId, Side.SECOND), answer.text(6));
        return new Pulse(
                answer.number(1), answer.number(2), answer.number(3), seatPulse(answer, 4), seatPulse(answer, 9));
    }

    private static Pulse.SeatPulse seatPulse(Answer answer, int from) {
        return new Pulse.SeatPulse(
                (int) answer.number(from),
                answer.number(from + 1),
                !answer.text(from + 2).isEmpty(),
                answer.number(from + 3),
                answer.number(from + 4));
    }

    /**
     * The messages of a chat as a map from timestamp plus user name to text, for people and tests.
     *
     * @param chatId the chat
     * @return the messages as they are now, in order, not modifiable; empty if there is no live chat of this id
     */
    public CompletionStage<SortedMap<MessageKey, String>> messages(String chatId) {
        return collect(chatId, 0, new TreeMap<>());
    }

    private CompletionStage<SortedMap<MessageKey, String>> collect(
            String chatId, long after, SortedMap<MessageKey, String> messages) {
        return readAfter(chatId, after, READ_AT_ONCE).thenCompose(answer -> {
            if (!(answer instanceof StoreAnswer.Page page)) {
                return CompletableFuture.completedFuture(Collections.emptySortedMap());
            }
            page.messages().forEach(message -> messages.put(message.key(), message.text()));
            return page.messages().isEmpty()
                    ? CompletableFuture.completedFuture(Collections.unmodifiableSortedMap(messages))
                    : collect(chatId, after + page.messages().size(), messages);
        });
    }

    /**
     * Limits of client addresses that hold over all nodes: token buckets in Redis by one script, under keys that tell a
     * digest of the address and go by themselves. They use this store's connection, and end with it.
     *
     * @param rates how often what may be done; the same on all nodes
     * @return the limits, for {@code ChatService.Builder.addressLimits}
     */
    public AddressLimits addressLimits(AddressRates rates) {
        return connection.addressLimits(hashing, Objects.requireNonNull(rates, "rates"));
    }

    /** How many seats of this node are watched or about to be, for tests. */
    int watched() {
        return seats.size();
    }

    /** How many seats of this node are to be looked at as a claim of them failed, for tests. */
    int failedClaims() {
        return nodes.failedClaims();
    }

    /** Leaves Redis within a few seconds; chats stay there. A client that was given is not shut down. */
    @Override
    public void close() {
        connection.close();
    }

    private static StoreAnswer.Find found(String chatId, Answer answer) {
        return answer.isGone()
                ? answer.gone()
                : new StoreAnswer.Live(fields(answer, 1).asStored(chatId));
    }

    /** The fields of the hash and the moment before them. */
    private static ChatFields fields(Answer answer, int from) {
        return new ChatFields(answer.number(from), answer.list(from + 1));
    }

    private String newCallId() {
        byte[] id = new byte[CALL_ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().encodeToString(id);
    }

    /** Gathers what a store on Redis needs. Not thread-safe. */
    public static final class Builder {

        private static final Duration HEARTBEAT = Duration.ofSeconds(5);
        private static final Duration LONGEST_WAIT = Duration.ofMillis(400);
        private static final int MOST_CONNECTS = 3;
        private static final Duration CONNECT_AGAIN = Duration.ofMillis(300);

        private final @Nullable RedissonClient client;
        private final @Nullable RedisUrl url;
        private RedisUrl.@Nullable TrustStore trusted;
        final Hashing hashing;
        String prefix = "duologue:";
        boolean evictionAllowed;
        Scripts.Replicas replicas = new Scripts.Replicas(0, Duration.ZERO);
        Duration heartbeat = HEARTBEAT;

        private Builder(@Nullable RedissonClient client, @Nullable RedisUrl url, Hashing hashing) {
            this.client = client;
            this.url = url;
            this.hashing = Objects.requireNonNull(hashing, "hashing");
        }

        /**
         * What the names of all keys and channels begin with; {@code duologue:} by default. Nodes with the same prefix
         * share their chats.
         *
         * @param prefix the prefix, without braces and white space
         * @return this
         * @throws IllegalArgumentException if it has some
         */
        public Builder prefix(String prefix) {
            this.prefix = new KeyNames(prefix).prefix();
            return this;
        }

        /**
         * Takes a Redis that evicts keys when memory runs short, which is refused by default: a chat that loses a key
         * ends as lost.
         *
         * @return this
         */
        public Builder allowEviction() {
            evictionAllowed = true;
            return this;
        }

        /**
         * Has each change wait until replicas have it, by {@code WAIT}; where they do not say so in time, the call fails
         * and can be repeated. By default nothing waits, and a failover may lose what was acknowledged within the
         * replication's lag before it. This makes such a loss unlikely and costs a round trip between the servers.
         *
         * @param number how many replicas, at least 1
         * @param atMost how long to wait for them, above zero, at most 400 ms
         * @return this
         * @throws IllegalArgumentException if a value is out of its range
         */
        public Builder waitForReplicas(int number, Duration atMost) {
            if (number < 1 || atMost.isNegative() || atMost.isZero() || atMost.compareTo(LONGEST_WAIT) > 0) {
                throw new IllegalArgumentException(
                        "at least one replica, and a wait above zero, at most " + LONGEST_WAIT.toMillis() + " ms");
            }
            replicas = new Scripts.Replicas(number, atMost);
            return this;
        }

        /**
         * Trusts the certificates of a key store, and no others, where the URL asks for TLS.
         *
         * @param file a key store, as in PKCS #12
         * @param password its password
         * @return this
         * @throws IllegalStateException if the client was given
         */
        public Builder trustStore(Path file, String password) {
            if (url == null) {
                throw new IllegalStateException("a client that was given has its own trust store");
            }
            trusted = new RedisUrl.TrustStore(file, password);
            return this;
        }

        /** How often to tell that this node is alive, for tests: a node that is silent three times as long is dead. */
        Builder heartbeat(Duration every) {
            heartbeat = every;
            return this;
        }

        /**
         * Connects. Blocks until Redis has answered, for some seconds at most.
         *
         * @return the store, connected
         * @throws ChatStoreException if Redis is out of reach or refuses the login; if it evicts keys; if nodes with
         *     another pepper use the same prefix
         */
        public RedisChatStore build() {
            RedissonClient redis = client == null ? connect() : client;
            try {
                return new RedisChatStore(new RedisConnection(redis, client == null, this), hashing);
            } catch (RuntimeException e) {
                if (client == null) {
                    redis.shutdown();
                }
                throw e instanceof ChatStoreException
                        ? e
                        : new ChatStoreException("Redis did not let this node begin: " + Scripts.told(e));
            }
        }

        /** The first answer of all takes longest: a busy machine may take more time for it than a call is given later. */
        private RedissonClient connect() {
            RedisUrl there = Objects.requireNonNull(url, "a client or a URL was given");
            for (int tries = 1; ; tries++) {
                try {
                    return Redisson.create(there.config(trusted));
                } catch (RuntimeException e) {
                    if (tries == MOST_CONNECTS) {
                        throw new ChatStoreException("Redis does not answer at " + there + ": " + Scripts.told(e));
                    }
                    LockSupport.parkNanos(CONNECT_AGAIN.toNanos());
                }
            }
        }
    }
}
