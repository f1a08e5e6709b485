package dev.duologue.example;

import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.util.HttpStatus;

/**
 * Lets a request through once all of its body is there, or more than any may have. Grizzly's own ways to wait for a body
 * lose the wake-up now and then (4.0.2) where the body comes after the headers and the handler runs on the thread of the
 * selector: the request then hangs.
 */
final class WholeRequests extends BaseFilter implements AddOn {

    private final int maxBody;

    WholeRequests(int maxBody) {
        this.maxBody = maxBody;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        builder.add(builder.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        if (!(context.getMessage() instanceof HttpContent content) || isEnough(content)) {
            return context.getInvokeAction();
        }
        acknowledge(context, content.getHttpHeader());
        // What is kept here comes again with the next piece appended.
        return context.getStopAction(content);
    }

    private boolean isEnough(HttpContent content) {
        HttpHeader header = content.getHttpHeader();
        return content.isLast()
                || header.isUpgrade()
                || header.getContentLength() > maxBody
                || content.getContent().remaining() > maxBody;
    }

    /** Who asks first whether to send the body is told to go on. */
    private static void acknowledge(FilterChainContext context, HttpHeader header) {
        if (header instanceof HttpRequestPacket request && request.requiresAcknowledgement()) {
            request.getResponse().setStatus(HttpStatus.CONINTUE_100);
            request.getResponse().setAcknowledgement(true);
            context.write(request.getResponse());
        }
    }
}
