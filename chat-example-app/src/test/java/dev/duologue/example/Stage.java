package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import dev.duologue.ChatService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test of the pages plays on: servers, links between, and people who have a browser each. After the test all are
 * let go, and no page may have complained.
 */
final class Stage implements BeforeEachCallback, AfterEachCallback {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Person> people = new ArrayList<>();
    private Browser browser;

    /** A server on a free port of 127.0.0.1. */
    Server serve(String... options) {
        return serve(chats -> chats, options);
    }

    /** A server with changes to its service. */
    Server serve(UnaryOperator<ChatService.Builder> tuning, String... options) {
        try {
            return opened(Server.start(options(options), InstantSource.system(), tuning));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A network that does not lead anywhere yet. */
    Link link() {
        return opened(new Link());
    }

    /** A server that bad links lead to, with its address over the first of them. */
    Server serveBehind(List<Link> links, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--base-url=http://localhost:" + links.get(0).port());
        links.forEach(link -> all.add("--allowed-origin=http://localhost:" + link.port()));
        Server server = serve(all.toArray(String[]::new));
        links.forEach(link -> link.leadTo(server.port()));
        return server;
    }

    /** Two people who are in a chat. */
    record Pair(Person abhi, Person anny, String abhisLink, String annysLink) {}

    /** Starts a chat without the start page, and lets both in. */
    Pair pair(Server server) {
        JsonNode chat = new Http(server).startChat();
        Person abhi = person();
        Person anny = personWithPhone();
        String abhisLink = chat.at("/first/shortUrl").asText();
        String annysLink = chat.at("/second/shortUrl").asText();
        abhi.enter(abhisLink, chat.at("/first/code").asText());
        anny.enter(annysLink, chat.at("/second/code").asText());
        abhi.seesPresence("In the chat");
        return new Pair(abhi, anny, abhisLink, annysLink);
    }

    /** Somebody with a browser of their own on a desk. */
    Person person() {
        return person(new Browser.NewContextOptions().setViewportSize(1280, 800));
    }

    /** Somebody with a phone. */
    Person personWithPhone() {
        return person(new Browser.NewContextOptions()
                .setViewportSize(390, 780)
                .setIsMobile(true)
                .setHasTouch(true));
    }

    /** Somebody whose browser speaks another language, as {@code ar-EG}. */
    Person personWith(String locale) {
        return person(new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale(locale));
    }

    Person person(Browser.NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        Person person = new Person(browser.newContext(options.setTimezoneId("UTC")));
        people.add(person);
        return opened(person);
    }

    /** Takes care that something is closed after the test. */
    <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        browser = Chromium.browser(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        List<String> complaints =
                people.stream().flatMap(person -> person.complaints().stream()).toList();
        people.clear();
        while (!open.isEmpty()) {
            open.pop().close();
        }
        assertThat(complaints).as("errors that the pages told the console").isEmpty();
    }

    private static Options options(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--port=0",
                // They try more codes in a minute than people who wait do, all from one address.
                "--address-limits=off"));
        all.addAll(List.of(arguments));
        return Main.parse(all.toArray(String[]::new), Map.of());
    }
}
