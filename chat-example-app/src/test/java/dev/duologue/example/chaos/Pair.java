package dev.duologue.example.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The two sides of a chat, at home on different servers.
 *
 * @param secrets links, codes and the host token
 */
record Pair(Crowd.Person first, Crowd.Person second, List<String> secrets) {

    /** Part of every name and text. */
    static final String CANARY = "CANARY";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Starts a chat on a server, in which each side has so many messages to send. */
    static Pair start(Crowd crowd, List<ServerProcess> servers, int server, int messages)
            throws IOException, InterruptedException {
        return start(crowd, servers.get(server).port(), servers.size(), server, messages);
    }

    /** Starts a chat at a port; the first side is at home on a server, the second on the next of so many. */
    static Pair start(Crowd crowd, int port, int servers, int server, int messages)
            throws IOException, InterruptedException {
        JsonNode chat = started(port);
        String firstLink = link(chat, "first");
        String secondLink = link(chat, "second");
        String firstCode = chat.at("/first/code").asText();
        String secondCode = chat.at("/second/code").asText();
        return new Pair(
                crowd.person(firstLink, firstCode, server, texts("A", messages)),
                crowd.person(secondLink, secondCode, (server + 1) % servers, texts("B", messages)),
                List.of(
                        firstLink,
                        secondLink,
                        firstCode,
                        secondCode,
                        firstCode.replace("-", ""),
                        secondCode.replace("-", ""),
                        chat.get("host").asText()));
    }

    boolean allSent() {
        return first.allSent() && second.allSent();
    }

    boolean ended() {
        return first.ended() && second.ended();
    }

    boolean isOnTwoServers() {
        return first.server() >= 0 && second.server() >= 0 && first.server() != second.server();
    }

    boolean isHome() {
        return first.isHome() && second.isHome();
    }

    /** Whether both pages that are open show so many messages. */
    boolean shows(int messages) {
        return first.openPage().size() >= messages && second.openPage().size() >= messages;
    }

    /**
     * What was seen, told and recorded.
     *
     * @param pages what pages were given before both sides opened their chat anew, whose pages are the record
     */
    History history(List<History.Page> pages) {
        Set<History.Entry> acknowledged = new HashSet<>(first.acknowledged());
        acknowledged.addAll(second.acknowledged());
        return new History(
                pages,
                acknowledged,
                List.of(first.texts(), second.texts()),
                List.of(first.openPage(), second.openPage()));
    }

    /** What all pages of both sides were given. */
    List<History.Page> pages() {
        List<History.Page> pages = new ArrayList<>(first.pages());
        pages.addAll(second.pages());
        return pages;
    }

    private static List<String> texts(String side, int messages) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            texts.add(CANARY + " text " + i + " of " + side);
        }
        return texts;
    }

    /** Starts a chat at a port, and gives what the starter gets. */
    static JsonNode started(int port) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/chats"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"first\":\"" + CANARY + "ABHI\",\"second\":\"" + CANARY + "ANNY\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("no chat was started: " + answer.statusCode());
        }
        return new ObjectMapper().readTree(answer.body());
    }

    /** The link of a side. */
    static String link(JsonNode chat, String side) {
        return URI.create(chat.at("/" + side + "/shortUrl").asText()).getRawFragment();
    }
}
