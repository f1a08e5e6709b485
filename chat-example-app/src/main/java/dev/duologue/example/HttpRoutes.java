package dev.duologue.example;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/** Which request goes where. Before there is anywhere to go, as a server that starts has its port first: 503. */
final class HttpRoutes extends HttpHandler {

    private static final Pattern CHAT = Pattern.compile("/api/chats/([A-Za-z0-9]{1,32})");
    private static final Pattern INVITATION =
            Pattern.compile("/api/chats/([A-Za-z0-9]{1,32})/invitations/(first|second)");

    private static final RequestExecutorProvider SAME_THREAD = new RequestExecutorProvider.SameThreadProvider();

    private final Callers callers;
    private final SecurityHeaders headers;
    private volatile @Nullable Places places;

    HttpRoutes(Callers callers, SecurityHeaders headers) {
        this.callers = callers;
        this.headers = headers;
        setDecodeUrl(false);
    }

    /** Where requests go. */
    record Places(ChatsApi api, StaticFiles files, Operations operations) {}

    void open(Places there) {
        places = there;
    }

    /** Nothing here blocks: there is no need for another thread. */
    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return SAME_THREAD;
    }

    @Override
    public void service(Request request, Response response) {
        // As it was sent: no address of ours needs decoding, and one that cannot be decoded is none of ours.
        String path = request.getRequestURI();
        Exchange exchange = new Exchange(request, response, callers);
        if (request.getRequest().getUpgrade() != null) {
            // It may have looked like a handshake, which gets none before it is refused; here it is none.
            headers.set(request.getRequest().getResponse());
        }
        if (!exchange.isClear()) {
            return;
        }
        Places there = places;
        if (there == null) {
            exchange.unavailable();
        } else if (path.equals("/api") || path.startsWith("/api/")) {
            api(there.api, path, exchange);
        } else {
            serve(there, path, exchange, response);
        }
    }

    private static void api(ChatsApi api, String path, Exchange exchange) {
        if (!api.mayCall(exchange)) {
            exchange.problem(403, "Origin not allowed", "Pages of this origin may not call this server.");
            return;
        }
        Matcher chat = CHAT.matcher(path);
        Matcher invitation = INVITATION.matcher(path);
        if (path.equals("/api/chats")) {
            if (exchange.allow(Method.POST)) {
                api.start(exchange);
            }
        } else if (chat.matches()) {
            chat(api, chat.group(1), exchange);
        } else if (invitation.matches()) {
            if (exchange.allow(Method.POST)) {
                api.reissue(invitation.group(1), invitation.group(2), exchange);
            }
        } else {
            exchange.notFound();
        }
    }

    private static void chat(ChatsApi api, String chatId, Exchange exchange) {
        if (!exchange.allow(Method.GET, Method.HEAD, Method.DELETE)) {
            return;
        }
        if (exchange.method() == Method.DELETE) {
            api.end(chatId, exchange);
        } else {
            api.status(chatId, exchange);
        }
    }

    private static void serve(Places there, String path, Exchange exchange, Response response) {
        Optional<StaticFiles.File> file = there.files.find(path, exchange.query(), exchange.header("Accept-Language"));
        boolean operation = path.equals("/healthz") || path.equals("/metrics");
        if (file.isEmpty() && !operation) {
            exchange.notFound();
        } else if (exchange.allow(Method.GET, Method.HEAD)) {
            if (file.isPresent()) {
                file.get().serve(exchange, response);
            } else if (path.equals("/healthz")) {
                there.operations.health(exchange);
            } else {
                there.operations.metrics(exchange);
            }
        }
    }
}
