package com.example.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duologue.ChatService;
import dev.duologue.Invitation;
import dev.duologue.StartedChat;
import dev.duologue.redis.Pepper;
import dev.duologue.redis.RedisChatStore;
import dev.duologue.spi.Hashing;
import dev.duologue.websocket.ChatWebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A chat of two in an application of one's own: in memory, or in the Redis whose URL is given. */
public final class Main {

    private static final URI PAGE = URI.create("https://chat.example/c");

    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            try (ChatService chats = ChatService.builder(PAGE).build()) {
                serve(chats);
            }
            return;
        }
        Hashing hashing = Hashing.hmacSha256(Pepper.fromFile(Pepper.defaultFile()));
        try (RedisChatStore store = RedisChatStore.builder(args[0], hashing).build();
                ChatService chats =
                        ChatService.builder(PAGE).hashing(hashing).store(store).build()) {
            serve(chats);
        }
    }

    private static void serve(ChatService chats) throws Exception {
        ChatWebSocket webSocket =
                ChatWebSocket.builder(chats).allowedOrigin("https://chat.example").build();
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        server.setHandler(context);
        JakartaWebSocketServletContainerInitializer.configure(
                context, (servletContext, container) -> container.addEndpoint(webSocket.endpointConfig()));
        server.start();
        try {
            chat(chats, URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/chat"));
        } finally {
            webSocket.close();
            server.stop();
        }
    }

    /** What two browsers would do. */
    private static void chat(ChatService chats, URI endpoint) throws Exception {
        StartedChat started = chats.start("ABHI", "ANNY").join();
        Person abhi = new Person(endpoint, started.first());
        Person anny = new Person(endpoint, started.second());
        abhi.say("HI");
        System.out.println("ANNY reads: " + anny.read("message").get("text").asText());
        anny.say("HEY");
        System.out.println("ABHI reads: " + abhi.read("message").get("text").asText());
        anny.end();
        System.out.println("ABHI is told that it " + abhi.read("ended").get("reason").asText());
    }

    /** One of the two, by the protocol that docs/protocol.md tells of. */
    private static final class Person implements WebSocket.Listener {

        private static final ObjectMapper JSON = new ObjectMapper();

        private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final WebSocket socket;

        Person(URI endpoint, Invitation invitation) throws Exception {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("duologue.v1")
                    .buildAsync(endpoint, this)
                    .join();
            tell(Map.of(
                    "type", "enter", "link", invitation.link(), "code", invitation.secretCode(), "tab", invitation.name()));
            read("entered");
        }

        void say(String words) throws IOException {
            tell(Map.of("type", "send", "id", "m1", "text", words));
        }

        void end() throws IOException {
            tell(Map.of("type", "end"));
        }

        /** The next frame of a type; others, as that the peer came in, are passed over. */
        JsonNode read(String type) throws Exception {
            while (true) {
                JsonNode frame = frames.poll(10, TimeUnit.SECONDS);
                if (frame == null || frame.get("type").asText().equals("error")) {
                    throw new IllegalStateException("expected " + type + ", got " + frame);
                }
                if (frame.get("type").asText().equals(type)) {
                    return frame;
                }
            }
        }

        private void tell(Map<String, String> frame) throws IOException {
            socket.sendText(JSON.writeValueAsString(frame), true).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    frames.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
