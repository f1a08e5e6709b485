package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import dev.duologue.websocket.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Two people in two browsers")
class BrowserTest {

    /**
     * Makes of a browser one as old as docs/components.md promises to run in, as far as scripts can tell: what came after Chrome
     * 93, Firefox 101 or Safari 16.4, and could be used.
     */
    private static final String OLD_BROWSER = "const later = {"
            + " URL: 'canParse parse', Intl: 'Segmenter DurationFormat', Promise: 'withResolvers try', Object: 'groupBy', Map: 'groupBy',"
            + " Array: 'fromAsync', AbortSignal: 'any timeout', RegExp: 'escape', Uint8Array: 'fromBase64',"
            + " globalThis: 'structuredClone requestIdleCallback Iterator navigation scheduler Notification' };"
            + "for (const [of, names] of Object.entries(later)) for (const name of names.split(' ')) delete globalThis[of]?.[name];"
            + "const laterOfEach = {"
            + " Array: 'findLast findLastIndex toSorted toReversed toSpliced with', String: 'isWellFormed toWellFormed',"
            + " Set: 'union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom',"
            + " Element: 'checkVisibility setHTMLUnsafe setHTML getHTML', Node: 'moveBefore',"
            + " HTMLElement: 'showPopover hidePopover togglePopover popover', HTMLDialogElement: 'requestClose closedBy',"
            + " ElementInternals: 'states', CustomElementRegistry: 'getName', Document: 'startViewTransition',"
            + " Navigator: 'userActivation virtualKeyboard', HTMLInputElement: 'showPicker' };"
            + "for (const [of, names] of Object.entries(laterOfEach)) for (const name of names.split(' ')) delete globalThis[of].prototype[name];";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    @DisplayName("chat from the start page, over the QR code, to the end")
    void wholeChat() throws Exception {
        Server server = stage.serve();
        Person starter = stage.person().open(server.url());
        starter.shoot("start");
        starter.start("ABHI", "ANNY");
        starter.shoot("start-invitations");
        starter.seesState("first", "waiting");
        Person abhi = stage.person();
        Person anny = stage.personWithPhone();
        String link = readQrCode(starter.invitation("first").locator("#qr"));
        assertThat(link).isEqualTo(starter.linkOf("first"));
        abhi.open(link);
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        abhi.shoot("enter");
        String code = starter.codeOf("first");
        abhi.tryCode(code);
        abhi.seesRoom();
        assertThat(abhi.see("#presence")).hasText("Waiting for ANNY…");
        abhi.shoot("chat-awaited");
        anny.enter(readQrCode(starter.invitation("second").locator("#qr")), starter.codeOf("second"));
        assertThat(abhi.see("#presence")).hasText("In the chat");
        starter.seesState("first", "in");
        starter.seesState("second", "in");

        abhi.write("HELLO");
        anny.seesMessages("HELLO");
        anny.see("#message").pressSequentially("HI");
        assertThat(abhi.see("#typing")).hasText("ANNY is typing…");
        abhi.shoot("chat-typing");
        anny.see("#send").click();
        abhi.seesMessages("HELLO", "HI");
        abhi.write("HOW ARE YOU?");
        abhi.seesMessages("HELLO", "HI", "HOW ARE YOU?");
        anny.seesMessages("HELLO", "HI", "HOW ARE YOU?");
        abhi.seesStateOf("HOW ARE YOU?", "seen");
        abhi.shoot("chat");
        starter.shoot("start-both-in");

        abhi.see("#end").click();
        abhi.shoot("chat-confirm-end");
        abhi.see("#confirm-yes").click();
        abhi.seesState("You ended the chat.");
        anny.seesState("ABHI has ended the chat.");
        assertThat(starter.see("#over-title")).hasText("ABHI has ended the chat.");
        abhi.shoot("over-by-you");
        anny.shoot("over-by-peer");
        starter.shoot("start-over");
        for (Person person : List.of(abhi, anny, starter)) {
            assertThat(person.everything())
                    .as("what a page keeps after the end")
                    .doesNotContain("HELLO", "HOW ARE YOU", "duologue:", code, link);
        }
        assertThat(abhi.everything()).doesNotContain("ANNY");
        assertThat(abhi.frames() + anny.frames())
                .as("frames held against the schemas")
                .isGreaterThan(20);
        starter.see("#again").click();
        starter.start("ABHI", "BOB");
    }

    @Test
    @DisplayName("chat in browsers as old as those that are promised")
    void oldBrowsers() {
        Person starter = stage.person();
        Person abhi = stage.person();
        Person anny = stage.person();
        for (Person person : List.of(starter, abhi, anny)) {
            person.context().addInitScript(OLD_BROWSER);
        }
        starter.open(stage.serve().url());
        assertThat(starter.page().evaluate("`${URL.canParse} ${Intl.Segmenter} ${[].findLast}`"))
                .isEqualTo("undefined undefined undefined");
        starter.start("ABHI", "ANNY");
        abhi.enter(starter.linkOf("first"), starter.codeOf("first"));
        anny.enter(starter.linkOf("second"), starter.codeOf("second"));
        abhi.see("#options").click();
        abhi.see("#choose-times").check();
        abhi.write("Look at https://example.org/, not at http://[");
        abhi.write("x".repeat(3_999));
        assertThat(anny.see(".text a")).hasText("https://example.org/");
        anny.write("I did.");
        anny.see(".message").last().click();
        abhi.seesStateOf("Look at", "seen");
        abhi.hide(true);
        anny.write("And you?");
        abhi.hide(false);
        starter.invitation("first").locator("#copy-code").click();
        abhi.end();
        anny.seesState("ABHI has ended the chat.");
        assertThat(starter.see("#over-title")).hasText("ABHI has ended the chat.");
    }

    @Test
    @DisplayName("read markup in names and texts as it was written")
    void markup() {
        String name = "<b>A</b><script>x()</script>";
        String text =
                "<img src=x onerror=\"alert(1)\"> & <script>alert(2)</script>\n\u202e\u05e9\u05dc\u05d5\u05dd <a href=//x>y</a>";
        Server server = stage.serve();
        Person starter = stage.person().open(server.url());
        starter.start(name, "\u05d0\u05d1\u05d9\u05d2\u05d9\u05dc");
        assertThat(starter.invitation("first").locator("#name")).hasText(name);
        Person abhi = stage.person().open(starter.linkOf("first"));
        assertThat(abhi.see("#hello")).hasText("Hello " + name);
        abhi.tryCode(starter.codeOf("first"));
        abhi.seesRoom();
        Person anny = stage.person().enter(starter.linkOf("second"), starter.codeOf("second"));
        assertThat(anny.see("#peer")).hasText(name);
        abhi.write(text);
        assertThat((String) anny.see(".message .text").evaluate("text => text.textContent"))
                .isEqualTo(text);
        assertThat(anny.see(".message .text *")).hasCount(0);
        anny.shoot("chat-markup-and-rtl");
        abhi.end();
        anny.seesState(name + " has ended the chat.");
        assertThat(starter.see("#over-title")).hasText(name + " has ended the chat.");
    }

    @Test
    @DisplayName("write long texts, of several lines and of any characters; what cannot be sent stays with them")
    void texts() {
        Stage.Pair pair = stage.pair(stage.serve());
        Person abhi = pair.abhi();
        String emoji = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 e\u0301 \u05e9\u05dc\u05d5\u05dd";
        abhi.see("#message").fill("ONE");
        abhi.see("#message").press("Shift+Enter");
        abhi.see("#message").pressSequentially("TWO");
        abhi.see("#message").press("Enter");
        abhi.write(emoji);
        abhi.write("x".repeat(4_000));
        pair.anny().seesMessages("ONE TWO", emoji, "x".repeat(4_000));
        assertThat((String) pair.anny().see(".message .text").first().evaluate("text => text.textContent"))
                .isEqualTo("ONE\nTWO");
        pair.anny().shoot("chat-long");
        abhi.write("   ");
        assertThat(abhi.see("#note")).hasText("There is nothing to send yet.");
        abhi.write("y".repeat(4_001));
        assertThat(abhi.see("#note"))
                .hasText("This message is too long. Shorten it or send it in parts. 1 character too many.");
        assertThat(abhi.see("#message")).hasValue("y".repeat(4_001));
        abhi.shoot("chat-too-long");
        abhi.see("#message")
                .evaluate("field => { field.value = 'A\\u0000B'; field.dispatchEvent(new Event('input')); }");
        abhi.see("#send").click();
        assertThat(abhi.see("#note"))
                .hasText("This message holds a character that cannot be sent. Remove it and send again.");
        assertThat(abhi.see("#message")).hasValue("A\u0000B");
        abhi.write("AB");
        pair.anny().seesMessages("ONE TWO", emoji, "x".repeat(4_000), "AB");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("longNames")
    @DisplayName("can read all of a long name above the chat, at any width")
    void longName(String kind, String name) {
        Server server = stage.serve();
        JsonNode chat = new Http(server).startChat(name, "ANNY");
        Person anny = stage.person()
                .enter(
                        chat.at("/second/shortUrl").asText(),
                        chat.at("/second/code").asText());
        Person other = stage.person()
                .enter(
                        chat.at("/first/shortUrl").asText(),
                        chat.at("/first/code").asText());
        anny.seesPresence("In the chat");
        assertThat(anny.see("#peer")).hasText(name);
        for (int width : new int[] {160, 320, 768, 1280}) {
            anny.page().setViewportSize(width, 640);
            assertThat(anny.cutOff()).as("cut at %d px", width).isEmpty();
            assertThat(
                            (Boolean)
                                    anny.see("#peer")
                                            .evaluate(
                                                    "name => getComputedStyle(name).overflow === 'visible'"
                                                            + " && name.getBoundingClientRect().bottom <= name.closest('header').getBoundingClientRect().bottom"))
                    .as("all is shown at %d px", width)
                    .isTrue();
            for (String part : List.of("#message", "#send", "#end")) {
                assertThat(anny.see(part)).isInViewport();
            }
        }
        other.see("#message").pressSequentially("HI");
        assertThat(anny.see("#typing")).hasText(name + " is typing…");
        anny.shoot("chat-long-name-" + kind);
    }

    private static Stream<Arguments> longNames() {
        return Stream.of(
                Arguments.of("words", "BARTHOLOMEW MAXIMILIAN WOLFGANG AMADEUS"),
                Arguments.of("wide", "W".repeat(40)),
                Arguments.of("chinese", "\u9b31".repeat(40)),
                Arguments.of(
                        "hindi",
                        "\u092c\u094d\u0930\u0939\u094d\u092e\u0917\u0941\u092a\u094d\u0924 "
                                .repeat(5)
                                .strip()));
    }

    @Test
    @DisplayName("see each other type again soon after a message")
    void typing() {
        SettableClock clock = new SettableClock();
        Stage.Pair pair = stage.pair(stage.serve(chats -> chats.clock(clock)));
        Clock annys = pair.anny().page().clock();
        annys.setFixedTime(clock.instant().toEpochMilli());
        pair.anny().see("#message").pressSequentially("HI");
        assertThat(pair.abhi().see("#typing")).hasText("ANNY is typing…");
        pair.anny().see("#message").press("Enter");
        pair.abhi().seesMessages("HI");
        assertThat(pair.abhi().see("#typing")).isEmpty();
        // A wait of a page that asks too early: 3 s until it asks again, and the 3 s of the server from then on.
        for (int tenths = 0; tenths < 45; tenths++) {
            clock.pass(Duration.ofMillis(100));
            annys.setFixedTime(clock.instant().toEpochMilli());
            pair.anny().see("#message").press("X");
            if (!pair.abhi().see("#typing").textContent().isEmpty()) {
                break;
            }
        }
        assertThat(pair.abhi().see("#typing")).hasText("ANNY is typing…");
    }

    @Test
    @DisplayName("write as much as the record holds, and are told so")
    void full() {
        Stage.Pair pair = stage.pair(stage.serve("--message-cap=2"));
        pair.abhi().write("ONE");
        pair.anny().seesMessages("ONE");
        pair.anny().write("TWO");
        pair.abhi().seesMessages("ONE", "TWO");
        pair.abhi().write("THREE");
        assertThat(pair.abhi().see("#note"))
                .hasText("This chat is full: it takes no more messages. End it and start another.");
        assertThat(pair.abhi().see("#message")).hasValue("THREE");
        pair.abhi().shoot("chat-full");
    }

    @Test
    @DisplayName("write faster than allowed, and all of it arrives in order")
    void fast() {
        Stage.Pair pair = stage.pair(stage.serve("--send-rate=5/s", "--send-burst=2"));
        String[] texts = {"1", "2", "3", "4", "5", "6", "7", "8"};
        for (String text : texts) {
            pair.abhi().write(text);
        }
        pair.anny().seesMessages(texts);
        pair.abhi().seesMessages(texts);
    }

    /** Reads the code from a picture of the page, as a phone does. */
    private static String readQrCode(Locator shown) throws IOException, NotFoundException {
        var picture = ImageIO.read(new ByteArrayInputStream(shown.screenshot()));
        var bitmap = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(picture)));
        return new MultiFormatReader().decode(bitmap).getText();
    }
}
