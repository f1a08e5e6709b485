package dev.duologue.example.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * People who chat as a good client does: one unanswered message at a time, the same id again when it failed, another server
 * when their own is down, and back to their own when it is up. They send only what was released. All that they think runs
 * on one thread, so nothing here is thread-safe but what asks that thread.
 */
final class Crowd implements AutoCloseable {

    /** What happened, and how often. */
    enum Event {
        SENT,
        REPEATED,
        GIVEN,
        ENTERED,
        RESUMED,
        WENT_HOME,
        TAKEN_OVER,
        DISPLACED,
        CUT,
        UNAVAILABLE,
        REPLACED_LIST
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Between two messages of one person. */
    private static final long PACE_MILLIS = 300;

    private static final long RECONNECT_MILLIS = 300;
    private static final long LOOK_ROUND_MILLIS = 250;
    /** A connection on which nothing was answered for so long is dead. */
    private static final Duration DEAD = Duration.ofSeconds(6);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Integer> ports;
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    private final List<Person> people = new ArrayList<>();
    private final Set<Integer> down = new HashSet<>();
    private final List<Way> ways = new ArrayList<>();
    private int released;

    /**
     * Makes a crowd.
     *
     * @param ports those of the servers; a server's number is its place here
     */
    Crowd(List<Integer> ports) {
        this.ports = ports;
        thread.scheduleWithFixedDelay(
                () -> people.forEach(Person::lookRound), 1, LOOK_ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * When a message was sent first and when that was acknowledged, by {@link System#nanoTime}.
     *
     * @param sent before the first attempt
     * @param acknowledged after its answer came, to whichever attempt
     */
    record Way(long sent, long acknowledged) {}

    /** Asks something on the crowd's thread. */
    <T> T ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, thread)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    Map<Event, Integer> events() {
        return ask(() -> new EnumMap<>(events));
    }

    /** The ways of all messages that were acknowledged. */
    List<Way> ways() {
        return ask(() -> List.copyOf(ways));
    }

    int acknowledged() {
        return ask(ways::size);
    }

    /** Somebody who has texts to send, and gets in. */
    Person person(String link, String code, int home, List<String> texts) {
        Person person = new Person(link, code, home, texts);
        ask(() -> {
            people.add(person);
            person.connect(person.newPage(false));
            return true;
        });
        return person;
    }

    /** Everybody may send so many messages more, and begins to within the time between two of them. */
    void release(int messages) {
        ask(() -> {
            released += messages;
            for (int i = 0; i < people.size(); i++) {
                Person person = people.get(i);
                later(PACE_MILLIS * i / people.size(), () -> person.sendNext(person.page));
            }
            return true;
        });
    }

    /** Nobody goes to a server that is down, until it is up. */
    void isDown(int server) {
        ask(() -> down.add(server));
    }

    /** Those at home there go back to it. */
    void isUp(int server) {
        ask(() -> down.remove(server));
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
        private final int home;
        private final List<String> texts;
        /** Connections since the last that led in: each of them goes to another server. */
        private int tries;

        private int next;
        private boolean inFlight;
        private String token;
        private Page page;
        private boolean ending;
        private boolean ended;
        private final List<Page> pages = new ArrayList<>();
        private final Set<History.Entry> acknowledged = new HashSet<>();
        private final Map<String, Long> sentAt = new HashMap<>();
        private final Deque<String> heard = new ArrayDeque<>();

        private Person(String link, String code, int home, List<String> texts) {
            this.link = link;
            this.code = code;
            this.home = home;
            this.texts = texts;
        }

        /** Whether everything that was released is acknowledged. */
        boolean allSent() {
            return next == Math.min(released, texts.size());
        }

        /** The number of the server where this person is in; -1 for none. */
        int server() {
            return page.entered ? page.connection.server : -1;
        }

        boolean isHome() {
            return server() == home;
        }

        boolean ended() {
            return ended;
        }

        String token() {
            return token;
        }

        /** The texts, in the order in which they are sent. */
        List<String> texts() {
            return texts;
        }

        /** All that an acknowledgement told. */
        Set<History.Entry> acknowledged() {
            return acknowledged;
        }

        /** For who wants to know why nothing goes on. */
        String story() {
            return "sent " + next + " of " + released + ", on server " + server() + " of home " + home + ", page "
                    + pages.size() + " of " + page.entries.size() + " messages, waits for an answer: " + inFlight
                    + ", may get in: " + (token != null) + "; " + heard;
        }

        /** Whether an earlier page is still connected. */
        boolean hasLeftOver() {
            return pages.stream().anyMatch(other -> other != page && !other.closed);
        }

        /** What the pages of this person were given. */
        List<History.Page> pages() {
            return pages.stream()
                    .map(one -> new History.Page(0, List.copyOf(one.entries), one == page))
                    .toList();
        }

        /** What the page that is open holds. */
        List<History.Entry> openPage() {
            return List.copyOf(page.entries);
        }

        /** Opens the chat in another tab, which shows it from its beginning: at home, or first on another server. */
        void takeOver(boolean elsewhere) {
            count(Event.TAKEN_OVER);
            Page opened = newPage(true);
            tries = elsewhere ? 1 : 0;
            connect(opened);
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
            int server = (home + tries++) % ports.size();
            if (down.contains(server)) {
                server = (home + tries++) % ports.size();
            }
            note("connects to " + server);
            Connection connection = new Connection(this, to, server);
            to.connection = connection;
            to.heard = System.nanoTime();
            http.newWebSocketBuilder()
                    .subprotocols("duologue.v1")
                    .connectTimeout(Duration.ofSeconds(3))
                    .buildAsync(URI.create("ws://127.0.0.1:" + ports.get(server) + "/chat"), connection)
                    .whenComplete((socket, failure) -> thread.execute(() -> opened(to, connection, socket)));
        }

        private void opened(Page to, Connection connection, WebSocket socket) {
            if (socket == null) {
                cut(to, connection, 1006);
                return;
            }
            connection.socket = socket;
            if (to.connection == connection) {
                getIn(to);
            } else {
                socket.abort();
            }
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
            note(frame.path("type").asText() + " " + frame.path("error").asText());
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
            tries = 0;
            inFlight = false;
            if (ending) {
                at.send(frame("end"));
            }
            sendNext(at);
        }

        private void sendNext(Page at) {
            if (at == page && at.entered && !inFlight && !allSent() && !ended) {
                inFlight = true;
                sentAt.putIfAbsent(texts.get(next), System.nanoTime());
                at.send(frame("send").put("id", "m" + next).put("text", texts.get(next)));
            }
        }

        private void sent(Page at, JsonNode frame) {
            long seq = frame.get("seq").asLong();
            String text = texts.get(Integer.parseInt(frame.get("id").asText().substring(1)));
            acknowledged.add(new History.Entry(seq, text));
            if (at.entries.stream().anyMatch(entry -> entry.seq() == seq)) {
                // The answer to a repeat: the page has it already.
                count(Event.REPEATED);
            } else {
                at.entries.add(new History.Entry(seq, text));
            }
            // A page that was left does not go on: the one that is open now sends the same again, and is answered as
            // well.
            if (at == page && next < texts.size() && texts.get(next).equals(text)) {
                count(Event.SENT);
                ways.add(new Way(sentAt.getOrDefault(text, 0L), System.nanoTime()));
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
            note("cut " + code);
            at.connection = new Connection(this, at, connection.server);
            at.entered = false;
            at.closed = true;
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

        private void lookRound() {
            leaveIfDead();
            if (page.entered && !isHome() && !down.contains(home) && !ended) {
                goHome();
            }
        }

        /** The page stays as it is and goes on where its seat's owner is at home. */
        private void goHome() {
            count(Event.WENT_HOME);
            page.connection.socket.abort();
            page.entered = false;
            page.takeover = true;
            tries = 0;
            connect(page);
        }

        private void note(String what) {
            heard.add(what);
            if (heard.size() > 20) {
                heard.remove();
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
        private final List<History.Entry> entries = new ArrayList<>();
        private boolean takeover;
        private long generation;
        private boolean entered;
        /** Whether another tab has the seat now. */
        private boolean given;
        /** Whether its connection is gone. */
        private boolean closed;

        /** When something was heard last, or asked. */
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
                heard = System.nanoTime();
                connection.send(frame.toString());
            }
        }
    }

    /** One WebSocket. */
    private final class Connection implements WebSocket.Listener {
        private final Person person;
        private final Page page;
        private final int server;
        private final StringBuilder partial = new StringBuilder();
        private WebSocket socket;
        private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

        Connection(Person person, Page page, int server) {
            this.person = person;
            this.page = page;
            this.server = server;
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
