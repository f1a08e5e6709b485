package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ViewportSize;
import dev.duologue.websocket.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A person finds their habits from other chats here:")
@Tag("slow")
class HabitsTest {

    /** By then the page has laid out, and heard of, all that was done before. */
    private static final String TWO_FRAMES =
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    private static final String SCROLL_TO_START = "async log => { await " + TWO_FRAMES + "; log.scrollTop = 0; }";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("Enter goes from name to name and on, what is copied is told, the link is shared without the code")
    void starting() {
        Person starter = stage.person();
        starter.context().addInitScript("navigator.share = async data => { globalThis.shared = data; }");
        starter.open(stage.serve().url());
        assertThat(starter.see("#first-name input")).isFocused();
        starter.page().keyboard().type("ABHI");
        starter.page().keyboard().press("Enter");
        assertThat(starter.see("#second-name input")).isFocused();
        assertThat(starter.see("#first-name #error")).isEmpty();
        starter.page().keyboard().type("abhi");
        starter.page().keyboard().press("Enter");
        assertThat(starter.see("#second-name #error")).hasText("The two names must differ.");
        starter.see("#second-name input").fill("ANNY");
        starter.page().keyboard().press("Enter");
        assertThat(starter.see("#chat-title")).isFocused();
        Locator note = starter.invitation("first").locator("#note");
        starter.invitation("first").locator("#copy-link").click();
        assertThat(note).hasText("Link copied.");
        assertThat(note).hasAttribute("role", "status");
        starter.shoot("start-copied");
        starter.invitation("first").locator("#share").click();
        assertThat(starter.page().evaluate("JSON.stringify(shared)"))
                .isEqualTo("{\"url\":\"" + starter.linkOf("first") + "\"}");
        starter.page().evaluate("() => { navigator.share = () => Promise.reject(new Error('no target')); }");
        starter.invitation("first").locator("#share").click();
        assertThat(note).hasText("Sharing did not work. Copy the link instead.");
        starter.shoot("start-share-failed");
        starter.page()
                .evaluate("() => { document.execCommand = () => false;"
                        + " navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }");
        starter.invitation("first").locator("#copy-code").click();
        assertThat(note)
                .hasText("Your browser does not let the page copy here. It is selected: copy it by keyboard or menu.");
        assertThat(starter.page().evaluate("getSelection().toString()")).isEqualTo(starter.codeOf("first"));
        starter.shoot("start-copy-by-hand");
    }

    @Test
    @DisplayName("the code is shown in its groups while it is typed, and what cannot be one is told without the server")
    void code() {
        Server server = stage.serve();
        JsonNode invitation = new Http(server).startChat().get("first");
        Person abhi = stage.person().open(invitation.get("shortUrl").asText());
        Locator field = abhi.see("#secret-code input");
        assertThat(field).isFocused();
        assertThat(field).hasAttribute("autocomplete", "one-time-code");
        field.pressSequentially("k7q m");
        assertThat(field).hasValue("K7Q-M");
        abhi.shoot("enter-grouped");
        field.press("Backspace");
        field.press("Backspace");
        assertThat(field).hasValue("K7Q");
        int before = abhi.frames();
        field.press("Enter");
        abhi.seesProblem("That is not a secret code. A code is 6 letters or digits, such as 3AH‑RZ6.");
        assertThat(field).isFocused();
        field.fill("K7Q-M3U");
        field.press("Enter");
        abhi.seesProblem("That is not a secret code. A code is 6 letters or digits, such as 3AH‑RZ6.");
        assertThat(abhi.frames()).isEqualTo(before);
        field.fill("");
        field.pressSequentially(invitation.get("code").asText().replace("-", "").toLowerCase(Locale.ROOT));
        assertThat(field).hasValue(invitation.get("code").asText());
        field.press("Enter");
        abhi.seesRoom();
        assertThat(abhi.see("#message")).isFocused();
    }

    @Test
    @DisplayName("what an input method is at work on is neither sent nor rewritten before it is done")
    void composing() {
        JsonNode invitation = new Http(stage.serve()).startChat().get("first");
        String code = invitation.get("code").asText();
        Person abhi = stage.person().open(invitation.get("shortUrl").asText());
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        Locator field = abhi.see("#secret-code input");
        CDPSession session = abhi.context().newCDPSession(abhi.page());
        String typed = code.replace("-", "").toLowerCase(Locale.ROOT);
        compose(session, typed);
        assertThat(field).hasValue(typed);
        commit(session, typed);
        assertThat(field).hasValue(code);
        field.press("Enter");
        abhi.seesRoom();

        compose(session, "\u306b\u307b\u3093");
        Locator message = abhi.see("#message");
        // As Safari tells of the key that takes what is offered: after the composition, by its code alone.
        message.evaluate("field => field.dispatchEvent(new KeyboardEvent('keydown',"
                + " { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))");
        commit(session, "\u65e5\u672c");
        assertThat(message).hasValue("\u65e5\u672c");
        assertThat(abhi.see(".message")).hasCount(0);
        message.press("Enter");
        abhi.seesMessages("\u65e5\u672c");
        session.detach();
    }

    private static void compose(CDPSession session, String text) {
        JsonObject composed = new JsonObject();
        composed.addProperty("text", text);
        composed.addProperty("selectionStart", text.length());
        composed.addProperty("selectionEnd", text.length());
        session.send("Input.imeSetComposition", composed);
    }

    private static void commit(CDPSession session, String text) {
        JsonObject committed = new JsonObject();
        committed.addProperty("text", text);
        session.send("Input.insertText", committed);
    }

    @Test
    @DisplayName("days are told by lines, times on demand, for one message or for all")
    void times() {
        SettableClock clock = new SettableClock();
        Stage.Pair pair = stage.pair(stage.serve(chats -> chats.clock(clock)));
        Person abhi = pair.abhi();
        abhi.write("ONE");
        pair.anny().seesMessages("ONE");
        pair.anny().write("TWO");
        abhi.seesMessages("ONE", "TWO");
        assertThat(abhi.see(".day")).hasCount(1);
        Locator time = abhi.see(".message time").first();
        assertThat((Number) time.evaluate("time => time.offsetWidth")).isEqualTo(1);
        abhi.see(".message .text").first().click();
        assertThat(time).hasText(Pattern.compile("[0-2]\\d:[0-5]\\d"));
        assertThat(((Number) time.evaluate("time => time.offsetWidth")).intValue())
                .isGreaterThan(20);
        abhi.see("#options").click();
        abhi.see("#choose-times").check();
        abhi.shoot("chat-options");
        ViewportSize wide = abhi.page().viewportSize();
        abhi.page().setViewportSize(320, 640);
        Eventually.holds(() -> {
            BoundingBox menu = abhi.see(".panel[part=panel]").boundingBox();
            assertThat(menu.x).isNotNegative();
            assertThat(menu.x + menu.width).isLessThanOrEqualTo(320);
        });
        abhi.page().setViewportSize(wide.width, wide.height);
        abhi.page().keyboard().press("Escape");
        assertThat(abhi.see("#choose-times")).isHidden();
        assertThat(((Number) abhi.see(".message time").nth(1).evaluate("time => time.offsetWidth")).intValue())
                .isGreaterThan(20);
        abhi.page()
                .evaluate("() => {"
                        + " const list = document.querySelector('duologue-chat').shadowRoot.querySelector('duologue-room')"
                        + "   .shadowRoot.querySelector('duologue-messages');"
                        + " const put = (seq, at) => list.put({ seq, at, side: 'second', name: 'ANNY', text: `at ${at}` });"
                        + " put(4, '2031-05-02T10:00:00.000Z');"
                        + " put(6, '2031-05-03T10:00:00.000Z');"
                        + " put(3, '2031-05-02T09:00:00.000Z');"
                        + " put(5, '2031-05-03T09:00:00.000Z'); }");
        assertThat(abhi.see(".day").nth(1)).hasText("Friday 2 May");
        assertThat(abhi.see(".day").nth(2)).hasText("Saturday 3 May");
        assertThat(abhi.see(".day + .message[data-seq='3'], .day + .message[data-seq='5']"))
                .hasCount(2);
        assertThat(abhi.see(".day")).hasCount(3);
        abhi.shoot("chat-days");
    }

    @Test
    @DisplayName("who has scrolled up is told how many came, and gets to them by one key")
    void newest() {
        Stage.Pair pair = stage.pair(stage.serve("--send-burst=50"));
        Person anny = pair.anny();
        IntStream.rangeClosed(1, 30).forEach(number -> pair.abhi().write("Message " + number));
        assertThat(anny.see(".message")).hasCount(30);
        assertThat(anny.see("#newer")).isHidden();
        // What is laid out late scrolls too, but nobody has scrolled up.
        anny.see(".message")
                .last()
                .evaluate("async message => { await " + TWO_FRAMES + ";"
                        + " message.style.paddingBlockEnd = '200px';"
                        + " message.parentNode.dispatchEvent(new Event('scroll')); }");
        assertThat(anny.see("#newer")).isHidden();
        assertThat((Integer) anny.see("#log")
                        .evaluate("log => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)"))
                .isEqualTo(0);
        anny.see(".message").last().evaluate("message => { message.style.paddingBlockEnd = ''; }");
        anny.see("#log").evaluate(SCROLL_TO_START);
        assertThat(anny.see("#newer")).isVisible();
        assertThat(anny.see("#newer")).hasText("Newest");
        anny.shoot("chat-scrolled-up");
        pair.abhi().write("LATER");
        assertThat(anny.see("#newer")).hasText("1 new message");
        pair.abhi().write("AND LATER");
        assertThat(anny.see("#newer")).hasText("2 new messages");
        pair.abhi().seesStateOf("AND LATER", "delivered");
        anny.shoot("chat-newer");
        anny.see("#newer").press("Enter");
        assertThat(anny.see("#newer")).isHidden();
        assertThat(anny.see("#log")).isFocused();
        assertThat(anny.see(".message").last()).isInViewport();
        pair.abhi().seesStateOf("AND LATER", "seen");

        // An own message that is acknowledged late takes nobody away from what they read.
        anny.see("duologue-messages")
                .evaluate("list => { list.pend([{ id: 'late', text: 'LATE' }]); return " + TWO_FRAMES + "; }");
        anny.see("#log").evaluate(SCROLL_TO_START);
        assertThat(anny.see("#newer")).isVisible();
        anny.see("duologue-messages")
                .evaluate("list => {"
                        + " list.put({ seq: 33, id: 'late', side: 'second', name: 'ANNY', text: 'LATE', at: new Date().toISOString() });"
                        + " return " + TWO_FRAMES + "; }");
        assertThat(anny.see(".message[data-seq='33']")).hasCount(1);
        assertThat((Number) anny.see("#log").evaluate("log => log.scrollTop")).isEqualTo(0);
        assertThat(anny.see("#newer")).isVisible();
    }

    @Test
    @DisplayName("who scrolls up just as a message comes is left where they went")
    void scrolledUpJustNow() {
        Stage.Pair pair = stage.pair(stage.serve("--send-burst=50"));
        Person anny = pair.anny();
        IntStream.rangeClosed(1, 30).forEach(number -> pair.abhi().write("Message " + number));
        assertThat(anny.see(".message")).hasCount(30);
        anny.see("duologue-messages").evaluate("() => " + TWO_FRAMES);
        assertThat((Number) anny.see("duologue-messages")
                        .evaluate("async list => {"
                                + " const log = list.shadowRoot.querySelector('#log');"
                                + " log.scrollTop = 0;"
                                + " list.put({ seq: 31, side: 'first', name: 'ABHI', text: 'NOW', at: new Date().toISOString() });"
                                + " await " + TWO_FRAMES + ";"
                                + " return log.scrollTop; }"))
                .isEqualTo(0);
        assertThat(anny.see("#newer")).isVisible();
        assertThat(anny.see("#newer")).hasText("1 new message");
    }

    @Test
    @DisplayName("addresses in a text are links that tell the other page nothing, and no more than the address")
    void links() {
        Stage.Pair pair = stage.pair(stage.serve());
        String text = "See (https://example.org/a_(b)?c=1&d), or http://\u05d0.example/x. javascript:alert(1) https://";
        pair.abhi().write(text);
        Locator shown = pair.anny().see(".message .text");
        assertThat((String) shown.evaluate("text => text.textContent")).isEqualTo(text);
        Locator links = shown.locator("a");
        assertThat(links).hasText(new String[] {"https://example.org/a_(b)?c=1&d", "http://\u05d0.example/x"});
        assertThat(links.first()).hasAttribute("rel", "noopener noreferrer");
        assertThat(links.first()).hasAttribute("target", "_blank");
        assertThat(links.first()).hasAttribute("href", "https://example.org/a_(b)?c=1&d");
        pair.anny().shoot("chat-links");
    }

    @Test
    @DisplayName("close to the limit the characters that are left are counted")
    void count() {
        Stage.Pair pair = stage.pair(stage.serve());
        pair.abhi().see("#message").fill("x".repeat(3_600));
        assertThat(pair.abhi().see("#note")).isEmpty();
        pair.abhi().see("#message").press("x");
        assertThat(pair.abhi().see("#note")).hasText("399 characters left.");
        pair.abhi().shoot("chat-near-limit");
    }

    @Test
    @DisplayName("what is not sent while the connection is lost says so, and is tried again when asked")
    void notSent() {
        Link link = stage.link();
        Server server = stage.serveBehind(List.of(link));
        JsonNode chat = new Http(server).startChat();
        Person abhi = stage.person().withBadNetwork();
        abhi.enter(chat.at("/first/shortUrl").asText(), chat.at("/first/code").asText());
        // It is on the page before its words, and so they are announced.
        assertThat(abhi.see("#lost")).isEmpty();
        assertThat(abhi.see("#lost").evaluate("lost => lost.checkVisibility()")).isEqualTo(true);
        assertThat(abhi.see("#retry")).isHidden();
        link.cut();
        assertThat(abhi.see("#lost")).isVisible();
        abhi.write("KEPT");
        assertThat(abhi.see(".failed .state")).hasText("not sent");
        abhi.shoot("chat-not-sent");
        Locator again = abhi.see(".failed button");
        again.click();
        link.mend();
        Eventually.holds(() -> {
            // Not by the mouse, which takes its time: the page tries by itself too, and the button goes.
            again.evaluateAll("buttons => buttons.forEach(button => button.click())");
            assertThat(abhi.see(".failed")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(500));
        });
        abhi.seesStateOf("KEPT", "sent");
    }

    @Test
    @DisplayName("staying is one key, and the field has the focus again")
    void staying() {
        SettableClock clock = new SettableClock();
        Stage.Pair pair = stage.pair(stage.serve(chats -> chats.clock(clock)));
        clock.pass(Duration.ofMinutes(13));
        // What is hidden is not focused, and the key would go elsewhere.
        assertThat(pair.abhi().see("#stay")).isVisible();
        pair.abhi().see("#stay").press("Enter");
        assertThat(pair.abhi().see("#warning")).isHidden();
        assertThat(pair.abhi().see("#message")).isFocused();
        // So does the button that connects again.
        pair.abhi()
                .page()
                .evaluate("() => { const { client } = document.querySelector('duologue-chat');"
                        + " Object.assign(client, { live: false, paused: true });"
                        + " client.dispatchEvent(new Event('connection'));"
                        + " Object.assign(client, { live: true, paused: false }); }");
        pair.abhi().see("#retry").press("Enter");
        assertThat(pair.abhi().see("#message")).isFocused();
    }

    @Test
    @DisplayName(
            "while the page is hidden the title counts; sound and notification only if chosen, without name and text")
    void notified() {
        Stage.Pair pair = stage.pair(stage.serve());
        Page page = pair.abhi().page();
        page.evaluate("() => {"
                + " globalThis.heard = []; globalThis.asked = 0; globalThis.shown = [];"
                + " const start = OscillatorNode.prototype.start;"
                + " OscillatorNode.prototype.start = function (at) { heard.push(at); start.call(this, at); };"
                + " globalThis.Notification = class extends EventTarget {"
                + "   static permission = 'default';"
                + "   static async requestPermission() { asked += 1; return this.permission = answer; }"
                + "   constructor(title, options) { super(); shown.push(`${title}|${options.body ?? ''}`); }"
                + "   close() {}"
                + " };"
                + " globalThis.answer = 'denied';"
                + " }");
        pair.abhi().hide(true);
        pair.anny().write("ONE");
        Eventually.holds(() -> assertThat(page.title()).isEqualTo("(1) Duologue"));
        assertThat(page.evaluate("`${heard.length} ${asked} ${shown.length}`")).isEqualTo("0 0 0");
        pair.abhi().hide(false);
        Eventually.holds(() -> assertThat(page.title()).isEqualTo("Duologue"));
        pair.anny().seesStateOf("ONE", "seen");

        pair.abhi().see("#options").click();
        pair.abhi().see("#choose-notify").click();
        assertThat(pair.abhi().see("#refused")).hasText("The browser does not allow notifications from this page.");
        assertThat(pair.abhi().see("#choose-notify")).not().isChecked();
        pair.abhi().shoot("chat-notifications-refused");
        page.evaluate("() => { answer = 'granted'; }");
        pair.abhi().see("#choose-notify").click();
        assertThat(pair.abhi().see("#choose-detail")).isVisible();
        pair.abhi().see("#choose-sound").click();
        Eventually.holds(() -> assertThat(page.evaluate("heard.length")).isEqualTo(2));
        pair.abhi().hide(true);
        pair.anny().write("TWO");
        Eventually.holds(
                () -> assertThat(page.evaluate("`${heard.length} ${shown}`")).isEqualTo("4 New message|"));
        pair.abhi().see("#choose-detail").click();
        pair.anny().write("THREE");
        Eventually.holds(() -> assertThat(page.evaluate("shown.join()")).isEqualTo("New message|,ANNY|THREE"));
        assertThat(page.evaluate("asked")).isEqualTo(2);
        assertThat(page.title()).isEqualTo("(2) Duologue");
        pair.abhi().shoot("chat-unread-in-title");
    }
}
