package dev.duologue.example;

import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;

/**
 * Finishes the answers to handshakes. Those of refused ones come from no route: they get the headers that every answer
 * bears, and a length, as Tyrus tells neither that nor that the connection closes, so that a client would wait for a body
 * for ever. After the others the handshake is forgotten. Stands behind the HTTP codec.
 */
final class Handshakes extends BaseFilter implements AddOn {

    private static final int SWITCHING_PROTOCOLS = 101;

    private static final Attribute<?> REQUEST =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);

    private final SecurityHeaders headers;
    private volatile @Nullable FilterChain frames;

    Handshakes(SecurityHeaders headers) {
        this.headers = headers;
    }

    /** From now on a connection that has become a WebSocket goes another way. */
    void continueBy(FilterChain chain) {
        frames = chain;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        if (context.getMessage() instanceof HttpContent content
                && content.getHttpHeader() instanceof HttpResponsePacket response
                && response.getRequest().getUpgrade() != null
                && !response.isCommitted()) {
            if (response.getStatus() == SWITCHING_PROTOCOLS) {
                Connection<?> connection = context.getConnection();
                context.addCompletionListener(written -> shookHands(connection));
            } else {
                refuse(context, response);
            }
        }
        return context.getInvokeAction();
    }

    /** The client sends no frame before it has this answer. */
    private void shookHands(Connection<?> connection) {
        FilterChain chain = frames;
        if (chain != null) {
            connection.setProcessor(chain);
            // Grizzly keeps request and answer as long as the connection lives, some kilobytes, though nobody reads
            // them again.
            REQUEST.remove(connection);
        }
    }

    private void refuse(FilterChainContext context, HttpResponsePacket response) {
        if (!headers.areIn(response)) {
            headers.set(response);
        }
        if (response.getContentLength() < 0) {
            response.setContentLength(0);
            response.setHeader("Connection", "close");
            context.addCompletionListener(written -> written.getConnection().terminateSilently());
        }
    }
}
