package dev.duologue.websocket;

import dev.duologue.ChatService;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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

    private final ChatService chats;
    private final Settings settings;
    private final ServerEndpointConfig endpointConfig;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemon("duologue-sweep"));
    /** Closing waits in some containers, for a peer that may never read. */
    private final ExecutorService closers = Executors.newFixedThreadPool(4, daemon("duologue-close"));

    private volatile boolean closing;

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
            Duration writeTimeout) {}

    private ChatWebSocket(Builder builder) {
        this.chats = builder.chats;
        this.settings = builder.settings();
        this.endpointConfig = ServerEndpointConfig.Builder.create(ChatEndpoint.class, builder.path)
                .subprotocols(List.of(SUB_PROTOCOL))
                .configurator(new Configurator(this, Set.copyOf(builder.allowedOrigins), builder.originRequired))
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
     * Asks all clients to connect again elsewhere or later (4500), and refuses new ones likewise. Safe to repeat.
     */
    @Override
    public void close() {
        closing = true;
        connections.forEach(connection -> connection.close(Closing.GOING_AWAY));
        timer.shutdown();
        closers.shutdown();
    }

    Connection open(Session session) {
        Connection connection = new Connection(chats, settings, session, this::close);
        connections.add(connection);
        String negotiated = session.getNegotiatedSubprotocol();
        if (negotiated != null && !negotiated.isEmpty() && !negotiated.equals(SUB_PROTOCOL)) {
            connection.close(Closing.PROTOCOL);
        }
        if (closing) {
            connection.close(Closing.GOING_AWAY);
        }
        return connection;
    }

    void closed(Connection connection) {
        connections.remove(connection);
        connection.closed();
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
    }

    private void close(Session session, Closing reason) {
        try {
            closers.execute(() -> closeNow(session, reason));
        } catch (RejectedExecutionException e) {
            closeNow(session, reason);
        }
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

        Configurator(ChatWebSocket owner, Set<String> allowedOrigins, boolean originRequired) {
            this.owner = owner;
            this.allowedOrigins = allowedOrigins;
            this.originRequired = originRequired;
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

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(new ChatEndpoint(owner));
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            // Nothing to add: the default of some containers throws.
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
                    writeTimeout);
        }
    }
}
