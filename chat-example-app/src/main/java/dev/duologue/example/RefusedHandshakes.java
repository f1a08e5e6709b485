package dev.duologue.example;

import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Finishes the answers to handshakes that are refused, which come from no route: they get the headers that every answer
 * bears. Those of Tyrus tell neither a length nor that the connection closes, so that a client would wait for a body for
 * ever. Stands behind the HTTP codec.
 */
final class RefusedHandshakes extends BaseFilter implements AddOn {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final SecurityHeaders headers;

    RefusedHandshakes(SecurityHeaders headers) {
        this.headers = headers;
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
                && response.getStatus() != SWITCHING_PROTOCOLS
                && !response.isCommitted()) {
            if (!headers.areIn(response)) {
                headers.set(response);
            }
            if (response.getContentLength() < 0) {
                response.setContentLength(0);
                response.setHeader("Connection", "close");
                context.addCompletionListener(written -> written.getConnection().terminateSilently());
            }
        }
        return context.getInvokeAction();
    }
}
