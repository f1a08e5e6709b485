package dev.duologue.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;

/**
 * The way of WebSocket frames past all that is there for HTTP: a message comes in once and goes out twice, and eight filters
 * that have nothing to do cost some twentieth of its CPU. Those only hear of the connection's end.
 */
final class Frames extends BaseFilter {

    /**
     * Of no WebSocket: another thread may have closed the connection while it was read, and Tyrus, which knows it no more, then
     * looks whether it is a handshake.
     */
    private static final HttpRequestPacket NO_HANDSHAKE =
            HttpRequestPacket.builder().uri("/").build();

    private final Floods floods;
    private final List<Filter> passed;

    private Frames(Floods floods, List<Filter> passed) {
        this.floods = floods;
        this.passed = passed;
    }

    /**
     * The chain of a connection that has become a WebSocket.
     *
     * @param http the chain that all connections begin with: transport, filters of HTTP, Tyrus
     * @param floods looks at what comes in
     */
    static FilterChain chain(FilterChain http, Floods floods) {
        int tyrus = http.indexOfType(GrizzlyServerFilter.class);
        List<Filter> passed = new ArrayList<>();
        for (int i = http.indexOfType(TransportFilter.class) + 1; i < tyrus; i++) {
            passed.add(http.get(i));
        }
        return FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new Frames(floods, passed))
                .add(http.get(tyrus))
                .build();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        Connection<?> connection = context.getConnection();
        Buffer bytes = context.getMessage();
        if (!floods.lets(connection, bytes)) {
            return context.getStopAction();
        }
        // Tyrus takes frames as what follows a handshake.
        context.setMessage(HttpContent.create(NO_HANDSHAKE, false, bytes));
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
        for (Filter each : passed) {
            each.handleClose(context);
        }
        return context.getInvokeAction();
    }
}
