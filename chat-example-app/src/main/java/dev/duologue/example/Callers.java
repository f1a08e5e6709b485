package dev.duologue.example;

import dev.duologue.ClientAddress;
import dev.duologue.websocket.ClientConnection;
import dev.duologue.websocket.ClientConnections;
import dev.duologue.websocket.ConnectionRoom;
import jakarta.websocket.server.HandshakeRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Knows who is at the other end of each connection, and bounds how many there are. Notes by thread whose handshake is under
 * way, for the endpoint to ask, as Tyrus answers a handshake on the thread that read it. Stands behind the HTTP codec and
 * before Tyrus.
 */
final class Callers extends BaseFilter implements AddOn, ClientConnections {

    /** For the requests of pages, which browsers send on six connections at once and close after a while. */
    private static final int PLAIN_FOR_EACH_WEB_SOCKET = 4;

    private static final int SPARE = 100;
    private static final String RETRY_AFTER_SECONDS = "10";

    private static final Attribute<Caller> CALLER =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("duologue.caller");

    /** Whose handshake a thread read last, until the endpoint asks. */
    private static final ThreadLocal<Caller> UNDER_WAY = new ThreadLocal<>();

    private final TrustedProxies proxies;
    private final long mostOfPeer;
    private final long most;
    private final Map<ClientAddress, Integer> peers = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private volatile Function<Optional<ClientAddress>, ConnectionRoom> room = address -> ConnectionRoom.FREE;

    /**
     * Makes the filter.
     *
     * @param connectionsOfAddress most WebSockets of one address; of connections of any kind there may be four times as
     *     many
     * @param connections most WebSockets of the server; of connections of any kind there may be a tenth and 100 more
     */
    Callers(TrustedProxies proxies, int connectionsOfAddress, int connections) {
        this.proxies = proxies;
        this.mostOfPeer = (long) PLAIN_FOR_EACH_WEB_SOCKET * connectionsOfAddress;
        this.most = connections + connections / 10L + SPARE;
    }

    /** Asks an endpoint from now on whether it has room. */
    void ask(Function<Optional<ClientAddress>, ConnectionRoom> endpoint) {
        room = endpoint;
    }

    /** How many connections of any kind are open. */
    int sockets() {
        return open.get();
    }

    /** How many connections were turned away. */
    long refused() {
        return refused.get();
    }

    /** Who sent a request, which may be somebody else than who is at the other end of the connection. */
    InetAddress client(HttpRequestPacket request) {
        return proxies.client(
                ((InetSocketAddress) request.getConnection().getPeerAddress()).getAddress(),
                request.getHeaders().values(proxies.header().toString()));
    }

    @Override
    public ClientConnection of(HandshakeRequest request) {
        Caller caller = UNDER_WAY.get();
        UNDER_WAY.remove();
        if (caller == null) {
            // To let it in without the limits of an address would be worse.
            throw new IllegalStateException("a handshake came by another way than through this filter");
        }
        // From now on frames come, which tell nothing new.
        caller.shookHands = true;
        return caller;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        Connection<?> connection = context.getConnection();
        InetAddress peer = ((InetSocketAddress) connection.getPeerAddress()).getAddress();
        Caller caller = new Caller(connection, ClientAddress.of(peer));
        CALLER.set(connection, caller);
        boolean tooMany = open.incrementAndGet() > most;
        boolean tooManyOfPeer = peers.merge(caller.peer, 1, Integer::sum) > mostOfPeer && !proxies.trusts(peer);
        if (tooMany || tooManyOfPeer) {
            // Before it said anything: there is no request to answer.
            refused.incrementAndGet();
            connection.terminateSilently();
            return context.getStopAction();
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        Caller caller = CALLER.get(context.getConnection());
        if (caller == null
                || caller.shookHands
                || !(context.getMessage() instanceof HttpContent content)
                || !(content.getHttpHeader() instanceof HttpRequestPacket request)
                || !"websocket".equalsIgnoreCase(request.getUpgrade())) {
            return context.getInvokeAction();
        }
        ClientAddress client = ClientAddress.of(client(request));
        ConnectionRoom found = room.apply(Optional.of(client));
        if (found != ConnectionRoom.FREE) {
            refused.incrementAndGet();
            refuse(context, request, found);
            return context.getStopAction();
        }
        caller.client = client.equals(caller.peer) ? caller.peer : client;
        UNDER_WAY.set(caller);
        return context.getInvokeAction();
    }

    /**
     * Whoever asks for another protocol is served without it (RFC 9110, 7.8), as the JDK's client that offers h2c with each
     * request: Grizzly takes the body of such a request for the other protocol's, and would never see its end.
     */
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
        if (event instanceof HttpEvents.IncomingHttpUpgradeEvent upgrade
                && !"websocket".equalsIgnoreCase(upgrade.getHttpHeader().getUpgrade())) {
            upgrade.getHttpHeader().getUpgradeDC().recycle();
            upgrade.getHttpHeader().setIgnoreContentModifiers(false);
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
        Caller caller = CALLER.remove(context.getConnection());
        if (caller != null) {
            caller.gone = true;
            open.decrementAndGet();
            peers.computeIfPresent(caller.peer, (peer, count) -> count == 1 ? null : count - 1);
        }
        return context.getInvokeAction();
    }

    private static void refuse(FilterChainContext context, HttpRequestPacket request, ConnectionRoom found) {
        boolean one = found == ConnectionRoom.ADDRESS_FULL;
        int status = one ? 429 : 503;
        String title = one ? "Too many connections" : "Unavailable";
        String detail = one
                ? "This address has as many connections as one may have."
                : "This server has as many connections as it may have.";
        byte[] problem = ("{\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        HttpResponsePacket response = request.getResponse();
        response.setStatus(HttpStatus.newHttpStatus(status, title));
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.setHeader("Connection", "close");
        response.getHeaders().setValue(Header.ContentType).setString("application/problem+json");
        response.setContentLength(problem.length);
        Connection<?> connection = context.getConnection();
        HttpContent answer = HttpContent.builder(response)
                .content(Buffers.wrap(context.getMemoryManager(), problem))
                .last(true)
                .build();
        context.write(answer, new EmptyCompletionHandler<>() {
            @Override
            public void completed(@SuppressWarnings("rawtypes") WriteResult written) {
                connection.closeSilently();
            }
        });
    }

    /** Who is at the other end of a connection. */
    private static final class Caller implements ClientConnection {

        private final Connection<?> connection;
        /** Of the connection itself, which may be a proxy's. */
        private final ClientAddress peer;

        private volatile boolean shookHands;
        private volatile boolean gone;
        private volatile ClientAddress client;

        Caller(Connection<?> connection, ClientAddress peer) {
            this.connection = connection;
            this.peer = peer;
            this.client = peer;
        }

        @Override
        public Optional<ClientAddress> address() {
            return Optional.of(client);
        }

        @Override
        public void terminate() {
            connection.terminateSilently();
        }

        @Override
        public boolean isGone() {
            return gone;
        }
    }
}
