package dev.duologue.example.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * People who chat as a good client does: one unanswered message at a time, the same id again when it failed, another server
 * after each lost connection. All that they think runs on one thread, so nothing here is thread-safe but {@link #ask}.
 */
final class Crowd implements AutoCloseable {

    /** What happened, and how often. */
    enum Event {
        SENT,
        REPEATED,
        GIVEN,
        ENTERED,
        RESUMED,
        TAKEN_OVER,
        DISPLACED,
        CUT,
        UNAVAILABLE,
        REPLACED_LIST
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PACE_MILLIS = 250;
    private static final long RECONNECT_MILLIS = 300;
    /** A connection on which nothing was answered for so long is dead. */
    private static final Duration DEAD = Duration.ofSeconds(6);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Integer> ports;
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    private final List<Person> people = new ArrayList<>();

    Crowd(List<Integer> ports) {
        this.ports = ports;
        thread.scheduleWithFixedDelay(() -> people.forEach(Person::leaveIfDead), 1, 1, TimeUnit.SECONDS);
    }

    /** Asks something on the crowd's thread. */
    <T> T ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, thread)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    Map<Event, Integer> events() {
        return ask(() -> new EnumMap<>(events));
    }

    /** Somebody who has texts to send, and begins to. */
    Person person(String link, String code, int firstServer, List<String> texts) {
        Person person = new Person(link, code, firstServer, texts);
        ask(() -> {
            people.add(person);
            person.connect(person.newPage(false));
            return true;
        });
        return person;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void count(Event event) {
        events.merge(event, 1, Integer::sum);
    }

    /** One side of one chat. */
    final class Person {

        private final String link;
        private final String code;
        private final List<String> texts;
        private int server;
        private int next;
        private boolean inFlight;
        private String token;
        private Page page;
        private boolean ending;
        private boolean ended;
        private final List<Page> pages = new ArrayList<>();
        private final Map<String, Long> acknowledged = new HashMap<>();

        private Person(String link, String code, int firstServer, List<String> texts) {
            this.link = link;
            this.code = code;
            this.server = firstServer;
            this.texts = texts;
        }

        boolean allSent() {
            return next == texts.size();
        }

        boolean ended() {
            return ended;
        }

        String token() {
            return token;
        }

        Map<String, Long> acknowledged() {
            return acknowledged;
        }

        /** What the pages of this person were given. */
        List<History.Page> pages() {
            return pages.stream()
                    .map(page -> new History.Page(page.began, page.entries))
                    .toList();
        }

        /** What the newest page holds, if it began with the first message. */
        List<History.Entry> wholePage() {
            return page.began == 0 ? List.copyOf(page.entries) : List.of();
        }

        /** Opens the chat in another tab, which shows it from its beginning. */
        void takeOver() {
            if (token != null && !ended) {
                count(Event.TAKEN_OVER);
                connect(newPage(true));
            }
        }

        void end() {
            ending = true;
            page.send(frame("end"));
        }

        private Page newPage(boolean takeover) {
            if (page != null) {
                page.given = true;
            }
            page = new Page(takeover);
            pages.add(page);
            inFlight = false;
            return page;
        }

        private void connect(Page to) {
            if (to != page || ended) {
                return;
            }
            int port = ports.get(server++ % ports.size());
            Connection connection = new Connection(this, to);
            to.connection = connection;
            to.heard = System.nanoTime();
            http.newWebSocketBuilder()
                    .subprotocols("duologue.v1")
                    .connectTimeout(Duration.ofSeconds(3))
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/chat"), connection)
                    .whenComplete((socket, failure) -> thread.execute(() -> opened(to, connection, socket)));
        }

        private void opened(Page to, Connection connection, WebSocket socket) {
            if (socket == null) {
                cut(to, connection, 1006);
                return;
            }
            connection.socket = socket;
            getIn(to);
        }

        private void getIn(Page to) {
            if (to != page || to.connection.socket == null) {
                return;
            }
            if (token == null) {
                to.send(frame("enter").put("link", link).put("code", code).put("tab", to.tab));
            } else {
                to.send(frame("resume")
                        .put("link", link)
                        .put("token", token)
                        .put("after", to.after())
                        .put("tab", to.tab)
                        .put("takeover", to.takeover));
            }
        }

        private void take(Page at, JsonNode frame) {
            at.heard = System.nanoTime();
            switch (frame.path("type").asText()) {
                case "entered" -> entered(at, frame);
                case "message" -> {
                    count(Event.GIVEN);
                    at.entries.add(new History.Entry(
                            frame.get("seq").asLong(), frame.get("text").asText()));
                }
                case "sent" -> sent(at, frame);
                case "ended" -> ended = true;
                case "error" -> refused(at, frame);
                default -> {
                    // Presence, receipts, typing, deadlines: nothing to do.
                }
            }
        }

        private void entered(Page at, JsonNode frame) {
            count(token == null ? Event.ENTERED : Event.RESUMED);
            token = frame.get("token").asText();
            long generation = frame.get("generation").asLong();
            if (at.generation != 0 && at.generation != generation) {
                count(Event.REPLACED_LIST);
                at.entries.clear();
            }
            at.generation = generation;
            at.entered = true;
            inFlight = false;
            if (ending) {
                at.send(frame("end"));
            }
            sendNext(at);
        }

        private void sendNext(Page at) {
            if (at == page && at.entered && !inFlight && next < texts.size() && !ended) {
                inFlight = true;
                at.send(frame("send").put("id", "m" + next).put("text", texts.get(next)));
            }
        }

        private void sent(Page at, JsonNode frame) {
            long seq = frame.get("seq").asLong();
            String text = texts.get(Integer.parseInt(frame.get("id").asText().substring(1)));
            acknowledged.put(text, seq);
            if (at.entries.stream().anyMatch(entry -> entry.seq() == seq)) {
                // The answer to a repeat: the page has it already.
                count(Event.REPEATED);
            } else {
                at.entries.add(new History.Entry(seq, text));
            }
            if (next < texts.size() && texts.get(next).equals(text)) {
                count(Event.SENT);
                next++;
                inFlight = false;
                later(PACE_MILLIS, () -> sendNext(at));
            }
        }

        private void refused(Page at, JsonNode frame) {
            long wait = Math.max(200, frame.path("retryAfter").asLong() * 1_000);
            String error = frame.get("error").asText();
            if (error.equals("seat_unknown")) {
                token = null;
            }
            if (error.equals("unavailable")) {
                count(Event.UNAVAILABLE);
            }
            if (frame.has("id")) {
                later(wait, () -> {
                    inFlight = false;
                    sendNext(at);
                });
            } else if (at.entered) {
                later(wait, () -> {
                    if (ending && at == page && !ended) {
                        at.send(frame("end"));
                    }
                });
            } else {
                later(wait, () -> getIn(at));
            }
        }

        private void cut(Page at, Connection connection, int code) {
            if (at.connection != connection) {
                return;
            }
            at.connection = new Connection(this, at);
            at.entered = false;
            if (code == 4001) {
                count(Event.DISPLACED);
                return;
            }
            if (code == 4000) {
                ended = true;
            }
            if (at == page && !ended) {
                count(Event.CUT);
                at.takeover = true;
                later(RECONNECT_MILLIS, () -> connect(at));
            }
        }

        private void leaveIfDead() {
            boolean waits = inFlight || !page.entered || ending;
            if (!ended && waits && System.nanoTime() - page.heard > DEAD.toNanos()) {
                Connection dead = page.connection;
                if (dead.socket != null) {
                    dead.socket.abort();
                }
                cut(page, dead, 1006);
            }
        }
    }

    /** A tab of a browser, over all its connections. */
    private static final class Page {
        private final String tab = UUID.randomUUID().toString();
        private final long began = 0;
        private final List<History.Entry> entries = new ArrayList<>();
        private boolean takeover;
        private long generation;
        private boolean entered;
        /** Whether another tab has the seat now. */
        private boolean given;

        private long heard;
        private Connection connection;

        Page(boolean takeover) {
            this.takeover = takeover;
        }

        long after() {
            return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).seq();
        }

        void send(ObjectNode frame) {
            if (connection.socket != null && !given) {
                connection.send(frame.toString());
            }
        }
    }

    /** One WebSocket. */
    private final class Connection implements WebSocket.Listener {
        private final Person person;
        private final Page page;
        private final StringBuilder partial = new StringBuilder();
        private WebSocket socket;
        private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

        Connection(Person person, Page page) {
            this.person = person;
            this.page = page;
        }

        void send(String frame) {
            WebSocket to = socket;
            sending = sending.handle((done, failure) -> failure).thenCompose(failure -> to.sendText(frame, true));
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String frame = partial.toString();
                partial.setLength(0);
                thread.execute(() -> {
                    if (page.connection == this) {
                        person.take(page, read(frame));
                    }
                });
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            thread.execute(() -> person.cut(page, this, code));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            thread.execute(() -> person.cut(page, this, 1006));
        }
    }

    private void later(long millis, Runnable step) {
        thread.schedule(step, millis, TimeUnit.MILLISECONDS);
    }

    private static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a frame that is no JSON", e);
        }
    }
}
