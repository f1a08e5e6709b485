package dev.duologue.example;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.duologue.ChatHost;
import dev.duologue.ChatService;
import dev.duologue.ChatStatus;
import dev.duologue.ClientAddress;
import dev.duologue.Deadline;
import dev.duologue.InvalidNamesException;
import dev.duologue.Invitation;
import dev.duologue.ParticipantNames;
import dev.duologue.RateLimitedException;
import dev.duologue.Reissue;
import dev.duologue.Side;
import dev.duologue.StartedChat;
import dev.duologue.TooManyChatsException;
import dev.duologue.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP part of the protocol: starts chats, shows them to their starters, issues invitations anew, ends chats. */
final class ChatsApi {

    private static final Logger LOG = LoggerFactory.getLogger(ChatsApi.class);
    /** When to look whether a chat has ended meanwhile. */
    private static final Duration ROOM_AGAIN = Duration.ofSeconds(10);

    private static final String BEARER = "Bearer ";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ChatService chats;
    private final Set<String> allowedOrigins;
    private final Metrics metrics;

    ChatsApi(ChatService chats, Set<String> allowedOrigins, Metrics metrics) {
        this.chats = chats;
        this.allowedOrigins = allowedOrigins;
        this.metrics = metrics;
    }

    /** Whether the page that calls, if it is a page, is of an allowed origin. */
    boolean mayCall(Exchange exchange) {
        String origin = exchange.header("Origin");
        return origin.isEmpty() || allowedOrigins.contains(origin);
    }

    void start(Exchange exchange) {
        if (!isJson(exchange.header("Content-Type"))) {
            exchange.problem(415, "Unsupported media type", "Send application/json.");
            return;
        }
        exchange.suspend();
        answer(
                exchange,
                exchange.body().thenCompose(body -> startWith(body, exchange)),
                started -> exchange.json(201, started));
    }

    void status(String chatId, Exchange exchange) {
        exchange.suspend();
        answer(exchange, host(chatId, exchange).status(), status -> {
            if (status.isEmpty()) {
                exchange.notFound();
            } else {
                exchange.json(200, json(status.get()));
            }
        });
    }

    void reissue(String chatId, String side, Exchange exchange) {
        exchange.suspend();
        Side whose = side.equals("first") ? Side.FIRST : Side.SECOND;
        answer(exchange, host(chatId, exchange).reissue(whose).thenCompose(this::issued), issued -> {
            if (issued instanceof Reissue.Reason reason) {
                refuse(exchange, reason);
            } else {
                exchange.json(201, issued);
            }
        });
    }

    void end(String chatId, Exchange exchange) {
        exchange.suspend();
        answer(exchange, host(chatId, exchange).end(), ending -> {
            if (ending.isEmpty()) {
                exchange.notFound();
            } else {
                exchange.noContent();
            }
        });
    }

    private static boolean isJson(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip();
        return mediaType.equalsIgnoreCase("application/json");
    }

    private ChatHost host(String chatId, Exchange exchange) {
        String authorization = exchange.header("Authorization");
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return chats.host(
                chatId, bearer ? authorization.substring(BEARER.length()).strip() : "");
    }

    // Start

    private CompletableFuture<Map<String, Object>> startWith(byte[] body, Exchange exchange) {
        Names names;
        try {
            names = names(body);
        } catch (MalformedJson e) {
            return CompletableFuture.failedFuture(e);
        }
        return chats.visitor(Optional.of(ClientAddress.of(exchange.client())))
                .start(names.first(), names.second())
                .thenCompose(ChatsApi::json);
    }

    /** The names in the body of a request. */
    record Names(String first, String second) {}

    /** What is no string is no name, and is told as an empty one is. */
    static Names names(byte[] body) throws MalformedJson {
        JsonNode names;
        try {
            names = JSON.readTree(body);
        } catch (IOException e) {
            // The parser's message quotes the body: neither it nor the cause goes on.
            throw new MalformedJson();
        }
        if (names == null || !names.isObject()) {
            throw new MalformedJson();
        }
        return new Names(text(names.path("first")), text(names.path("second")));
    }

    private static String text(JsonNode name) {
        return name.isTextual() ? name.textValue() : "";
    }

    private static CompletableFuture<Map<String, Object>> json(StartedChat started) {
        return json(started.first()).thenCombine(json(started.second()), (first, second) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", started.id());
            json.put("host", started.hostToken());
            json.put("deadline", json(started.deadline()));
            json.put("first", first);
            json.put("second", second);
            return json;
        });
    }

    private static CompletableFuture<Map<String, Object>> json(Invitation invitation) {
        return invitation.qrCode().thenApply(qrCode -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", invitation.name());
            json.put("shortUrl", invitation.shortUrl().toString());
            json.put("code", invitation.secretCode());
            json.put("qr", qrCode.dataUri());
            return json;
        });
    }

    // Status and invitations

    private static Map<String, Object> json(ChatStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", status.id());
        if (status instanceof ChatStatus.Open open) {
            json.put("state", "open");
            json.put("deadline", json(open.deadline()));
            json.put("first", json(open.first()));
            json.put("second", json(open.second()));
        } else if (status instanceof ChatStatus.Ended ended) {
            json.put("state", "ended");
            json.put("by", lower(ended.ending().by()));
            json.put("reason", lower(ended.ending().reason()));
        }
        return json;
    }

    private static Map<String, Object> json(ChatStatus.Participant participant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", participant.name());
        json.put("state", lower(participant.state()));
        return json;
    }

    private static Map<String, Object> json(Deadline deadline) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", at(deadline.at()));
        // Rounded up, so that who waits this long does not come too early.
        json.put("in", deadline.in().plusSeconds(1).minusNanos(1).toSeconds());
        json.put("reason", lower(deadline.reason()));
        return json;
    }

    /** The new invitation as JSON, or the reason why there is none. */
    private CompletableFuture<Object> issued(Reissue reissue) {
        if (reissue instanceof Reissue.Issued issued) {
            return json(issued.invitation()).thenApply(json -> (Object) json);
        }
        return CompletableFuture.completedFuture(((Reissue.Refused) reissue).reason());
    }

    private static void refuse(Exchange exchange, Reissue.Reason reason) {
        switch (reason) {
            case UNKNOWN -> exchange.notFound();
            case ENDED ->
                exchange.problem(409, "Chat has ended", "There are no new invitations to a chat that has ended.");
        }
    }

    private static String at(Instant instant) {
        return RFC_3339.format(instant);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    // Failures

    private <T> void answer(Exchange exchange, CompletableFuture<T> result, Consumer<T> answer) {
        CompletableFuture<?> unused = result.handle((value, failure) -> {
                    if (failure == null) {
                        answer.accept(value);
                    } else {
                        fail(
                                exchange,
                                failure instanceof CompletionException && failure.getCause() != null
                                        ? failure.getCause()
                                        : failure);
                    }
                    return true;
                })
                .exceptionally(fault -> {
                    LOG.error("an answer failed: {}", fault.getClass().getName());
                    exchange.problem(500, "Internal error", "Something went wrong in the server.");
                    return false;
                });
    }

    private void fail(Exchange exchange, Throwable failure) {
        if (failure instanceof InvalidNamesException names) {
            refuse(exchange, names);
        } else if (failure instanceof MalformedJson) {
            exchange.problem(400, "Malformed JSON", "Send one JSON object with the names as first and second.");
        } else if (failure instanceof Exchange.BodyTooBig) {
            exchange.problem(413, "Content too large", "A request has at most " + Exchange.MAX_BODY + " bytes.");
        } else if (failure instanceof IOException) {
            // The client broke off, or its chunks are none: its own affair, and not worth a line in the log.
            exchange.problem(400, "Malformed request", "The body could not be read.");
        } else if (failure instanceof RateLimitedException limited) {
            exchange.tooMany(limited.retryAfter());
        } else if (failure instanceof TooManyChatsException) {
            metrics.noRoom();
            exchange.unavailable(ROOM_AGAIN);
        } else if (failure instanceof UnavailableException) {
            exchange.unavailable();
        } else {
            LOG.error("a request failed: {}", failure.getClass().getName());
            exchange.problem(500, "Internal error", "Something went wrong in the server.");
        }
    }

    private static void refuse(Exchange exchange, InvalidNamesException names) {
        Map<String, String> errors = new LinkedHashMap<>();
        Map<String, String> codes = new LinkedHashMap<>();
        for (ParticipantNames.Problem problem : names.problems()) {
            errors.put(lower(problem.side()), problem.kind().sentence());
            codes.put(lower(problem.side()), lower(problem.kind()));
        }
        exchange.problem(
                422, "Names refused", "Mend the names and try again.", Map.of("errors", errors, "codes", codes));
    }

    /** The body is not one JSON object. */
    static final class MalformedJson extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
