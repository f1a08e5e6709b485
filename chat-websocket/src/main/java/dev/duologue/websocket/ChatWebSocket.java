package dev.duologue.websocket;

import dev.duologue.ChatService;
import dev.duologue.ClientAddress;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chats over WebSocket, for any Jakarta WebSocket 2.1 container:
 *
 * <pre>{@code
 * ChatWebSocket webSocket = ChatWebSocket.builder(chats).allowedOrigin("https://chat.example").build();
 * serverContainer.addEndpoint(webSocket.endpointConfig());
 * }</pre>
 *
 * <p>Set the container's own idle timeout off: connections are watched here. Thread-safe.
 */
public final class ChatWebSocket implements AutoCloseable {

    /** The sub-protocol. */
    public static final String SUB_PROTOCOL = "duologue.v1";

    private static final Logger LOG = LoggerFactory.getLogger(ChatWebSocket.class);
    private static final Duration SWEEP_EVERY = Duration.ofMillis(500);
    /** Pings under way at once; most containers write them at once, and one thread has time for thousands. */
    private static final int MOST_PINGS = 64;
    /** Where a handshake leaves the connection's {@link ClientConnection} for its session. */
    private static final String CLIENT = "dev.duologue.client";

    private final ChatService chats;
    private final Settings settings;
    private final ServerEndpointConfig endpointConfig;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    /** Those that were asked to go and may still be there. Most have gone at the next sweep. */
    private final Queue<Leaving> leaving = new ConcurrentLinkedQueue<>();

    private final Occupancy occupancy;
    private final AtomicLong refused = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemon("duologue-sweep"));
    /** Closing waits in some containers, for a peer that may never read. */
    private final ExecutorService closers = Executors.newFixedThreadPool(4, daemon("duologue-close"));
    /** So does pinging. Those beyond are pinged at the next sweep: thousands that came at once are spread so. */
    private final ExecutorService pings = new ThreadPoolExecutor(
            0, MOST_PINGS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemon("duologue-ping"));

    private final AtomicBoolean closing = new AtomicBoolean();

    /** What a connection needs to know; times as in the protocol. */
    record Settings(
            InstantSource clock,
            int sendsInFlight,
            double framesPerSecond,
            int frameBurst,
            Duration firstFrame,
            Duration entered,
            Duration pingEvery,
            Duration deadAfter,
            Duration writeTimeout,
            Tally tally) {}

    /** Who is at the other end, and whether it counts as one of those that were let in. */
    record Visit(ClientConnection client, boolean admitted) {}

    /**
     * A client that was asked to go.
     *
     * @param until when it is cut, if it is still there
     */
    private record Leaving(ClientConnection client, Instant until) {

        /** Whether it has gone; cuts it where it is time. */
        boolean hasLeft(Instant now) {
            try {
                if (client.isGone()) {
                    return true;
                }
                if (now.isBefore(until)) {
                    return false;
                }
                client.terminate();
            } catch (RuntimeException e) {
                LOG.warn("a host failed to cut a connection: {}", e.getClass().getName());
            }
            return true;
        }
    }

    private ChatWebSocket(Builder builder) {
        this.chats = builder.chats;
        this.settings = builder.settings();
        this.occupancy = new Occupancy(builder.connectionsOfAddress, builder.connections);
        this.endpointConfig = ServerEndpointConfig.Builder.create(ChatEndpoint.class, builder.path)
                .subprotocols(List.of(SUB_PROTOCOL))
                .configurator(new Configurator(
                        this, Set.copyOf(builder.allowedOrigins), builder.originRequired, builder.clients))
                .build();
        Future<?> unused = timer.scheduleWithFixedDelay(
                this::sweep, SWEEP_EVERY.toMillis(), SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Begins to configure the endpoint.
     *
     * @param chats the service whose chats it carries; not closed with it
     * @return a builder with the protocol's own values
     */
    public static Builder builder(ChatService chats) {
        return new Builder(Objects.requireNonNull(chats, "chats"));
    }

    /**
     * What a container needs to deploy the endpoint.
     *
     * @return the configuration, for {@code ServerContainer.addEndpoint}
     */
    public ServerEndpointConfig endpointConfig() {
        return endpointConfig;
    }

    /**
     * How many connections are open.
     *
     * @return the number at this moment
     */
    public int connections() {
        return connections.size();
    }

    /**
     * Whether one more connection would be let in, for a host that can refuse a handshake: those that come all the same
     * are told {@code rate_limited} and closed with 1013.
     *
     * @param address where it comes from; empty if not known
     * @return whether there is room
     */
    public ConnectionRoom room(Optional<ClientAddress> address) {
        return occupancy.room(address);
    }

    /**
     * How many connections were closed at once, as there was no room for them.
     *
     * @return the number since the start
     */
    public long refusedConnections() {
        return refused.get();
    }

    /**
     * How often clients were told each error of the protocol.
     *
     * @return the number since the start for each error, in the protocol's words as {@code rate_limited}
     */
    public Map<String, Long> errors() {
        return settings.tally().errors();
    }

    /**
     * How often connections were closed from here, by close code.
     *
     * @return the number since the start for each code of the protocol that a server gives
     */
    public Map<Integer, Long> closings() {
        return settings.tally().closings();
    }

    /**
     * Asks all clients to connect again elsewhere or later (4500), and refuses new ones likewise. Safe to repeat.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        // Where there is nothing to cut, no thread is to outlive the endpoint.
        boolean cuts = !leaving.isEmpty()
                || connections.stream()
                        .anyMatch(connection -> canCut(connection.visit().client()));
        connections.forEach(connection -> connection.close(Closing.GOING_AWAY));
        if (cuts) {
            // Nothing is swept from now on, but who is still there then is cut.
            Future<?> unused = timer.schedule(
                    () -> leaving.removeIf(one -> one.hasLeft(Instant.MAX)),
                    settings.writeTimeout().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        timer.shutdown();
        closers.shutdown();
        pings.shutdown();
    }

    Connection open(Session session) {
        ClientConnection client = session.getUserProperties().get(CLIENT) instanceof ClientConnection known
                ? known
                : ClientConnection.unknown();
        Visit visit = new Visit(client, occupancy.enter(client.address()));
        Connection connection = new Connection(
                chats.visitor(client.address()),
                settings,
                session,
                visit,
                (closing, reason) -> close(closing, reason, client),
                pings);
        connections.add(connection);
        if (!visit.admitted()) {
            refused.incrementAndGet();
            connection.refuse(Closing.NO_ROOM);
        }
        String negotiated = session.getNegotiatedSubprotocol();
        if (negotiated != null && !negotiated.isEmpty() && !negotiated.equals(SUB_PROTOCOL)) {
            connection.close(Closing.PROTOCOL);
        }
        if (closing.get()) {
            connection.close(Closing.GOING_AWAY);
        }
        return connection;
    }

    /** The seat first: where a connection no longer counts, its seat is free. */
    void closed(Connection connection) {
        try {
            connection.closed();
        } finally {
            if (connections.remove(connection) && connection.visit().admitted()) {
                occupancy.leave(connection.visit().client().address());
            }
        }
    }

    private void sweep() {
        Instant now = settings.clock().instant();
        for (Connection connection : connections) {
            try {
                if (connection.sweep(now)) {
                    closed(connection);
                }
            } catch (RuntimeException e) {
                // One connection must not stop the sweep of the others.
                LOG.warn("a connection could not be swept: {}", e.getClass().getName());
            }
        }
        leaving.removeIf(one -> one.hasLeft(now));
    }

    private void close(Session session, Closing reason, ClientConnection client) {
        // A container may take the session for closed while its peer reads nothing: socket and heap would stay.
        if (canCut(client)) {
            leaving.add(new Leaving(client, settings.clock().instant().plus(settings.writeTimeout())));
        }
        try {
            closers.execute(() -> closeNow(session, reason));
        } catch (RejectedExecutionException e) {
            closeNow(session, reason);
        }
    }

    private static boolean canCut(ClientConnection client) {
        return !(client instanceof Occupancy.AddressOnly);
    }

    private void closeNow(Session session, Closing reason) {
        try {
            session.close(reason.reason());
        } catch (IOException | RuntimeException e) {
            // Containers throw, each another class, where the connection has gone already.
            LOG.debug("a connection could not be closed: {}", e.getClass().getName());
        }
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Makes the endpoint of each connection, and checks who may connect. */
    private static final class Configurator extends ServerEndpointConfig.Configurator {

        private final ChatWebSocket owner;
        private final Set<String> allowedOrigins;
        private final boolean originRequired;
        private final ClientConnections clients;

        Configurator(
                ChatWebSocket owner, Set<String> allowedOrigins, boolean originRequired, ClientConnections clients) {
            this.owner = owner;
            this.allowedOrigins = allowedOrigins;
            this.originRequired = originRequired;
            this.clients = clients;
        }

        @Override
        public boolean checkOrigin(@Nullable String origin) {
            boolean none = origin == null || origin.isEmpty();
            return none ? !originRequired : allowedOrigins.contains(origin);
        }

        /**
         * Containers answer 101 also where nothing matches. Taking up what the client offers instead shows the mismatch
         * to {@link ChatWebSocket#open}, which closes; the interface has no other portable way to learn of it.
         */
        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            if (requested.contains(SUB_PROTOCOL)) {
                return SUB_PROTOCOL;
            }
            return requested.isEmpty() ? "" : requested.get(0);
        }

        /**
         * None: where texts of two people are compressed as one stream, its length tells of one to who writes the other.
         * Some containers take up compression by themselves.
         */
        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(new ChatEndpoint(owner));
        }

        /** What is put here is the session's own, see "User properties" in Jakarta WebSocket 2.1. */
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            config.getUserProperties().put(CLIENT, clients.of(request));
        }
    }

    /** Configures a {@link ChatWebSocket}. Not thread-safe. */
    public static final class Builder {

        private final ChatService chats;
        private final List<String> allowedOrigins = new ArrayList<>();
        private InstantSource clock = InstantSource.system();
        private String path = "/chat";
        private boolean originRequired;
        private int sendsInFlight = 1;
        private double framesPerSecond = 40;
        private int frameBurst = 100;
        private Duration firstFrame = Duration.ofSeconds(5);
        private Duration entered = Duration.ofMinutes(10);
        private Duration pingEvery = Duration.ofSeconds(25);
        private Duration deadAfter = Duration.ofSeconds(60);
        private Duration writeTimeout = Duration.ofSeconds(30);
        private ClientConnections clients = request -> ClientConnection.unknown();
        private int connectionsOfAddress = 50;
        private int connections = 20_000;

        private Builder(ChatService chats) {
            this.chats = chats;
        }

        /**
         * Replaces the clock of the timeouts and rates.
         *
         * @param clock default: the system's
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Replaces the path.
         *
         * @param path where clients connect; default {@code /chat}
         * @return this
         */
        public Builder path(String path) {
            this.path = Objects.requireNonNull(path, "path");
            return this;
        }

        /**
         * Allows pages of an origin to connect. Without any, browsers are refused.
         *
         * @param origin an origin as browsers send it, as {@code https://chat.example}
         * @return this
         */
        public Builder allowedOrigin(String origin) {
            this.allowedOrigins.add(Objects.requireNonNull(origin, "origin"));
            return this;
        }

        /**
         * Refuses clients that send no {@code Origin} header, as programs other than browsers do.
         *
         * @return this
         */
        public Builder requireOrigin() {
            this.originRequired = true;
            return this;
        }

        /**
         * Changes how many sends of one connection the container bears at once.
         *
         * @param sends at least 1; default 1, which all containers bear; Tyrus bears more and is faster with 8
         * @return this
         */
        public Builder sendsInFlight(int sends) {
            if (sends < 1) {
                throw new IllegalArgumentException("sends in flight must be at least 1: " + sends);
            }
            this.sendsInFlight = sends;
            return this;
        }

        /**
         * Changes how many frames of any kind one connection may send.
         *
         * @param perSecond frames per second, above zero; {@link Double#POSITIVE_INFINITY} for no limit; default 40,
         *     which is 4 times the rate of sends and 20 more
         * @param burst how many may come at once, at least 1; default 100
         * @return this
         */
        public Builder frameRate(double perSecond, int burst) {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException("frame rate must be above 0 and burst at least 1");
            }
            this.framesPerSecond = perSecond;
            this.frameBurst = burst;
            return this;
        }

        /**
         * Changes how long a connection may take to say something, and to enter.
         *
         * @param firstFrame until the first frame; default 5 s
         * @param entered until the seat is taken; default 10 min
         * @return this
         */
        public Builder entryTimes(Duration firstFrame, Duration entered) {
            this.firstFrame = Objects.requireNonNull(firstFrame, "firstFrame");
            this.entered = Objects.requireNonNull(entered, "entered");
            return this;
        }

        /**
         * Changes how dead connections are found.
         *
         * @param pingEvery how often a client is pinged; default 25 s
         * @param deadAfter how long a client may be silent; default 60 s
         * @param writeTimeout how long nothing may be written while something waits; default 30 s
         * @return this
         */
        public Builder watch(Duration pingEvery, Duration deadAfter, Duration writeTimeout) {
            this.pingEvery = Objects.requireNonNull(pingEvery, "pingEvery");
            this.deadAfter = Objects.requireNonNull(deadAfter, "deadAfter");
            this.writeTimeout = Objects.requireNonNull(writeTimeout, "writeTimeout");
            return this;
        }

        /**
         * Tells who connections are, for limits of addresses and for connections that cannot be closed otherwise.
         *
         * @param clients default: nobody is known
         * @return this
         */
        public Builder clients(ClientConnections clients) {
            this.clients = Objects.requireNonNull(clients, "clients");
            return this;
        }

        /**
         * Changes how many connections may be open. Those beyond are told {@code rate_limited} and closed with 1013.
         *
         * @param ofAddress most of one client address, at least 1; default 50
         * @param inAll most of all, at least 1; default 20,000
         * @return this
         */
        public Builder connectionLimits(int ofAddress, int inAll) {
            if (ofAddress < 1 || inAll < 1) {
                throw new IllegalArgumentException("connection limits must be at least 1: " + ofAddress + ", " + inAll);
            }
            this.connectionsOfAddress = ofAddress;
            this.connections = inAll;
            return this;
        }

        /**
         * Makes the endpoint and starts its timer.
         *
         * @return the endpoint; close it to let go of all connections
         */
        public ChatWebSocket build() {
            return new ChatWebSocket(this);
        }

        private Settings settings() {
            return new Settings(
                    clock,
                    sendsInFlight,
                    framesPerSecond,
                    frameBurst,
                    firstFrame,
                    entered,
                    pingEvery,
                    deadAfter,
                    writeTimeout,
                    new Tally());
        }
    }
}
