package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The pages are light:")
@Tag("slow")
class LightTest {

    /** What was measured, to be read. */
    private static final Path FIGURES = Path.of("target", "light.txt");

    private static final int FIRST_LOAD_MOST_BYTES = 60 * 1024;
    private static final int MESSAGES = 10_000;
    /** Browsers ask a host for six things at once over HTTP/1.1. */
    private static final int AT_ONCE = 6;

    /** What stands there before the scripts do, from lead to button; and what takes its place, in the same order. */
    private static final String EARLY = ".early .lead, .early .field span, .early input, .early button";

    private static final String LATER = "duologue-enter [part=lead], #secret-code label, #secret-code input, #get-in";

    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(/[^\"]*)\"");

    /** Counts the messages that the browser does not skip as being far from the view. */
    private static final String LAID_OUT =
            "[...document.querySelector('duologue-messages').shadowRoot.querySelectorAll('.text')]"
                    + ".filter(text => text.checkVisibility({ contentVisibilityAuto: true })).length";

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/c"})
    @DisplayName("the first load is at most 60 KiB, and a page names all that it will ask for")
    void firstLoad(String path) {
        Server server = stage.serve();
        Http http = new Http(server);
        String html = http.get(path).body();
        Set<String> named = ADDRESS.matcher(html)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(address -> address.contains("."))
                .collect(Collectors.toCollection(TreeSet::new));
        long bytes = compressedBytes(http, path);
        for (String address : named) {
            bytes += compressedBytes(http, address);
        }
        note("first load of %s: %d bytes compressed in %d files", path, bytes, named.size() + 1);
        assertThat(bytes).isLessThanOrEqualTo(FIRST_LOAD_MOST_BYTES);

        Person person = stage.person().open(server.url() + path);
        assertThat(person.see("h1:visible")).isVisible();
        @SuppressWarnings("unchecked")
        List<String> asked = (List<String>) person.page()
                .evaluate("performance.getEntriesByType('resource').map(each => new URL(each.name).pathname)");
        assertThat(named)
                .containsAll(
                        asked.stream().filter(each -> !each.startsWith("/api")).toList());
        assertThat(asked).allSatisfy(each -> assertThat(each).startsWith("/v/"));
    }

    @Test
    @DisplayName("what bears a hash in its address is kept for ever, the rest never, and all is compressed if wanted")
    void kept() {
        Http http = new Http(stage.serve());
        String html = http.get("/c").body();
        String hashed = ADDRESS.matcher(html)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(address -> address.endsWith("/duologue/chat.js"))
                .findFirst()
                .orElseThrow();
        for (String wanted : List.of("gzip", "br, gzip;q=0.5", "GZIP")) {
            Http.Answer answer = http.call("GET", hashed, "", "Accept-Encoding", wanted);
            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        }
        for (String wanted : List.of("br", "gzip;q=0", "identity, gzip; q=0.000")) {
            Http.Answer answer = http.call("GET", hashed, "", "Accept-Encoding", wanted);
            assertThat(answer.header("Content-Encoding")).isEmpty();
            assertThat(answer.body()).isEqualTo(http.get("/duologue/chat.js").body());
        }
        assertThat(http.call("GET", "/duologue/chat.js", "", "Accept-Encoding", "gzip")
                        .header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(http.get(hashed.replaceFirst("/v/.", "/v/x")).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("the code can be typed and sent off once six files are there, as many as a browser asks for at once")
    void oneRound() {
        JsonNode invitation = new Http(stage.serve()).startChat().get("first");
        Person person = stage.person();
        List<Route> held = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        person.page().route("**/v/**", route -> {
            if (asked.incrementAndGet() <= AT_ONCE) {
                route.resume();
            } else {
                held.add(route);
            }
        });
        Page page = person.page();
        page.navigate(
                invitation.get("shortUrl").asText(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(person.see("#secret-code input")).isFocused();
        page.keyboard().type(invitation.get("code").asText());
        page.keyboard().press("Enter");
        assertThat(person.see("#get-in")).isDisabled();
        person.shoot("enter-connecting");
        assertThat(person.sockets())
                .as("the connection is made while the client's modules come")
                .isEqualTo(1);
        assertThat(held).isNotEmpty();
        page.unroute("**/v/**");
        held.forEach(Route::resume);
        person.seesRoom();
        assertThat(page.evaluate("document.documentElement.lang")).isEqualTo("en");
    }

    @Test
    @DisplayName("a connection whose client comes too late for the server is made anew")
    void lateClient() {
        Person person = stage.person();
        Page page = person.page();
        List<WebSocket> sockets = new ArrayList<>();
        page.onWebSocket(sockets::add);
        List<Route> held = new ArrayList<>();
        page.route("**/chat-client.js", held::add);
        Clock clock = person.clock();
        person.open(new Http(stage.serve()).startChat().at("/first/shortUrl").asText());
        assertThat(person.see("#secret-code input")).isFocused();
        page.waitForCondition(() -> sockets.size() == 1);
        clock.fastForward(4_000);
        page.waitForCondition(() -> sockets.get(0).isClosed());
        held.forEach(Route::resume);
        assertThat(person.see("#hello")).hasText("Hello ABHI");
        assertThat(person.sockets()).isEqualTo(2);
    }

    @Test
    @DisplayName("the code can be typed before any script is there, and nothing of it is lost, nor does the field move")
    void beforeScripts() {
        JsonNode invitation = new Http(stage.serve()).startChat().get("first");
        String code = invitation.get("code").asText();
        Person person = stage.personWithPhone();
        Page page = person.page();
        List<Route> held = new ArrayList<>();
        page.route("**/v/**", held::add);
        page.navigate(
                invitation.get("shortUrl").asText(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        Locator early = person.see("input[name=code]");
        assertThat(early).isFocused();
        page.keyboard().type(code.substring(0, 2));
        assertThat(early).hasValue(code.substring(0, 2));
        assertThat(person.see(".early")).hasCSS("opacity", "1");
        assertThat(page.getByLabel("Secret code")).isVisible();
        assertThat(person.see(".early .lead")).hasText("Enter the secret code that you were told.");
        List<BoundingBox> before = person.boxes(EARLY);
        page.unroute("**/v/**");
        held.forEach(Route::resume);
        Locator field = person.see("#secret-code input");
        assertThat(field).isFocused();
        assertThat(field).hasValue(code.substring(0, 2));
        page.keyboard().type(code.substring(2).replace("-", ""));
        assertSamePlaces(before, person.boxes(LATER));
        assertThat(field).hasValue(code);
        page.keyboard().press("Enter");
        person.seesRoom();
        assertThat(person.see("input[name=code]")).hasCount(0);
        page.reload();
        person.seesRoom();
        assertThat(person.see("input[name=code]")).hasCount(0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"en-GB", "hi-IN", "ar-EG"})
    @DisplayName(
            "what stands there before any script does is in the person's language, and all of it stays where it is")
    void beforeScriptsInLanguage(String locale) {
        JsonNode invitation = new Http(stage.serve()).startChat().get("first");
        Person person = stage.personWith(locale);
        Page page = person.page();
        List<Route> held = new ArrayList<>();
        page.route("**/v/**", held::add);
        page.navigate(
                invitation.get("shortUrl").asText(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(person.see(".early")).hasCSS("opacity", "1");
        List<String> said = person.see(EARLY).allTextContents();
        String direction = (String) page.evaluate("document.documentElement.dir");
        List<BoundingBox> before = person.boxes(EARLY);
        person.shoot("enter-before-scripts" + (locale.startsWith("en") ? "" : "-" + locale.substring(0, 2)));
        page.unroute("**/v/**");
        held.forEach(Route::resume);
        assertThat(person.see("#hello bdi")).isVisible();
        assertThat(person.see(LATER).allTextContents()).isEqualTo(said);
        assertThat(page.evaluate("document.documentElement.dir")).isEqualTo(direction);
        assertSamePlaces(before, person.boxes(LATER));
    }

    @Test
    @DisplayName("who comes back to a chat is not asked for the code while its scripts come")
    void backBeforeScripts() {
        Server server = stage.serve();
        JsonNode invitation = new Http(server).startChat().get("first");
        Person person = stage.person()
                .enter(
                        invitation.get("shortUrl").asText(),
                        invitation.get("code").asText());
        Page page = person.page();
        List<Route> held = new ArrayList<>();
        page.route("**/v/**", route -> {
            if (route.request().url().endsWith("/seated.js")) {
                route.resume();
            } else {
                held.add(route);
            }
        });
        page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(person.see("html")).hasClass("seated");
        assertThat(person.see(".early")).hasCSS("opacity", "1");
        assertThat(person.see(".early h1")).hasText("Connecting…");
        for (Locator part : List.of(person.see("input[name=code]"), person.see(".early button"))) {
            assertThat(part).isHidden();
        }
        person.shoot("chat-reloading");
        page.unroute("**/v/**");
        held.forEach(Route::resume);
        person.seesRoom();
    }

    /** To the pixel but for what fractions of one make of it. */
    private static void assertSamePlaces(List<BoundingBox> before, List<BoundingBox> after) {
        assertThat(after).hasSameSizeAs(before);
        for (int part = 0; part < before.size(); part++) {
            BoundingBox was = before.get(part);
            BoundingBox is = after.get(part);
            assertThat(List.of(is.x, is.width, is.height)).isEqualTo(List.of(was.x, was.width, was.height));
            assertThat(is.y).isCloseTo(was.y, within(1.0));
        }
    }

    @Test
    @DisplayName("a page whose first script does not come says so after a while, without one")
    void scriptsMissing() {
        JsonNode invitation = new Http(stage.serve()).startChat().get("first");
        Person person = stage.person().withBadNetwork();
        Page page = person.page();
        page.route("**/duologue/chat.js", Route::abort);
        person.open(invitation.get("shortUrl").asText());
        Locator late = person.see(".late");
        assertThat(late).isHidden();
        BoundingBox before = person.see("input[name=code]").boundingBox();
        // So that the test need not wait.
        page.evaluate("document.getAnimations().forEach(each => each.finish())");
        assertThat(late).isVisible();
        assertThat(late).hasText("A part of the page is still missing. If it does not come soon, load the page again.");
        assertThat(person.see("input[name=code]").boundingBox().x).isEqualTo(before.x);
        person.shoot("enter-scripts-missing");
    }

    @Test
    @DisplayName("on a slow phone the code can be typed and the greeting is there soon, and nothing jumps")
    void slowPhone() {
        Server server = stage.serve();
        String link = new Http(server).startChat().at("/first/shortUrl").asText();
        Person person = stage.personWithPhone();
        Page page = person.page();
        person.context()
                .addInitScript("globalThis.times = {}; globalThis.shifts = 0;"
                        + "new PerformanceObserver(list => list.getEntries().forEach(each => { shifts += each.value; }))"
                        + "  .observe({ type: 'layout-shift', buffered: true });"
                        + "const watch = () => {"
                        + "  const enter = document.querySelector('duologue-chat')?.shadowRoot?.querySelector('duologue-enter');"
                        + "  const field = enter?.shadowRoot.querySelector('duologue-field');"
                        + "  if (document.activeElement?.matches('input')) times.early ??= performance.now();"
                        + "  if (field?.matches(':focus')) times.field ??= performance.now();"
                        + "  if (enter?.shadowRoot.querySelector('#hello bdi')) times.hello ??= performance.now();"
                        + "  if (!times.hello) requestAnimationFrame(watch); };"
                        + "if (globalThis === top) requestAnimationFrame(watch);");
        CDPSession session = person.context().newCDPSession(page);
        session.send("Network.enable");
        session.send(
                "Network.emulateNetworkConditions",
                json(Map.of(
                        "offline", false, "latency", 400, "downloadThroughput", 200_000, "uploadThroughput", 100_000)));
        session.send("Emulation.setCPUThrottlingRate", json(Map.of("rate", 4)));
        person.open(link);
        assertThat(person.see("#hello")).hasText("Hello ABHI");
        Number field = (Number) page.evaluate("Math.round(times.field)");
        Number hello = (Number) page.evaluate("Math.round(times.hello)");
        Number early = (Number) page.evaluate("Math.round(times.early)");
        note(
                "slow phone: a field takes typing after %d ms, that of the element after %d ms, "
                        + "the greeting is there after %d ms",
                early.intValue(), field.intValue(), hello.intValue());
        // What a quiet machine takes is in the documents; here it is only that nothing waits for a time-out.
        assertThat(hello.intValue()).isLessThan(10_000);
        assertThat(((Number) page.evaluate("shifts")).doubleValue()).isLessThan(0.01);
        session.detach();
    }

    @Test
    @DisplayName("ten thousand messages scroll, and take little memory")
    void manyMessages() {
        Person person = stage.person(new Browser.NewContextOptions().setViewportSize(390, 780));
        person.open(stage.serve().url() + "/c");
        Page page = person.page();
        CDPSession session = person.context().newCDPSession(page);
        Number filled = (Number) page.evaluate(
                "async count => {"
                        + " await import(document.querySelector('link[href$=\"/messages.js\"]').href);"
                        + " const list = document.createElement('duologue-messages');"
                        + " list.you = 'first'; list.style.height = '700px';"
                        + " document.body.replaceChildren(list);"
                        + " const from = performance.now();"
                        + " for (let seq = 1; seq <= count; seq++) list.put({ seq, side: seq % 2 ? 'first' : 'second', name: 'ANNY',"
                        + "   text: `Message ${seq} `.repeat(1 + seq % 9), at: new Date(1e12 + seq * 2e4).toISOString() });"
                        + " await new Promise(done => list.addEventListener('read', done, { once: true }));"
                        + " await new Promise(requestAnimationFrame);"
                        + " return Math.round(performance.now() - from); }",
                MESSAGES);
        assertThat(person.see(".message").last()).isInViewport();
        Number frame = (Number) page.evaluate("async () => {"
                + " const log = document.querySelector('duologue-messages').shadowRoot.querySelector('#log');"
                + " const frames = [];"
                + " for (let step = 0; step < 60; step++) {"
                + "   const from = performance.now();"
                + "   log.scrollTop -= step < 40 ? 300 : 30_000;"
                + "   await new Promise(requestAnimationFrame);"
                + "   frames.push(performance.now() - from);"
                + " }"
                + " return Math.round(frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.9)]); }");
        session.send("HeapProfiler.collectGarbage");
        long megabytes = biggestPage(page.context().browser()) >> 20;
        note(
                "%d messages: put in %d ms, nine frames of ten within %d ms, %d MiB of memory in the page's process",
                MESSAGES, filled.intValue(), frame.intValue(), megabytes);
        assertThat(((Number) page.evaluate(LAID_OUT)).intValue())
                .as("messages that are laid out")
                .isLessThan(MESSAGES / 50);
        assertThat(megabytes).isLessThan(150);
        session.detach();
    }

    private static void note(String figure, Object... values) {
        try {
            String line = String.format(Locale.ROOT, figure + "%n", values);
            Files.writeString(FIGURES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the biggest of the browser's page processes holds that is its own, in bytes: proc(5), {@code RssAnon}. */
    private static long biggestPage(Browser browser) {
        CDPSession session = browser.newBrowserCDPSession();
        long biggest = session.send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(process -> process.get("type").getAsString().equals("renderer"))
                .mapToLong(process -> anonymousBytes(process.get("id").getAsLong()))
                .max()
                .orElseThrow();
        session.detach();
        return biggest;
    }

    private static long anonymousBytes(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process), "status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long compressedBytes(Http http, String address) {
        Http.Answer answer = http.call("HEAD", address, "", "Accept-Encoding", "gzip");
        assertThat(answer.status()).as(address).isEqualTo(200);
        return Long.parseLong(answer.header("Content-Length"));
    }

    private static JsonObject json(Map<String, Object> members) {
        return new Gson().toJsonTree(members).getAsJsonObject();
    }
}
