package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What axe-core finds is asked for in every state that {@link Person#shoot} looks at, in all tests of the pages. */
@DisplayName("Nobody is shut out who")
@Tag("slow")
class AccessibilityTest {

    private static final int TABS_MOST = 30;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("is thought of by axe-core, which finds in a shadow tree what it is to find")
    void axe() {
        Person person = stage.person().open(stage.serve().url());
        person.see("#first-name label").evaluate("label => label.remove()");
        assertThat(Accessibility.findings(person.page()))
                .anySatisfy(finding -> assertThat(finding).startsWith("label at #first-name > #field"));
    }

    @Test
    @DisplayName("has a keyboard alone, from the start to the end and on to the next chat")
    void keyboard() {
        Person starter = stage.person().open(stage.serve().url());
        assertThat(starter.see("#first-name input")).isFocused();
        type(starter, "ABHI", "Enter");
        type(starter, "ANNY", "Enter");
        assertThat(starter.see("#chat-title")).isFocused();
        press(starter, starter.invitation("first").locator("#copy-code"));
        assertThat(starter.invitation("first").locator("#note")).hasText("Code copied.");
        String replaced = starter.linkOf("second");
        press(starter, starter.invitation("second").locator("#new-code"));
        assertThat(starter.invitation("second").locator("#link")).not().hasText(replaced);
        Person abhi = stage.person().open(starter.linkOf("first"));
        assertThat(abhi.see("#secret-code input")).isFocused();
        abhi.page().keyboard().press("Control+V");
        type(abhi, "", "Enter");
        abhi.seesRoom();
        Person anny = stage.person().open(starter.linkOf("second"));
        assertThat(anny.see("#hello")).hasText("Hello ANNY");
        type(anny, starter.codeOf("second"), "Enter");
        anny.seesRoom();
        type(abhi, "HELLO", "Enter");
        anny.seesMessages("HELLO");
        type(anny, "HI", "Enter");
        abhi.seesMessages("HELLO", "HI");

        press(abhi, abhi.see("#options summary"));
        tabTo(abhi, abhi.see("#choose-times"));
        abhi.page().keyboard().press("Space");
        assertThat(abhi.see("#choose-times")).isChecked();
        abhi.page().keyboard().press("Escape");
        assertThat(abhi.see("#options summary")).isFocused();
        tabTo(abhi, abhi.see("#log"));
        press(abhi, abhi.see("#end"));
        assertThat(abhi.see("#confirm-no")).isFocused();
        assertThat(abhi.see("dialog"))
                .hasAccessibleDescription("It ends for both of you, and everything written is destroyed.");
        abhi.page().keyboard().press("Escape");
        assertThat(abhi.see("#confirm-no")).hasCount(0);
        assertThat(abhi.see("#end")).isFocused();
        abhi.page().keyboard().press("Enter");
        press(abhi, abhi.see("#confirm-yes"));
        abhi.seesState("You ended the chat.");
        assertThat(abhi.see("#state")).isFocused();
        assertThat(anny.see("#state")).isFocused();
        assertThat(starter.see("#over-title")).isFocused();
        press(abhi, abhi.see("#start-new"));
        assertThat(abhi.see("#first-name input")).isFocused();
        press(starter, starter.see("#again"));
        assertThat(starter.see("#first-name input")).isFocused();
    }

    @Test
    @DisplayName("hears the page: new messages are announced, neither old ones nor what becomes of the own")
    void announced() {
        Stage.Pair pair = stage.pair(stage.serve());
        Person abhi = pair.abhi();
        pair.anny().write("OLD");
        abhi.seesMessages("OLD");
        abhi.context()
                .addInitScript("customElements.whenDefined('duologue-messages').then(list => {"
                        + " globalThis.spoken = [];"
                        + " const put = list.prototype.put;"
                        + " list.prototype.put = function (message) {"
                        + "   spoken.push(`${message.text} ${this.shadowRoot.querySelector('#log').ariaLive}`);"
                        + "   return put.call(this, message); }; })");
        abhi.page().reload();
        assertThat(abhi.see("#log[role=log][aria-live=polite]")).isVisible();
        pair.anny().write("NEW");
        abhi.seesMessages("OLD", "NEW");
        assertThat(abhi.page().evaluate("spoken.join()")).isEqualTo("OLD off,NEW polite");
        assertThat(abhi.see(".message .meta:not([aria-live=off])")).hasCount(0);
    }

    @Test
    @DisplayName("needs all twice as big, has a low window, or a phone with its keyboard up")
    void zoomed() {
        Stage.Pair pair = stage.pair(stage.serve());
        String text = "x".repeat(200) + " and some words that go on for a while to fill a line or two";
        pair.anny().write(text);
        pair.abhi().seesMessages(text);
        Page page = pair.abhi().page();
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')");
        for (int[] size : new int[][] {{640, 400}, {480, 640}}) {
            page.setViewportSize(size[0], size[1]);
            for (String part : List.of("#message", "#send", "#end", "#options summary")) {
                assertThat(pair.abhi().see(part)).isInViewport();
            }
            assertThat((Boolean) page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))
                    .as("no wider than %d px", size[0])
                    .isTrue();
        }
        page.setViewportSize(320, 480);
        pair.abhi().see("#send").scrollIntoViewIfNeeded();
        assertThat(pair.abhi().see("#send")).isInViewport();
        pair.abhi().shoot("chat-twice-as-big");
        page.evaluate("document.documentElement.style.removeProperty('font-size')");
        page.setViewportSize(320, 256);
        assertThat(pair.abhi().see("#message")).isInViewport();
        assertThat(pair.abhi().see("#send")).isInViewport();
    }

    @Test
    @DisplayName(
            "has a keyboard that lies over the page: what one writes in stays above it, and the page does not move")
    void keyboardOverPage() {
        Server server = stage.serve();
        JsonNode chat = new Http(server).startChat();
        Person abhi = stage.personWithPhone().open(chat.at("/first/shortUrl").asText());
        Page page = abhi.page();
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        keyboardOver(page, 300);
        isAbove(abhi, 300, "#secret-code input");
        abhi.tryCode(chat.at("/first/code").asText());
        abhi.seesRoom();
        isAbove(abhi, 300, "#peer", "#message", "#send");
        // So low that not all of it has room.
        keyboardOver(page, 120);
        isAbove(abhi, 120, "#message", "#send");
        keyboardOver(page, 780);
        assertThat(bottomOf(abhi, "duologue-room")).isEqualTo(780);
        // A scroll bar takes some of what is seen, and is no keyboard.
        keyboardOver(page, 765);
        assertThat(bottomOf(abhi, "duologue-room")).isEqualTo(780);

        Person anny = stage.personWithPhone()
                .open(server.url() + "/components/host#"
                        + chat.at("/second/shortUrl").asText().replaceFirst(".*#", ""));
        anny.tryCode(chat.at("/second/code").asText());
        assertThat(anny.see("duologue-room #message")).isVisible();
        anny.page().evaluate("scrollTo(0, document.querySelector('duologue-chat').offsetTop - 50)");
        double bottom = bottomOf(anny, "duologue-chat");
        assertThat(bottom).isBetween(500.0, 780.0);
        keyboardOver(anny.page(), 400);
        isAbove(anny, 400, "#peer", "#message", "#send");
        assertThat(bottomOf(anny, "duologue-chat")).as("of the box on the page").isEqualTo(bottom);
        // It stays there while the page is scrolled.
        anny.page().evaluate("scrollBy(0, -50)");
        Eventually.holds(() -> isAbove(anny, 400, "#message", "#send"));
        assertThat(bottomOf(anny, "duologue-chat")).isEqualTo(bottom + 50);
        keyboardOver(anny.page(), 780);
        assertThat(bottomOf(anny, "duologue-room")).isEqualTo(bottom + 50);
    }

    /** As Safari's: the visual viewport alone tells. Chromium has no such keyboard to emulate. */
    private static void keyboardOver(Page page, int seen) {
        page.evaluate(
                "seen => { Object.defineProperty(visualViewport, 'height', { value: seen, configurable: true });"
                        + " visualViewport.dispatchEvent(new Event('resize')); }",
                seen);
    }

    private static void isAbove(Person person, int keyboard, String... parts) {
        for (String part : parts) {
            assertThat(bottomOf(person, part)).as("bottom of " + part).isLessThanOrEqualTo(keyboard);
        }
    }

    private static double bottomOf(Person person, String part) {
        var box = person.see(part).boundingBox();
        return box.y + box.height;
    }

    @Test
    @DisplayName("has a small phone, and all twice as big")
    void smallAndZoomed() {
        Browser.NewContextOptions small =
                new Browser.NewContextOptions().setViewportSize(160, 320).setDeviceScaleFactor(2);
        Person starter = stage.person(small).open(stage.serve().url());
        shootSmall(starter, "start");
        starter.start("ABHI", "ANNY");
        shootSmall(starter, "invitations");
        Person abhi = stage.person(small).open(starter.linkOf("first"));
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        abhi.see("#secret-code input").fill(starter.codeOf("first"));
        shootSmall(abhi, "enter");
        abhi.see("#get-in").click();
        abhi.seesRoom();
        shootSmall(abhi, "chat-awaited");
        assertThat(abhi.see("#send")).isInViewport();
        stage.person().enter(starter.linkOf("second"), starter.codeOf("second")).write("HELLO, ARE YOU THERE?");
        abhi.seesMessages("HELLO, ARE YOU THERE?");
        for (String part : List.of("#peer", "#options summary", "#end", ".message", "#message", "#send")) {
            assertThat(abhi.see(part)).isInViewport();
        }
        shootSmall(abhi, "chat");
        abhi.see("#options summary").click();
        shootSmall(abhi, "chat-options");
        abhi.see("#choose-notify").scrollIntoViewIfNeeded();
        assertThat(abhi.see("#choose-notify")).isInViewport();
        abhi.page().keyboard().press("Escape");
        abhi.see("#end").click();
        shootSmall(abhi, "chat-confirm-end");
        abhi.see("#confirm-yes").click();
        abhi.seesState("You ended the chat.");
        shootSmall(abhi, "over");
    }

    private static void shootSmall(Person person, String state) {
        person.page()
                .screenshot(new Page.ScreenshotOptions().setPath(ContactSheet.file("small-" + state, 160, "light")));
        assertThat(person.cutOff()).as(state).isEmpty();
    }

    @Test
    @DisplayName("has colours of their own: what is coloured has an edge too")
    void forcedColours() {
        Stage.Pair pair = stage.pair(stage.serve());
        pair.abhi().write("MINE");
        pair.anny().seesMessages("MINE");
        pair.anny().write("YOURS");
        pair.abhi().seesMessages("MINE", "YOURS");
        CDPSession session = pair.abhi().emulate("forced-colors", "active");
        for (String part : List.of("#send", "#end", "#message", ".own .text", ".message:not(.own) .text")) {
            assertThat(pair.abhi()
                            .see(part)
                            .evaluate("part => { const style = getComputedStyle(part);"
                                    + " return parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== 'none'"
                                    + "   && style.borderTopColor !== 'rgba(0, 0, 0, 0)'"
                                    + "   && style.borderTopColor !== style.backgroundColor; }"))
                    .as(part)
                    .isEqualTo(true);
        }
        Page page = pair.abhi().page();
        for (int width : List.of(320, 768, 1280)) {
            page.setViewportSize(width, 640);
            page.screenshot(
                    new Page.ScreenshotOptions().setPath(ContactSheet.file("chat-forced-colours", width, "light")));
        }
        session.detach();
    }

    @Test
    @DisplayName("wants nothing to move, nor a button to look pressed after the tap")
    void still() {
        Stage.Pair pair = stage.pair(stage.serve());
        Locator send = pair.anny().see("#send");
        String colour = "button => getComputedStyle(button).backgroundColor";
        Object before = send.evaluate(colour);
        pair.anny().see("#message").fill("HI");
        send.tap();
        assertThat(send.evaluate(colour)).as("a button after the tap").isEqualTo(before);
        CDPSession session = pair.abhi().emulate("prefers-reduced-motion", "reduce");
        pair.anny().write("HELLO");
        pair.abhi().seesMessages("HI", "HELLO");
        assertThat(pair.abhi().page().evaluate("document.getAnimations({ subtree: true }).length"))
                .isEqualTo(0);
        session.detach();
    }

    @ParameterizedTest
    @CsvSource({"en-GB, ltr", "hi-IN, ltr", "ar-EG, rtl"})
    @DisplayName("has a browser that blocks scripts: the page says so in the person's language")
    void withoutScripts(String locale, String direction) {
        Person person = stage.person(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setLocale(locale));
        Server server = stage.serve();
        Map<String, String> sentences = Map.of(
                "en-GB", "Duologue needs JavaScript, which is switched off in this browser.",
                "hi-IN", "Duologue को JavaScript चाहिए, जो इस ब्राउज़र में बंद है।",
                "ar-EG", "يحتاج Duologue إلى JavaScript، وهو متوقف في هذا المتصفح.");
        for (String path : List.of("/", "/c")) {
            person.open(server.url() + path);
            assertThat(person.see("noscript p")).containsText(sentences.get(locale));
            assertThat(person.see("noscript p")).isVisible();
            assertThat(person.see("html")).hasAttribute("dir", direction);
        }
    }

    private static void type(Person person, String text, String key) {
        person.page().keyboard().type(text);
        person.page().keyboard().press(key);
    }

    private static void press(Person person, Locator target) {
        tabTo(person, target);
        person.page().keyboard().press("Enter");
    }

    /** Goes on by the Tab key until the target has the focus; the focus is to be seen there. */
    private static void tabTo(Person person, Locator target) {
        String focused = "part => part.getRootNode().activeElement === part";
        for (int tabs = 0; Boolean.FALSE.equals(target.evaluate(focused)); tabs++) {
            assertThat(tabs).as("tabs to " + target).isLessThan(TABS_MOST);
            person.page().keyboard().press("Tab");
        }
        assertThat((String) target.evaluate("part => getComputedStyle(part).outlineStyle"))
                .as("focus ring of " + target)
                .isNotEqualTo("none");
    }
}
