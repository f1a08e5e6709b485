package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Who wants to embed the parts")
@Tag("slow")
class ComponentsTest {

    private static final Pattern CUSTOM_PROPERTY = Pattern.compile("var\\((--duologue-[a-z-]+)");

    /** The names of all elements that duologue.js defines. */
    private static final String REGISTERED = "async () => {"
            + " const all = await import(document.querySelector('link[href$=\"/duologue/duologue.js\"]').href);"
            + " return Object.values(all).filter(each => each.prototype instanceof HTMLElement)"
            + "   .map(each => customElements.getName(each)).sort(); }";

    private static final String LIVE = "() => [...new Set([...document.querySelectorAll('.live *')]"
            + ".map(each => each.localName).filter(name => name.startsWith('duologue-')))].sort()";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `<(duologue-[a-z]+)>`(.*) \\|$");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z-]+)`");
    private static final Pattern EMITTED = Pattern.compile("emit\\('([a-z]+)'");

    /** Compares what the page tells of each element with its class. */
    private static final String WRONGLY_TOLD = "async () => {"
            + " const wrong = [];"
            + " const compare = (what, told, is) => { if ([...told].sort().join() !== [...is].sort().join()) wrong.push(`${what}: ${told} is ${is}`); };"
            + " const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(each => each[1]))];"
            + " for (const list of document.querySelectorAll('[data-api]')) {"
            + "   const tag = list.dataset.api;"
            + "   const element = await customElements.whenDefined(tag);"
            + "   const told = kind => [...list.querySelectorAll(`[data-kind=${kind}] code`)].map(code => code.textContent);"
            + "   const others = found(list.querySelector('[data-kind=parts]').textContent, /(duologue-[a-z]+)/g).map(other => customElements.get(other));"
            + "   const handedOn = found(others.join(), /new CustomEvent\\('(\\w+)', .*composed: true/g);"
            + "   const members = Object.entries(Object.getOwnPropertyDescriptors(element.prototype))"
            + "     .filter(([name]) => name !== 'constructor' && !name.endsWith('Callback'));"
            // The browser itself reads an element's name, and a value is read once.
            + "   const read = element.formAssociated ? ['name', 'value'] : [];"
            // Where focus goes to a part, the browser's own method does it.
            + "   const own = told('methods').filter(name => name !== 'focus');"
            + "   compare(`${tag} attributes`, told('attributes'), [...element.observedAttributes ?? [], ...read]);"
            + "   compare(`${tag} properties`, told('properties'), [...members.filter(([, each]) => !each.value).map(([name]) => name), ...Object.keys(new element())]);"
            + "   compare(`${tag} methods`, own, members.filter(([, each]) => each.value).map(([name]) => name));"
            + "   compare(`${tag} events`, told('events').filter(name => name !== 'input'), [...found(element.toString(), /new (?:Custom)?Event\\('(\\w+)'/g).filter(name => name !== 'input'), ...handedOn]);"
            + "   compare(`${tag} slots`, told('slots'), found(element.toString(), /'slot', { name: '(\\w+)'/g));"
            + "   compare(`${tag} parts`, told('parts'), element.parts.filter(part => !others.some(other => other.parts.includes(part))));"
            + " }"
            + " const registered = await (" + REGISTERED + ")();"
            + " compare('elements', [...document.querySelectorAll('[data-api]')].map(list => list.dataset.api), registered);"
            + " const sheet = await (await fetch('/duologue/duologue.css')).text();"
            + " compare('custom properties', [...document.querySelectorAll('#custom-properties code')].map(code => code.textContent), found(sheet, /(--duologue-[a-z-]+):/g));"
            + " return wrong; }";

    /** Gives each part an outline from outside, and looks which got it. */
    private static final String STYLED_PARTS = "element => {"
            + " const inside = root => [...root.querySelectorAll('*')].flatMap(each => [each, ...(each.shadowRoot ? inside(each.shadowRoot) : [])]);"
            + " const parts = inside(document).filter(each => each.part.length > 0);"
            + " const sheet = new CSSStyleSheet();"
            + " document.adoptedStyleSheets = [sheet];"
            + " return [...new Set(parts.flatMap(each => [...each.part]))].filter(part => {"
            + "   sheet.replaceSync(`${element}::part(${part}) { scroll-margin-top: 4711px; }`);"
            + "   return parts.some(each => each.part.contains(part) && getComputedStyle(each).scrollMarginTop === '4711px'); }); }";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    @DisplayName("sees each live on one page, and what it tells")
    void live() {
        Person person = stage.person().open(stage.serve().url() + "/components");
        // The address to copy is the one that stays, not that of this version.
        assertThat(person.see("pre").first()).containsText("href=\"/duologue/duologue.css\"");
        for (String part : List.of("field", "enter", "invitation", "messages", "composer", "options")) {
            assertThat(person.see(".live > duologue-" + part)).isVisible();
        }
        person.see("duologue-field[name=name] input").fill("ABHI");
        assertThat(told(person, "duologue-field[name=name]")).hasText("input");
        person.see("duologue-enter input").fill("K7QM3F");
        person.see("duologue-enter #get-in").click();
        person.seesProblem("Wrong code. 3 tries left.");
        assertThat(told(person, "duologue-enter")).hasText("enter {\"code\":\"K7Q-M3F\"}");
        person.see("duologue-invitation #new-code").click();
        assertThat(told(person, "duologue-invitation")).hasText("newcode");
        person.write("HELLO");
        assertThat(person.see(".message .text").last()).hasText("HELLO");
        person.shoot("components");

        person.see("#try-chat").click();
        assertThat(person.see("#codes")).containsText("·");
        String[] codes =
                person.see("#codes").textContent().replaceAll("[A-Z]+: ", "").split(" · ", -1);
        Locator chats = person.see("#whole duologue-chat");
        for (int side = 0; side < 2; side++) {
            assertThat(chats.nth(side).locator("#hello")).containsText("Hello");
        }
        for (int side = 0; side < 2; side++) {
            chats.nth(side).locator("#secret-code input").fill(codes[side]);
            chats.nth(side).locator("#get-in").click();
            // Else what is typed next may go where the focus goes now: two chats on one page have one focus.
            assertThat(chats.nth(side).locator("#message")).isFocused();
        }
        chats.first().locator("#message").fill("BESIDE YOU");
        chats.first().locator("#message").press("Enter");
        assertThat(chats.last().locator(".message .text")).hasText("BESIDE YOU");
        person.see("#whole").scrollIntoViewIfNeeded();
        person.shoot("components-chat");

        person.see("#try-room").click();
        Locator rooms = person.see("#rooms > duologue-room");
        assertThat(rooms).hasCount(2);
        rooms.first().locator("#message").fill("IN A ROOM");
        rooms.first().locator("#message").press("Enter");
        assertThat(rooms.last().locator(".message .text")).hasText("IN A ROOM");
        assertThat(rooms.last().locator("#presence")).hasText("In the chat");
        assertThat(person.page().evaluate(LIVE)).isEqualTo(person.page().evaluate(REGISTERED));
        person.see("#rooms").scrollIntoViewIfNeeded();
        person.shoot("components-rooms");
        rooms.first().locator("#end").click();
        rooms.first().locator("#confirm-yes").click();
        assertThat(rooms).hasCount(0);
        assertThat(person.see("#room-state")).containsText("ended the chat.");
    }

    @Test
    @DisplayName("sees the chat in a page of another application, in its layout and look")
    void host() {
        Server server = stage.serve();
        JsonNode invitation = new Http(server).startChat().get("first");
        String token = invitation.get("shortUrl").asText().replaceFirst(".*#", "");
        Person customer = stage.person().open(server.url() + "/components/host#" + token);
        assertThat(customer.see("#hello")).hasText("Hello ABHI");
        customer.shoot("host-enter");
        customer.tryCode(invitation.get("code").asText());
        assertThat(customer.see("duologue-room #message")).isVisible();
        customer.write("Is it ready?");
        customer.seesStateOf("Is it ready?", "sent");
        assertThat((String) customer.see(".own .text").evaluate("text => getComputedStyle(text).backgroundColor"))
                .isEqualTo("rgb(232, 227, 248)");
        assertThat((Boolean) customer.see("duologue-chat").evaluate("chat => chat.offsetHeight <= 34 * 16"))
                .isTrue();
        customer.shoot("host-chat");
        customer.end();
        customer.seesState("You ended the chat.");
        customer.see("[slot=over]").click();
        customer.seesState("There is no invitation in this address.");
    }

    @Test
    @DisplayName("reads of each element all that the code has, and no more")
    void told() throws Exception {
        Person person = stage.person().open(stage.serve().url() + "/components");
        assertThat(person.page().evaluate(WRONGLY_TOLD)).isEqualTo(List.of());

        String document = Files.readString(Path.of("..", "docs", "components.md"));
        assertThat(person.see("[data-api] code, #custom-properties code").allTextContents())
                .as("what docs/components.md tells too")
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
        Path elements =
                Path.of("..", "chat-websocket", "src", "main", "resources", "META-INF", "resources", "duologue");
        for (MatchResult row : ROW.matcher(document).results().toList()) {
            String element = row.group(1);
            List<String> cells = List.of(row.group(2).split(" \\| ", -1));
            if (cells.size() == 2) {
                assertThat(names(cells.get(1)))
                        .as("parts of " + element + " in the document")
                        .containsExactlyInAnyOrderElementsOf(told(person, element, "parts"));
            } else {
                assertThat(names(cells.get(1))).containsAll(told(person, element, "attributes"));
                assertThat(names(cells.get(2)))
                        .containsAll(told(person, element, "properties"))
                        .containsAll(told(person, element, "methods"));
                assertThat(names(cells.get(3))).containsAll(told(person, element, "events"));
            }
        }
        assertThat(ROW.matcher(document).results().map(row -> row.group(1)))
                .as("elements in the two tables of the document")
                .containsExactlyInAnyOrderElementsOf(twice(person.page().evaluate(REGISTERED)));

        List<String> told = person.see("#custom-properties code").allTextContents();
        for (String file : List.of("chat-client.js", "conversation.js")) {
            assertThat(EMITTED.matcher(Files.readString(elements.resolve(file)))
                            .results()
                            .map(found -> found.group(1)))
                    .as("events that ChatClient tells of")
                    .allSatisfy(event -> assertThat(document).contains("`" + event + "`"));
        }
        try (Stream<Path> files = Files.list(elements)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".js")).toList()) {
                assertThat(document).contains("`" + file.getFileName() + "`");
                assertThat(told)
                        .as(file.toString())
                        .containsAll(CUSTOM_PROPERTY
                                .matcher(Files.readString(file))
                                .results()
                                .map(found -> found.group(1))
                                .toList());
            }
        }
    }

    @Test
    @DisplayName("styles each part from outside, through all elements around it")
    void parts() {
        Server server = stage.serve();
        JsonNode invitation = new Http(server).startChat().get("first");
        Person person = stage.person().open(invitation.get("shortUrl").asText());
        assertThat(person.see("#hello")).hasText("Hello ABHI");
        assertThat(styled(person, "duologue-chat"))
                .contains("card", "hello", "lead", "get-in", "label", "input", "hint");
        person.tryCode(invitation.get("code").asText());
        person.seesRoom();
        person.write("HELLO");
        person.seesStateOf("HELLO", "sent");
        person.see("#end").click();
        assertThat(styled(person, "duologue-chat"))
                .contains("header", "peer", "presence", "end", "early", "log", "message", "own", "text", "meta", "day")
                .contains("field", "send", "options", "panel", "dialog");
    }

    @Test
    @DisplayName("shows the chat in a frame of a page on another site that is allowed, and of no other")
    void framed() throws Exception {
        ElsewhereOnTheWeb shop = stage.opened(new ElsewhereOnTheWeb());
        ElsewhereOnTheWeb stranger = stage.opened(new ElsewhereOnTheWeb());
        Server server = stage.serve("--frame-ancestors=" + shop.url());
        JsonNode invitation = new Http(server).startChat().get("first");
        String token = invitation.get("shortUrl").asText().replaceFirst(".*#", "");
        String example = Files.readString(Path.of("..", "docs", "examples", "frame.html"))
                .replace("http://localhost:8080", server.url().toString());

        Person customer = stage.person().open(shop.serving(example) + "#" + token);
        FrameLocator chat = customer.page().frameLocator("#chat");
        assertThat(chat.locator("#hello")).hasText("Hello ABHI");
        customer.shoot("frame-enter");
        chat.locator("#secret-code input").fill(invitation.get("code").asText());
        chat.locator("#get-in").click();
        chat.locator("#message").fill("Is it ready?");
        chat.locator("#message").press("Enter");
        assertThat(chat.locator(".message")).hasAttribute("data-state", "sent");
        chat.locator("#end").click();
        chat.locator("#confirm-yes").click();
        assertThat(chat.locator("#state")).hasText("You ended the chat.");
        assertThat(chat.locator("#start-new")).hasCount(0);

        Person visitor = stage.person().open(stranger.serving(example) + "#" + token);
        Eventually.holds(() -> assertThat(visitor.complaints()).anyMatch(each -> each.contains("frame-ancestors")));
        visitor.complaints().clear();
        assertThat(visitor.page().frameLocator("#chat").locator("duologue-chat"))
                .hasCount(0);
    }

    /** What the page tells of an element, of one kind. */
    private static List<String> told(Person person, String element, String kind) {
        return person.see("[data-api=" + element + "] [data-kind=" + kind + "] code")
                .allTextContents();
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<String> twice(Object names) {
        return Stream.concat(((List<?>) names).stream(), ((List<?>) names).stream())
                .map(String::valueOf)
                .toList();
    }

    /** The parts of an element that a style sheet of the page reaches. */
    @SuppressWarnings("unchecked")
    private static List<String> styled(Person person, String element) {
        return (List<String>) person.page().evaluate(STYLED_PARTS, element);
    }

    /** What the part of an element told last. */
    private static Locator told(Person person, String element) {
        return person.see("section")
                .filter(new Locator.FilterOptions().setHas(person.see(element)))
                .locator("output");
    }
}
