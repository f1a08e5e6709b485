package dev.duologue.containers.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.websocket.testing.ChatClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("The web application of the first steps")
class ChatDeploymentTest {

    @Test
    @DisplayName("comes up with its container, has two people chat, and goes down with it")
    void deployed() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context application = tomcat.addContext("", null);
        // As each application has them that Tomcat finds by itself.
        application.addServletContainerInitializer(new WsSci(), null);
        Tomcat.addServlet(application, "default", new DefaultServlet()).addMapping("/");
        application.addApplicationListener(ChatDeployment.class.getName());
        Tomcat.addServlet(application, "chats", new ChatStart()).addMapping("/chats");
        tomcat.start();
        try {
            int port = tomcat.getConnector().getLocalPort();
            assertThat(post(port, "first=ABHI").statusCode()).isEqualTo(422);
            HttpResponse<String> told = post(port, "first=ABHI&second=ANNY");
            assertThat(told.statusCode()).isEqualTo(200);
            try (ChatClient anny = FirstChat.between(told.body().lines().toList(), port)) {
                tomcat.stop();
                // The container closes them before the application hears that it ends.
                assertThat(anny.closeCode()).isEqualTo(1001);
            }
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static HttpResponse<String> post(int port, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/chats"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
