package dev.duologue.containers.start;

import dev.duologue.ChatService;
import dev.duologue.Invitation;
import dev.duologue.StartedChat;
import dev.duologue.websocket.ChatWebSocket;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Serves the page and the endpoint on one port, starts a chat, and tells what to give to whom. */
public final class ChatServer {

    private ChatServer() {}

    public static void main(String[] arguments) throws Exception {
        serve(8080, System.out);
    }

    static Server serve(int port, PrintStream out) throws Exception {
        String origin = "http://localhost:" + port;
        ChatService chats = ChatService.builder(URI.create(origin + "/c.html")).build();
        ChatWebSocket webSocket =
                ChatWebSocket.builder(chats).allowedOrigin(origin).build();

        Server server = new Server(new InetSocketAddress("localhost", port));
        ServletContextHandler context = new ServletContextHandler("/");
        context.setBaseResource(ResourceFactory.of(context).newResource(pages()));
        context.addServlet(DefaultServlet.class, "/");
        JakartaWebSocketServletContainerInitializer.configure(
                context, (application, container) -> container.addEndpoint(webSocket.endpointConfig()));
        server.setHandler(context);
        server.start();

        StartedChat started = chats.start("ABHI", "ANNY").join();
        for (Invitation invitation : List.of(started.first(), started.second())) {
            out.println(
                    invitation.name() + " opens " + invitation.shortUrl() + " and types " + invitation.secretCode());
        }
        return server;
    }

    /** What jars have for browsers: the page is your own, the elements are chat-websocket's. */
    private static List<URI> pages() throws IOException, URISyntaxException {
        List<URI> pages = new ArrayList<>();
        for (URL jar : Collections.list(ChatServer.class.getClassLoader().getResources("META-INF/resources"))) {
            pages.add(jar.toURI());
        }
        return pages;
    }
}
