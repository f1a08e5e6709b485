package dev.duologue.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.bench.client.ChatPerson.Ticket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Starts chats on a reference server as its start page does. */
final class HttpStarter {

    private static final int AT_ONCE = 32;
    private static final int TRIES = 5;
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;
    private static final String NAMES = "{\"first\":\"ABHI\",\"second\":\"ANNY\"}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();

    /** What lets both sides of a chat in. */
    record Started(Ticket first, Ticket second) {}

    /** Starts chats, many at once. */
    List<Started> start(int port, int number) throws InterruptedException {
        List<Started> chats = new ArrayList<>(number);
        for (String answer : answers(port, number)) {
            chats.add(read(answer));
        }
        return chats;
    }

    /** Starts chats and gives the answers as they are. */
    List<String> answers(int port, int number) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/chats"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(NAMES))
                .build();
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<String>> answers = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            free.acquire();
            answers.add(answer(request, TRIES).whenComplete((answer, failure) -> free.release()));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** As told to whom the server has no room for: the same again, but not for ever. */
    private CompletableFuture<String> answer(HttpRequest request, int tries) {
        return client.sendAsync(request, BodyHandlers.ofString()).thenCompose(answer -> {
            if (answer.statusCode() == CREATED) {
                return CompletableFuture.completedFuture(answer.body());
            }
            if (answer.statusCode() == UNAVAILABLE && tries > 1) {
                return answer(request, tries - 1);
            }
            throw new IllegalStateException("a chat was not started: " + answer.statusCode());
        });
    }

    private Started read(String answer) {
        try {
            JsonNode chat = json.readTree(answer);
            return new Started(ticket(chat.path("first")), ticket(chat.path("second")));
        } catch (IOException e) {
            throw new IllegalStateException("the server's answer is no JSON", e);
        }
    }

    private static Ticket ticket(JsonNode invitation) {
        String url = invitation.path("shortUrl").asText();
        return new Ticket(
                url.substring(url.indexOf('#') + 1), invitation.path("code").asText());
    }
}
