package dev.duologue.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody else's site: serves one page without any defence at {@code /}, and remembers whatever else is asked of it. */
final class ElsewhereOnTheWeb implements AutoCloseable {

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String page = "";

    ElsewhereOnTheWeb() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its address, which is of another site than a server on localhost. */
    String url() {
        return "http://" + Chromium.MADE_UP_HOST + ":" + server.getAddress().getPort();
    }

    /** Serves this page. */
    String serving(String html) {
        page = "<!doctype html><meta charset=utf-8><title>elsewhere</title>" + html;
        return url() + "/";
    }

    /** What was asked of it but for the page, as method and address. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            if (!path.equals("/") && !path.equals("/favicon.ico")) {
                asked.add(exchange.getRequestMethod() + " " + path);
            }
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
