package dev.duologue.example;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;

/** Which request goes where. */
final class HttpRoutes extends HttpHandler {

    private static final Pattern CHAT = Pattern.compile("/api/chats/([A-Za-z0-9]{1,32})");
    private static final Pattern INVITATION =
            Pattern.compile("/api/chats/([A-Za-z0-9]{1,32})/invitations/(first|second)");

    private static final RequestExecutorProvider SAME_THREAD = new RequestExecutorProvider.SameThreadProvider();

    private final ChatsApi api;
    private final StaticFiles files;
    private final Operations operations;
    private final Callers callers;
    private final SecurityHeaders headers;

    HttpRoutes(ChatsApi api, StaticFiles files, Operations operations, Callers callers, SecurityHeaders headers) {
        this.callers = callers;
        this.api = api;
        this.files = files;
        this.operations = operations;
        this.headers = headers;
        setDecodeUrl(false);
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
        if (path.equals("/api") || path.startsWith("/api/")) {
            api(path, exchange);
        } else {
            serve(path, exchange, response);
        }
    }

    private void api(String path, Exchange exchange) {
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
            chat(chat.group(1), exchange);
        } else if (invitation.matches()) {
            if (exchange.allow(Method.POST)) {
                api.reissue(invitation.group(1), invitation.group(2), exchange);
            }
        } else {
            exchange.notFound();
        }
    }

    private void chat(String chatId, Exchange exchange) {
        if (!exchange.allow(Method.GET, Method.HEAD, Method.DELETE)) {
            return;
        }
        if (exchange.method() == Method.DELETE) {
            api.end(chatId, exchange);
        } else {
            api.status(chatId, exchange);
        }
    }

    private void serve(String path, Exchange exchange, Response response) {
        Optional<StaticFiles.File> file = files.find(path);
        boolean operation = path.equals("/healthz") || path.equals("/metrics");
        if (file.isEmpty() && !operation) {
            exchange.notFound();
        } else if (exchange.allow(Method.GET, Method.HEAD)) {
            if (file.isPresent()) {
                file.get().serve(exchange, response);
            } else if (path.equals("/healthz")) {
                operations.health(exchange);
            } else {
                operations.metrics(exchange);
            }
        }
    }
}
