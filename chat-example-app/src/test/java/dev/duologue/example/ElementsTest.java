package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The elements, on a page of somebody else,")
class ElementsTest {

    private static final String PAGE = "<!doctype html><html lang=en><title>Elsewhere</title>"
            + "<link rel=stylesheet href=/duologue/duologue.css>"
            + "<body><main></main></body></html>";

    /** Keeps count of what runs on: timers, connections, and listeners to the window and the document. */
    private static final String COUNTED = "globalThis.listeners = [];"
            + "const listen = EventTarget.prototype.addEventListener;"
            + "EventTarget.prototype.addEventListener = function (type, act, options) {"
            + "  const ours = new Error().stack.includes('/duologue/');"
            + "  if (ours && (this === window || this === document)) listeners.push({ type, signal: options?.signal });"
            + "  return listen.call(this, type, act, options); };"
            + "globalThis.timers = new Set(); globalThis.connections = [];"
            + "for (const [set, clear] of [['setTimeout', 'clearTimeout'], ['setInterval', 'clearInterval']]) {"
            + "  const [original, cleared] = [globalThis[set], globalThis[clear]];"
            + "  globalThis[set] = (act, ms) => {"
            + "    const id = original(() => { if (set === 'setTimeout') timers.delete(id); act(); }, ms);"
            + "    timers.add(id); return id; };"
            + "  globalThis[clear] = id => { timers.delete(id); cleared(id); };"
            + "}"
            + "const Original = WebSocket;"
            + "globalThis.WebSocket = class extends Original {"
            + "  constructor(...all) { super(...all); connections.push(this); } };";

    private static final String LISTENERS =
            "listeners.filter(each => !each.signal?.aborted).map(each => each.type).join()";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("take up what was set on them before they were defined")
    void early() {
        Person person = openUnknowing(stage.person(), stage.serve());
        person.page()
                .evaluate(
                        "async () => {"
                                + " const early = (tag, values) => {"
                                + "   const made = Object.assign(document.createElement(tag), values);"
                                + "   document.querySelector('main').append(made); };"
                                + " early('duologue-enter', { hello: { name: 'ABHI', state: 'open', codeForm: { alphabet: '0123', groups: [2] } } });"
                                + " early('duologue-field', { value: 'ANNY', error: 'No.' });"
                                + " early('duologue-invitation', { invitation: { name: 'BOB', shortUrl: 'http://x.example/#y', code: 'K7Q', qr: '/favicon.ico' } });"
                                + " early('duologue-composer', { value: 'HI THERE', limits: { textChars: 4, textBytes: 99 } });"
                                + " early('duologue-messages', { you: 'first', peerHas: { received: 1, seen: 1 }, times: true });"
                                + " await import('/duologue/duologue.js');"
                                + " document.querySelector('duologue-messages').put({ seq: 1, side: 'first', name: 'ABHI', text: 'X', at: '2031-05-02T10:00:00Z', key: '' }); }");
        assertThat(person.see("#hello")).hasText("Hello ABHI");
        assertThat(person.see("link[rel=stylesheet]")).hasCount(1);
        assertThat(person.see("main > duologue-field input")).hasValue("ANNY");
        assertThat(person.see("main > duologue-field #error")).hasText("No.");
        assertThat(person.see("duologue-invitation #name")).hasText("BOB");
        assertThat(person.see("#message")).hasValue("HI THERE");
        person.see("#send").click();
        assertThat(person.see("duologue-composer #note")).containsText("4 characters too many.");
        assertThat(person.see(".own")).hasAttribute("data-state", "seen");
        assertThat(person.see(".own time")).isInViewport();
    }

    @Test
    @DisplayName("need nothing but a script tag, and take what the page has set over what they bring")
    void scriptTagAlone() {
        Person person = stage.person();
        person.page()
                .route(
                        "**/elsewhere",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/html")
                                .setBody("<!doctype html><html lang=en><title>Elsewhere</title>"
                                        + "<style>:root { --duologue-edge: rgb(1, 2, 3); }</style>"
                                        + "<script type=module src=/duologue/duologue.js></script>"
                                        + "<body><duologue-composer></duologue-composer></body></html>")));
        person.open(stage.serve().url() + "/elsewhere");
        assertThat(person.see("link[href$='/duologue/duologue.css']")).hasCount(1);
        assertThat(person.see("#send")).hasCSS("background-color", "rgb(12, 106, 96)");
        assertThat(person.see("#message")).hasCSS("border-top-color", "rgb(1, 2, 3)");
    }

    @Test
    @DisplayName("go on where they were when they are put elsewhere on the page, and obey a form")
    void putElsewhere() {
        Person person = openEmpty(stage.person(), stage.serve());
        person.page()
                .evaluate("async () => {"
                        + " const enter = document.createElement('duologue-enter');"
                        + " document.querySelector('main').append(enter);"
                        + " enter.hello = { name: 'ABHI', state: 'wait', retryAfter: 1 };"
                        + " enter.remove();"
                        + " document.body.append(enter); }");
        assertThat(person.see("#wait")).isHidden();
        assertThat(person.see("#get-in")).isEnabled();

        person.page()
                .evaluate("() => {"
                        + " const field = document.createElement('duologue-field');"
                        + " field.setAttribute('value', 'ABHI');"
                        + " field.setAttribute('name', 'first');"
                        + " const around = document.createElement('fieldset');"
                        + " around.append(field);"
                        + " const form = document.createElement('form');"
                        + " form.append(around);"
                        + " document.querySelector('main').append(form); }");
        Locator input = person.see("fieldset input");
        input.fill("BOB");
        assertThat(person.page().evaluate("new FormData(document.querySelector('form')).get('first')"))
                .isEqualTo("BOB");
        person.page().evaluate("document.querySelector('form').reset()");
        assertThat(input).hasValue("ABHI");
        person.page().evaluate("() => { document.querySelector('fieldset').disabled = true; }");
        assertThat(input).isDisabled();
    }

    @Test
    @DisplayName("connect once, where a page says in several steps what they are to connect to")
    void saidInSteps() {
        Server server = stage.serve();
        JsonNode chat = new Http(server).startChat();
        Person abhi = openEmpty(stage.person(), server);
        abhi.page()
                .evaluate(
                        "async link => {"
                                + " await customElements.whenDefined('duologue-chat');"
                                + " const [main, chat] = [document.querySelector('main'), document.createElement('duologue-chat')];"
                                + " main.append(chat);"
                                + " chat.setAttribute('link', 'NOBODYS');"
                                + " chat.setAttribute('link', link);"
                                + " chat.setAttribute('url', '/chat');"
                                + " chat.remove();"
                                + " main.append(chat); }",
                        token(chat));
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        assertThat(abhi.sockets()).isEqualTo(1);
    }

    @Test
    @DisplayName("leave who is busy elsewhere on the page alone, and start over only when something changes")
    void busyElsewhere() {
        Server server = stage.serve();
        JsonNode chat = new Http(server).startChat();
        Person abhi = openEmpty(stage.person(), server);
        Page page = abhi.page();
        page.evaluate("() => { document.body.append(document.createElement('textarea')); }");
        Locator elsewhere = abhi.see("body > textarea");
        elsewhere.focus();
        putChat(abhi, "document.querySelector('main')", token(chat));
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        assertThat(elsewhere).isFocused();
        abhi.tryCode(chat.at("/first/code").asText());
        abhi.seesRoom();
        assertThat(abhi.see("#message")).isFocused();

        page.evaluate("() => { const chat = document.querySelector('duologue-chat'); globalThis.client = chat.client;"
                + " chat.setAttribute('link', chat.getAttribute('link')); }");
        assertThat(page.evaluate("document.querySelector('duologue-chat').client === client"))
                .isEqualTo(true);
        elsewhere.focus();
        new Http(server)
                .call(
                        "DELETE",
                        "/api/chats/" + chat.get("id").asText(),
                        "",
                        "Authorization",
                        "Bearer " + chat.get("host").asText());
        abhi.seesState("Whoever started the chat has ended it.");
        assertThat(elsewhere).isFocused();
    }

    @Test
    @DisplayName("work in a shadow tree of the page, and leave nothing behind when they go")
    void inShadowTree() {
        Server server = stage.serve();
        JsonNode chat = new Http(server).startChat();
        Person abhi = stage.person();
        abhi.context().addInitScript(COUNTED);
        openEmpty(abhi, server);
        Page page = abhi.page();
        page.evaluate("() => { document.querySelector('main').attachShadow({ mode: 'open' }); }");
        page.evaluate("module('duologue.js')");
        putChat(abhi, "document.querySelector('main').shadowRoot", token(chat));
        abhi.tryCode(chat.at("/first/code").asText());
        abhi.seesRoom();
        assertThat(abhi.see("#message")).isFocused();
        abhi.write("SOME WORDS");
        abhi.seesStateOf("SOME WORDS", "sent");
        // Who marks a text does not ask for its time.
        Locator text = abhi.see(".message .text");
        drag(page, text);
        assertThat(abhi.see(".timed")).hasCount(0);
        text.click();
        assertThat(abhi.see(".timed")).hasCount(1);
        abhi.see("#end").click();
        assertThat(abhi.see("#confirm-no")).isFocused();
        assertThat((String) page.evaluate(LISTENERS)).contains("pagehide", "online", "pointerdown", "visibilitychange");

        page.evaluate("() => { document.querySelector('main').shadowRoot.replaceChildren(); }");
        assertThat(abhi.see("dialog")).hasCount(0);
        Eventually.holds(() -> assertThat(page.evaluate("`${timers.size} timers,"
                        + " ${connections.filter(each => each.readyState < WebSocket.CLOSING).length} connections`"))
                .isEqualTo("0 timers, 0 connections"));
        assertThat(page.evaluate(LISTENERS)).isEqualTo("");

        putChat(abhi, "document.querySelector('main').shadowRoot", token(chat));
        abhi.seesRoom();
        abhi.seesMessages("SOME WORDS");
        abhi.end();
        abhi.seesState("You ended the chat.");
    }

    @Test
    @DisplayName("share what a person chose, on one page and in other tabs")
    void choices() {
        Server server = stage.serve();
        Person abhi = openEmpty(stage.person(), server);
        abhi.page()
                .evaluate("async () => {"
                        + " await module('options.js');"
                        + " for (const id of ['one', 'two']) {"
                        + "   const options = document.createElement('duologue-options');"
                        + "   options.id = id;"
                        + "   document.querySelector('main').append(options);"
                        + " } }");
        abhi.see("#one summary").click();
        abhi.see("#one #choose-times").check();
        abhi.page().keyboard().press("Escape");
        abhi.see("#two summary").click();
        assertThat(abhi.see("#two #choose-times")).isChecked();
        abhi.see("#two #choose-sound").check();
        // Open, it would cover what the focus goes on to.
        abhi.see("#one summary").focus();
        assertThat(abhi.see("#two #choose-sound")).isHidden();
        assertThat(abhi.page().evaluate("localStorage.getItem('duologue-choices')"))
                .isEqualTo("{\"times\":true,\"sound\":true,\"notify\":false,\"detail\":false}");
        Page other = abhi.context().newPage();
        other.navigate(server.url() + "/favicon.ico");
        other.evaluate("localStorage.setItem('duologue-choices', '{\"times\":false}')");
        assertThat(abhi.see("#two #choose-times")).not().isChecked();
    }

    /** Marks a text by the mouse. */
    private static void drag(Page page, Locator text) {
        BoundingBox box = text.boundingBox();
        double middle = box.y + box.height / 2;
        page.mouse().move(box.x + 16, middle);
        page.mouse().down();
        page.mouse().move(box.x + box.width - 16, middle, new Mouse.MoveOptions().setSteps(5));
        page.mouse().up();
    }

    /** A page that knows no element yet. Chromium lets it, which came from nowhere, make no connections. */
    private static Person openUnknowing(Person person, Server server) {
        person.page()
                .route(
                        "**/elsewhere",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/html")
                                .setBody(PAGE)));
        return person.open(server.url() + "/elsewhere");
    }

    /** A page that knows the elements and has none. */
    private static Person openEmpty(Person person, Server server) {
        person.open(server.url() + "/components/host");
        person.page()
                .evaluate(
                        "() => {"
                                + " document.body.replaceChildren(document.createElement('main'));"
                                + " const sheet = new CSSStyleSheet();"
                                + " sheet.replaceSync('duologue-chat { display: block; height: 20rem }');"
                                + " document.adoptedStyleSheets = [sheet];"
                                + " globalThis.module = name => import(document.querySelector('script[src$=\"/chat.js\"]').src.replace('chat.js', name)); }");
        return person;
    }

    private static String token(JsonNode chat) {
        return chat.at("/first/shortUrl").asText().replaceFirst(".*#", "");
    }

    private static void putChat(Person person, String where, String token) {
        person.page()
                .evaluate(
                        "token => {"
                                + " const chat = document.createElement('duologue-chat');"
                                + " chat.setAttribute('link', token);"
                                + " (" + where + ").append(chat); }",
                        token);
    }
}
