package dev.duologue.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, which may be given later: no thread waits for a body or for the store. */
final class Exchange {

    static final int MAX_BODY = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Request request;
    private final Response response;

    Exchange(Request request, Response response) {
        this.request = request;
        this.response = response;
    }

    Method method() {
        return request.getMethod();
    }

    /** A header's value; empty if there is none. */
    String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    String clientAddress() {
        return request.getRemoteAddr();
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

    /** RFC 9457. */
    void problem(int status, String title, String detail, Map<String, String> errors) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        if (!errors.isEmpty()) {
            problem.put("errors", errors);
        }
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
        response.setHeader("Retry-After", "1");
        problem(503, "Unavailable", "The chat service cannot be reached at the moment. Try again soon.");
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
