package dev.duologue.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.glassfish.grizzly.ReadHandler;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.io.NIOInputStream;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, which may be given later: no thread waits for a body or for the store. */
final class Exchange {

    static final int MAX_BODY = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String CHUNKED = "chunked";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Request request;
    private final Response response;
    private final Callers callers;

    Exchange(Request request, Response response, Callers callers) {
        this.request = request;
        this.response = response;
        this.callers = callers;
    }

    Method method() {
        return request.getMethod();
    }

    /** What stands behind the ? of the address, as it was sent; empty if there is nothing. */
    String query() {
        String query = request.getQueryString();
        return query == null ? "" : query;
    }

    /** A header's value; empty if there is none. */
    String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    /**
     * Whether everybody reads the request alike; answers 400 if not. One in another encoding than chunks ends elsewhere for
     * a proxy in front than here, where the rest would be taken for somebody else's request (RFC 9112, sections 6.1 and
     * 11.2). Of a length beside the chunks Grizzly tells nothing if it came first, so no chunked request has another behind
     * it on its connection: that is needed where there is such a length, and no page of ours sends chunks.
     */
    boolean isClear() {
        List<String> encodings = headers(Header.TransferEncoding);
        boolean chunks = encodings.size() == 1 && encodings.get(0).strip().equalsIgnoreCase(CHUNKED);
        if (!encodings.isEmpty()) {
            response.setHeader("Connection", "close");
        }
        if (headers(Header.Host).size() <= 1
                && (encodings.isEmpty() || (chunks && request.getRequest().isChunked()))) {
            return true;
        }
        // Grizzly closes the connection after this status.
        problem(400, "Malformed request", "Send one Host, and a length or chunks.");
        return false;
    }

    private List<String> headers(Header name) {
        List<String> values = new ArrayList<>();
        request.getRequest().getHeaders().values(name).forEach(values::add);
        return values;
    }

    /** Who sent the request, behind proxies that are trusted. */
    InetAddress client() {
        return callers.client(request.getRequest());
    }

    /** Whether the method is one of these; answers 405 if not. */
    boolean allow(Method... methods) {
        List<Method> allowed = Arrays.asList(methods);
        if (allowed.contains(method())) {
            return true;
        }
        response.setHeader(
                "Allow", allowed.stream().map(Method::getMethodString).collect(Collectors.joining(", ")));
        problem(405, "Method not allowed", "This address takes other methods.");
        return false;
    }

    /** The body, of an exchange that is suspended; too big a one fails with {@link BodyTooBig}. */
    CompletableFuture<byte[]> body() {
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        if (request.getContentLengthLong() > MAX_BODY) {
            body.completeExceptionally(new BodyTooBig());
            return body;
        }
        NIOInputStream in = request.getNIOInputStream();
        // Told once, when all of it is there or too much.
        in.notifyAvailable(new BodyReader(in, body), MAX_BODY + 1);
        return body;
    }

    void json(int status, Object value) {
        try {
            answer(status, "application/json", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of ours could not be written as JSON", e);
        }
    }

    void text(int status, String text) {
        answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    void problem(int status, String title, String detail) {
        problem(status, title, detail, Map.of());
    }

    /** RFC 9457, with members of our own. */
    void problem(int status, String title, String detail, Map<String, ?> members) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        problem.putAll(members);
        try {
            answer(status, "application/problem+json", JSON.writeValueAsBytes(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem could not be written as JSON", e);
        }
    }

    void notFound() {
        problem(404, "Not found", "There is nothing at this address, or it is not yours to see.");
    }

    void unavailable() {
        unavailable(Duration.ofSeconds(1));
    }

    void unavailable(Duration retryAfter) {
        retryAfter(retryAfter);
        problem(503, "Unavailable", "The chat service cannot be reached at the moment. Try again soon.");
    }

    void tooMany(Duration retryAfter) {
        retryAfter(retryAfter);
        problem(429, "Too many requests", "Too many from this address. Try again later.");
    }

    /** Whole seconds, rounded up: who waits this long does not come too early. */
    private void retryAfter(Duration wait) {
        response.setHeader(
                "Retry-After", String.valueOf(wait.plusSeconds(1).minusNanos(1).toSeconds()));
    }

    void noContent() {
        response.setStatus(204);
        finish();
    }

    /** Gives an answer; a HEAD request gets its headers. */
    void answer(int status, String mediaType, byte[] bytes) {
        response.setStatus(status);
        response.setContentType(mediaType);
        response.setContentLength(bytes.length);
        if (method() != Method.HEAD) {
            try {
                response.getNIOOutputStream().write(bytes);
            } catch (IOException e) {
                // The client has gone: there is nobody to tell.
                LOG.debug("an answer could not be written: {}", e.getClass().getName());
            }
        }
        finish();
    }

    /** Holds the answer open until it is given later. */
    void suspend() {
        if (!response.isSuspended()) {
            // Grizzly 4.0.2 forgets the context: the connection would not be read again.
            request.getContext().suspend();
            response.suspend();
        }
    }

    private void finish() {
        if (response.isSuspended()) {
            response.resume();
        }
    }

    /** The body has more bytes than any request of this server needs. */
    static final class BodyTooBig extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Takes a body once it is all there. */
    private record BodyReader(NIOInputStream in, CompletableFuture<byte[]> body) implements ReadHandler {

        @Override
        public void onDataAvailable() {
            body.completeExceptionally(new BodyTooBig());
        }

        @Override
        public void onAllDataRead() throws IOException {
            byte[] bytes = new byte[in.readyData()];
            int length = bytes.length == 0 ? 0 : in.read(bytes);
            body.complete(Arrays.copyOf(bytes, Math.max(0, length)));
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }
    }
}
