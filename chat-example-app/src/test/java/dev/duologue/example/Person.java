package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import dev.duologue.websocket.testing.FrameSchemas;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Somebody at a browser of their own: what they see and do on the pages. */
final class Person implements AutoCloseable {

    /** What Chromium itself says of requests that fail: tests of bad networks and refusals bring them about. */
    private static final Pattern NETWORK =
            Pattern.compile("(?s)(WebSocket connection to|Failed to load resource|net::ERR_).*");

    private static final Path SCREENS = Path.of("target", "screens");

    private final BrowserContext context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger frames = new AtomicInteger();
    private boolean networkFails;
    private Page page;

    Person(BrowserContext context) {
        this.context = context;
        context.setDefaultTimeout(Chromium.PATIENCE_MS);
        context.addInitScript("addEventListener('securitypolicyviolation',"
                + " event => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`))");
        context.onConsoleMessage(this::told);
        context.onWebError(error -> complaints.add(error.error()));
        context.onPage(opened -> opened.onWebSocket(this::overhear));
        this.page = context.newPage();
    }

    /** Failed requests are part of the test. */
    Person withBadNetwork() {
        networkFails = true;
        return this;
    }

    /** Holds every frame that a page sends or gets against the schemas. */
    private void overhear(WebSocket socket) {
        socket.onFrameSent(frame -> check(frame.text(), FrameSchemas::checkClient));
        socket.onFrameReceived(frame -> check(frame.text(), FrameSchemas::checkServer));
    }

    private void check(String frame, Consumer<String> schemas) {
        frames.incrementAndGet();
        try {
            schemas.accept(frame);
        } catch (AssertionError broken) {
            complaints.add(String.valueOf(broken.getMessage()));
        }
    }

    /** How many frames were held against the schemas. */
    int frames() {
        return frames.get();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Turns to another tab. */
    void turnTo(Page tab) {
        page = tab;
    }

    Person open(URI url) {
        return open(url.toString());
    }

    Person open(String url) {
        page.navigate(url);
        return this;
    }

    /** What the page shows of a kind; looks into the elements' shadow trees. */
    Locator see(String selector) {
        return page.locator(selector);
    }

    // The start page

    /** Starts a chat and sees the two invitations. */
    void start(String first, String second) {
        see("#first-name input").fill(first);
        see("#second-name input").fill(second);
        see("#start").click();
        assertThat(see("#chat")).isVisible();
    }

    /** The invitation of a side. */
    Locator invitation(String side) {
        return see("duologue-invitation[data-side=" + side + "]");
    }

    String linkOf(String side) {
        return invitation(side).locator("#link").textContent();
    }

    String codeOf(String side) {
        return invitation(side).locator("#code").textContent();
    }

    /** The state of a side, as the start page shows it. */
    void seesState(String side, String state) {
        assertThat(invitation(side).locator("#state")).hasAttribute("data-state", state);
    }

    // The enter and chat page

    /** Tries a code. */
    void tryCode(String code) {
        see("#secret-code input").fill(code);
        see("#get-in").click();
    }

    /** Opens a link and gets in. */
    Person enter(String link, String code) {
        open(link);
        tryCode(code);
        seesRoom();
        return this;
    }

    void seesRoom() {
        seesPhase("in");
        assertThat(see("duologue-room #message")).isVisible();
    }

    void seesPhase(String phase) {
        assertThat(see("duologue-chat")).hasAttribute("data-phase", phase);
    }

    /** Sees why it is over, or elsewhere. */
    void seesState(String sentence) {
        assertThat(see("duologue-chat #state")).hasText(sentence);
    }

    void seesPresence(String sentence) {
        assertThat(see("#presence")).hasText(sentence);
    }

    /** Sees what is wrong with the code. */
    void seesProblem(String sentence) {
        assertThat(see("#secret-code #error")).hasText(sentence);
    }

    void write(String text) {
        see("#message").fill(text);
        see("#send").click();
    }

    /** Sees these messages, all that there are, in this order. */
    void seesMessages(String... texts) {
        assertThat(see(".message .text")).hasText(texts);
    }

    /** Sees how far one of the own messages got. */
    void seesStateOf(String text, String state) {
        assertThat(see(".message.own").filter(new Locator.FilterOptions().setHasText(text)))
                .hasAttribute("data-state", state);
    }

    /** Ends the chat, and means it. */
    void end() {
        see("#end").click();
        see("#confirm-yes").click();
    }

    /** All that the page shows and keeps: its whole DOM, shadow trees too, and what it stored. */
    String everything() {
        return (String) page.evaluate("() => {"
                + " const texts = [];"
                + " const walk = node => {"
                + "   if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);"
                + "   for (const attribute of node.attributes ?? []) texts.push(attribute.value);"
                + "   if (node.value) texts.push(node.value);"
                + "   if (node.shadowRoot) walk(node.shadowRoot);"
                + "   node.childNodes.forEach(walk);"
                + " };"
                + " walk(document);"
                + " return texts.join('\\n') + JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage})"
                + " + document.title;"
                + "}");
    }

    // Pictures

    /** Keeps pictures of the page to look at: narrow and light, wide and dark. */
    void shoot(String name) {
        var before = page.viewportSize();
        shoot(name, 320, 640, "light");
        shoot(name, 1280, 800, "dark");
        page.setViewportSize(before.width, before.height);
    }

    /** As {@link #shoot}, and narrow and dark, wide and light as well. */
    void shootAll(String name) {
        var before = page.viewportSize();
        shoot(name, 320, 640, "dark");
        shoot(name, 1280, 800, "light");
        page.setViewportSize(before.width, before.height);
        shoot(name);
    }

    private void shoot(String name, int width, int height, String scheme) {
        page.setViewportSize(width, height);
        // Detaching ends what the session emulates.
        CDPSession session = emulate(scheme);
        String file = name + "-" + width + "-" + scheme + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(file)));
        session.detach();
    }

    /** By the browser's own protocol: Playwright's names for schemes change with the letter case of the locale. */
    private CDPSession emulate(String scheme) {
        JsonObject feature = new JsonObject();
        feature.addProperty("name", "prefers-color-scheme");
        feature.addProperty("value", scheme);
        JsonArray features = new JsonArray();
        features.add(feature);
        JsonObject media = new JsonObject();
        media.add("features", features);
        CDPSession session = context.newCDPSession(page);
        session.send("Emulation.setEmulatedMedia", media);
        return session;
    }

    // Complaints

    /** What the pages told the console as errors. */
    List<String> complaints() {
        return complaints;
    }

    private void told(ConsoleMessage message) {
        boolean bad = message.type().equals("error") || message.type().equals("warning");
        if (bad && !(networkFails && NETWORK.matcher(message.text()).matches())) {
            complaints.add(message.text() + " at " + message.location());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
