package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.BoundingBox;
import dev.duologue.websocket.testing.FrameSchemas;
import java.net.URI;
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

    /** Pictures are for people to look at: a run that nobody looks at goes without, by {@code -Dpictures=off}. */
    private static final boolean TAKES_PICTURES = !"off".equals(System.getProperty("pictures"));

    private final BrowserContext context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();
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

    /** A clock that runs by itself, and further when asked to. Before the page is opened. */
    Clock clock() {
        Clock clock = page.clock();
        // Not by install(): where the locale is Turkish, Playwright asks its driver to İnstall.
        clock.setSystemTime(System.currentTimeMillis());
        return clock;
    }

    /** Holds every frame that a page sends or gets against the schemas. */
    private void overhear(WebSocket socket) {
        sockets.incrementAndGet();
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

    /** How many connections the pages opened. */
    int sockets() {
        return sockets.get();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Where the parts that a selector finds are on the page, in its order. */
    List<BoundingBox> boxes(String selector) {
        return see(selector).all().stream().map(Locator::boundingBox).toList();
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

    /** Turns to something else, or back. Chromium without a window never hides a page by itself. */
    void hide(boolean hidden) {
        page.evaluate(
                "hidden => { Object.defineProperty(document, 'visibilityState',"
                        + " { value: hidden ? 'hidden' : 'visible', configurable: true });"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                hidden);
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

    /**
     * Looks at the page as it stands, in three widths, light and dark: keeps a picture of each, unless switched off, and
     * complains of what shuts people out and of what is wider than the window.
     */
    void shoot(String state) {
        var before = page.viewportSize();
        if (TAKES_PICTURES) {
            ContactSheet.caption(state, page.title());
        }
        for (String scheme : List.of("light", "dark")) {
            // Detaching ends what the session emulates.
            CDPSession session = emulate(scheme);
            int lookedAt = scheme.equals("light") ? 320 : 1280;
            for (int width : List.of(320, 768, 1280)) {
                page.setViewportSize(width, width == 320 ? 640 : 800);
                if (TAKES_PICTURES) {
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(ContactSheet.file(state, width, scheme)));
                }
                if (Boolean.TRUE.equals(page.evaluate("document.scrollingElement.scrollWidth > innerWidth"))) {
                    complaints.add(state + " is wider than " + width + " px");
                }
                if (width == lookedAt) {
                    Accessibility.findings(page).forEach(finding -> complaints.add(state + ": " + finding));
                }
            }
            session.detach();
        }
        page.setViewportSize(before.width, before.height);
    }

    /** By the browser's own protocol: Playwright's names for schemes change with the letter case of the locale. */
    private CDPSession emulate(String scheme) {
        return emulate("prefers-color-scheme", scheme);
    }

    /** Emulates what a person has set in their system, until the session is detached. */
    CDPSession emulate(String setting, String value) {
        JsonObject feature = new JsonObject();
        feature.addProperty("name", setting);
        feature.addProperty("value", value);
        JsonArray features = new JsonArray();
        features.add(feature);
        JsonObject media = new JsonObject();
        media.add("features", features);
        CDPSession session = context.newCDPSession(page);
        session.send("Emulation.setEmulatedMedia", media);
        return session;
    }

    /** What can be seen of the page, in shadow trees too, but reaches out of the window at a side; or a field cuts. */
    @SuppressWarnings("unchecked")
    List<String> cutOff() {
        return (List<String>) page.evaluate("() => {"
                + " const cut = [];"
                + " const walk = root => { for (const part of root.querySelectorAll('*')) {"
                + "   if (part.shadowRoot) walk(part.shadowRoot);"
                + "   if (part.closest('.aside, time') || !part.checkVisibility({ visibilityProperty: true })) continue;"
                + "   const { left, right, width } = part.getBoundingClientRect();"
                + "   const name = `${part.localName}#${part.id}.${part.className}`;"
                + "   if (width > 0 && (left < -1 || right > innerWidth + 1)) cut.push(`${name} ${left}-${right}`);"
                + "   if (part.localName === 'input' && part.scrollWidth > part.clientWidth) cut.push(`text in ${name}`);"
                + " } };"
                + " walk(document.body);"
                + " return cut; }");
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
