package dev.duologue.example;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * What every answer tells a browser to refuse, whoever gives it: a route, a filter, Tyrus or Grizzly itself. Stands next to
 * the HTTP codec, so it is to be added last.
 */
final class SecurityHeaders extends BaseFilter implements AddOn {

    private static final String WEB_SOCKET = "websocket";
    private static final String POLICY = "Content-Security-Policy";

    private final Map<String, String> headers = new LinkedHashMap<>();

    /**
     * Headers for one address.
     *
     * @param secure whether browsers trust the server's address: they complain of what they ignore on others
     */
    SecurityHeaders(boolean secure) {
        headers.put(POLICY, contentSecurityPolicy(List.of(), List.of()));
        // For browsers that know no frame-ancestors; the others go by those (CSP 3, section 6.4.2).
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        if (secure) {
            headers.put("Cross-Origin-Opener-Policy", "same-origin");
        }
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
    }

    /**
     * A page loads nothing from elsewhere, runs no inline script, and stands in the frames of those origins alone.
     *
     * @param styles the style sheets that stand in the page itself
     * @param frameAncestors origins, as {@code https://shop.example}; none: nobody
     */
    static String contentSecurityPolicy(List<String> styles, List<String> frameAncestors) {
        StringBuilder policy = new StringBuilder("default-src 'none'; script-src 'self'; style-src 'self'");
        styles.forEach(style -> policy.append(" 'sha256-").append(sha256(style)).append('\''));
        return policy.append("; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; ")
                .append("frame-ancestors ")
                .append(frameAncestors.isEmpty() ? "'none'" : String.join(" ", frameAncestors))
                .append("; require-trusted-types-for 'script'; trusted-types 'none'")
                .toString();
    }

    /** As policies name what they allow: <a href="https://www.w3.org/TR/CSP3/#grammardef-hash-source">CSP 3</a>. */
    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(StaticFiles.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        int codec = builder.indexOfType(HttpServerFilter.class);
        ((HttpServerFilter) builder.get(codec)).getMonitoringConfig().addProbes(new Unreadable());
        builder.add(codec + 1, this);
    }

    /** Before anybody answers: once an answer is being written Grizzly takes its headers for trailers, and drops some. */
    @Override
    public NextAction handleRead(FilterChainContext context) {
        if (context.getMessage() instanceof HttpPacket packet) {
            setBefore(packet);
        }
        return context.getInvokeAction();
    }

    private void setBefore(HttpPacket packet) {
        if (packet.getHttpHeader() instanceof HttpRequestPacket request
                && !request.getResponse().isCommitted()
                && !WEB_SOCKET.equalsIgnoreCase(request.getUpgrade())) {
            set(request.getResponse());
        }
    }

    /** Sets them for an answer that was to be none: containers keep what they answer to a handshake as long as the socket. */
    void set(HttpResponsePacket response) {
        headers.forEach(response::setHeader);
    }

    /** Whether a route has set them, and perhaps replaced some, as pages do: to set them twice would undo that. */
    boolean areIn(HttpResponsePacket response) {
        return response.getHeader(POLICY) != null;
    }

    /** The codec answers what it cannot read by itself, past all filters, and tells its probes just before. */
    private final class Unreadable extends HttpProbe.Adapter {

        @Override
        @SuppressWarnings("rawtypes") // Grizzly's own signature.
        public void onErrorEvent(Connection connection, HttpPacket packet, Throwable error) {
            setBefore(packet);
        }
    }
}
