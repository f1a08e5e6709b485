package dev.duologue.example;

import dev.duologue.ChatService;
import dev.duologue.TextLimits;
import dev.duologue.spi.AddressLimits;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Timeouts;
import dev.duologue.websocket.ChatWebSocket;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** The reference server: pages, HTTP and WebSocket on one port of one Grizzly, wired to one service. */
final class Server implements AutoCloseable {

    private static final String ROOT = "/";
    private static final String LISTENER = "duologue";
    /** Twice the largest frame: Tyrus's buffer bounds one read of the socket as well, which may hold many frames. */
    private static final int INCOMING_BUFFER = 128 * 1024;
    /** Well below the incoming buffer, so that a burst of small frames is taken in pieces that fit. */
    private static final int READ_BUFFER = 8 * 1024;

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    /** Tyrus takes several sends at once and writes them together. */
    private static final int SENDS_IN_FLIGHT = 8;
    /** Frames that are no messages: receipts, typing and pings come on top of what may be sent. */
    private static final int OTHER_FRAMES_PER_SECOND = 20;

    /** As in the protocol. */
    private static final Duration ENTERED = Duration.ofMinutes(10);

    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);
    /** Of what the endpoint answers with a word: who sends so much more is cut without. */
    private static final int FLOOD = 4;

    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpServer http;
    private final TyrusContainer container;
    private final HttpTimeouts timeouts;
    private final ChatService chats;
    private final Storage storage;
    private final ChatWebSocket webSocket;
    private final URI url;

    private Server(
            HttpServer http,
            TyrusContainer container,
            HttpTimeouts timeouts,
            ChatService chats,
            Storage storage,
            ChatWebSocket webSocket,
            URI url) {
        this.http = http;
        this.container = container;
        this.timeouts = timeouts;
        this.chats = chats;
        this.storage = storage;
        this.webSocket = webSocket;
        this.url = url;
    }

    static Server start(Options options) throws IOException {
        return start(options, InstantSource.system(), chats -> chats);
    }

    /**
     * Starts with another clock or service.
     *
     * @param clock for what HTTP connections may take
     * @param tuning changes to the service that the options ask for
     */
    static Server start(Options options, InstantSource clock, UnaryOperator<ChatService.Builder> tuning)
            throws IOException {
        return start(options, clock, tuning, webSocket -> webSocket);
    }

    /**
     * Starts with another endpoint too.
     *
     * @param retuning changes to the endpoint that the options ask for
     */
    static Server start(
            Options options,
            InstantSource clock,
            UnaryOperator<ChatService.Builder> tuning,
            UnaryOperator<ChatWebSocket.Builder> retuning)
            throws IOException {
        // Grizzly tells no more of a name that is unknown than that an address is unresolved.
        InetAddress address = InetAddress.getByName(options.host);
        Storage storage = Storage.open(options);
        try {
            return start(options, clock, tuning, retuning, address, storage);
        } catch (Throwable e) {
            storage.close();
            throw e;
        }
    }

    private static Server start(
            Options options,
            InstantSource clock,
            UnaryOperator<ChatService.Builder> tuning,
            UnaryOperator<ChatWebSocket.Builder> retuning,
            InetAddress address,
            Storage storage)
            throws IOException {
        TyrusContainer container = new TyrusContainer();
        HttpTimeouts timeouts = new HttpTimeouts(clock, options.headerTimeout);
        Callers callers = new Callers(
                new TrustedProxies(options.trustedProxies, options.proxyHeader),
                options.connectionsOfAddress(),
                options.connections);
        Floods floods = new Floods(clock, FLOOD * framesPerSecond(options), FLOOD * 2 * frameBurst(options));
        SecurityHeaders headers = new SecurityHeaders(options.baseUrl == null || isSecure(options.baseUrl));
        Handshakes handshakes = new Handshakes(headers);
        NetworkListener listener = listener(address, options.port, container, timeouts, callers, floods, handshakes);
        // Behind all others, so that it stands next to the codec and sees what any of them answers.
        listener.registerAddOn(headers);
        HttpServer http = new HttpServer();
        // Else Grizzly answers TRACE by itself, and names methods that are not allowed.
        http.getServerConfiguration().setPassTraceRequest(true);
        http.addListener(listener);
        HttpRoutes routes = new HttpRoutes(callers, headers);
        http.getServerConfiguration().addHttpHandler(routes, ROOT);
        try {
            StaticFiles files = StaticFiles.load(options.frameAncestors);
            // The port is known only now, where any is taken; until the routes are open, callers are told to come
            // again.
            http.start();
            handshakes.continueBy(Frames.chain(listener.getFilterChain(), floods));
            URI base = options.baseUrl == null
                    ? URI.create("http://localhost:" + listener.getPort())
                    : withoutSlash(options.baseUrl);
            Set<String> origins = allowedOrigins(options, base);
            Metrics metrics = new Metrics();
            ChatService chats = tuning.apply(
                            storage.with(chats(options, base, metrics)).addressLimits(addressLimits(options, storage)))
                    .build();
            ChatWebSocket webSocket =
                    retuning.apply(webSocket(options, chats, origins, callers)).build();
            callers.ask(webSocket::room);
            metrics.sockets(callers::sockets);
            metrics.endpoint(webSocket, callers::refused);
            metrics.timedOut(timeouts::timedOut);
            metrics.floods(floods::cut);
            container.deploy(webSocket.endpointConfig());
            routes.open(new HttpRoutes.Places(
                    new ChatsApi(chats, origins, metrics), files, new Operations(chats, metrics, options.metricsOpen)));
            return new Server(http, container, timeouts, chats, storage, webSocket, base);
        } catch (Throwable e) {
            http.shutdownNow();
            timeouts.close();
            throw e;
        }
    }

    /** Where people reach this server. */
    URI url() {
        return url;
    }

    /** The port it listens on. */
    int port() {
        return http.getListener(LISTENER).getPort();
    }

    /** Takes no more connections, asks all clients to connect again, and lets go of everything, within 5 s. */
    @Override
    public void close() {
        http.getListeners().forEach(listener -> listener.getTransport().unbindAll());
        webSocket.close();
        long end = System.nanoTime() + DRAIN.toNanos();
        while (webSocket.connections() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        http.shutdownNow();
        container.stop();
        timeouts.close();
        chats.close();
        storage.close();
    }

    private static NetworkListener listener(
            InetAddress address,
            int port,
            TyrusContainer container,
            HttpTimeouts timeouts,
            Callers callers,
            Floods floods,
            Handshakes handshakes) {
        NetworkListener listener = new NetworkListener(LISTENER, address.getHostAddress(), port);
        listener.setMaxHttpHeaderSize(MAX_HEADER_BYTES);
        listener.getTransport().setIOStrategy(SameThreadIOStrategy.getInstance());
        listener.getTransport().setReadBufferSize(READ_BUFFER);
        listener.getTransport().setTcpNoDelay(true);
        // Idle connections are watched by ourselves: Grizzly's timer would close silent WebSockets too.
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        // What Grizzly refuses by itself says so by its status: its own page tells versions and stack traces.
        listener.setDefaultErrorPageGenerator((request, status, reason, description, exception) -> reason);
        listener.registerAddOn(new WebSocketAddOn(container, ROOT));
        listener.registerAddOn(timeouts);
        listener.registerAddOn(callers);
        listener.registerAddOn(floods);
        listener.registerAddOn(handshakes);
        return listener;
    }

    private static ChatService.Builder chats(Options options, URI base, Metrics metrics) {
        ChatTimes times = new ChatTimes(
                options.entryTimeout, options.idleTimeout, options.lifetime, options.endWarning, options.tombstone);
        return ChatService.builder(URI.create(base + "/c"))
                .timeouts(Timeouts.fixed(times))
                .sendRate(options.sendRate.perSecond(), options.sendBurst)
                .textLimits(new TextLimits(options.textChars, options.textBytes))
                .recordLimits(options.messageCap, options.recordBytes)
                .liveChats(options.liveChats)
                .instrument(metrics.chats());
    }

    private static AddressLimits addressLimits(Options options, Storage storage) {
        return options.addressLimits == Options.Switch.ON
                ? storage.addressLimits(options.addressRates())
                : AddressLimits.none();
    }

    private static ChatWebSocket.Builder webSocket(
            Options options, ChatService chats, Set<String> origins, Callers callers) {
        ChatWebSocket.Builder builder = ChatWebSocket.builder(chats)
                .sendsInFlight(SENDS_IN_FLIGHT)
                .clients(callers)
                .connectionLimits(options.connectionsOfAddress(), options.connections)
                .entryTimes(options.firstFrame, ENTERED)
                .watch(options.pingEvery, options.deadAfter, WRITE_TIMEOUT)
                .frameRate(framesPerSecond(options), frameBurst(options));
        origins.forEach(builder::allowedOrigin);
        return builder;
    }

    private static double framesPerSecond(Options options) {
        return options.frameRate == null
                ? 4 * options.sendRate.perSecond() + OTHER_FRAMES_PER_SECOND
                : options.frameRate.perSecond();
    }

    private static int frameBurst(Options options) {
        return Math.max(100, 5 * options.sendBurst);
    }

    private static Set<String> allowedOrigins(Options options, URI base) {
        if (!options.allowedOrigins.isEmpty()) {
            return options.allowedOrigins.stream()
                    .map(URI::create)
                    .map(origin -> origin(origin, origin.getHost()))
                    .collect(Collectors.toUnmodifiableSet());
        }
        Set<String> origins = new TreeSet<>();
        origins.add(origin(base, base.getHost()));
        if (LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT))) {
            LOOPBACK.forEach(name -> origins.add(origin(base, name)));
        }
        return origins;
    }

    /** An origin as browsers send it: in lower case, without the scheme's own port. */
    private static String origin(URI url, String host) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean ownPort = url.getPort() == -1 || url.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host.toLowerCase(Locale.ROOT) + (ownPort ? "" : ":" + url.getPort());
    }

    /** A secure context, as browsers see it. */
    private static boolean isSecure(URI base) {
        return "https".equalsIgnoreCase(base.getScheme())
                || LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT));
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /** Tyrus without the server of its own, which would bind all addresses and serve nothing else. */
    private static final class TyrusContainer extends TyrusServerContainer {

        private final TyrusWebSocketEngine engine;

        TyrusContainer() {
            super((Set<Class<?>>) null);
            this.engine = TyrusWebSocketEngine.builder(this)
                    .incomingBufferSize(INCOMING_BUFFER)
                    .build();
            // Tyrus's own idle timer costs more than the messages, and closes fresh sessions by mistake.
            setDefaultMaxSessionIdleTimeout(-1);
        }

        void deploy(ServerEndpointConfig config) throws IOException {
            try {
                engine.register(config, ROOT);
                doneDeployment();
            } catch (DeploymentException e) {
                throw new IOException("the WebSocket endpoint could not be deployed: " + e.getMessage(), e);
            }
        }

        @Override
        public void register(Class<?> endpointClass) throws DeploymentException {
            engine.register(endpointClass, ROOT);
        }

        @Override
        public void register(ServerEndpointConfig config) throws DeploymentException {
            engine.register(config, ROOT);
        }

        @Override
        public Map<String, Object> getProperties() {
            return Map.of();
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }
    }
}
