package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The words of the pages")
class WordsTest {

    private static final Path ELEMENTS =
            Path.of("..", "chat-websocket", "src", "main", "resources", "META-INF", "resources", "duologue");
    private static final Path CATALOGUES = ELEMENTS.resolve("words");
    private static final Path PAGES = Path.of("src", "main", "resources", "pages");

    private static final Pattern CATALOGUE_KEY = Pattern.compile("(?m)^ {2}'([a-z]+\\.[a-z-]+)':");
    private static final Pattern KEY_IN_SCRIPT = Pattern.compile("'([a-z]+\\.[a-z-]+)'");
    private static final Pattern KEY_IN_PAGE = Pattern.compile("data-(?:words|label)=\"([^\"]+)\"");

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("have no key too few and none that nobody uses")
    void keys() {
        Set<String> used = new TreeSet<>();
        for (Path script : files(ELEMENTS, ".js")) {
            boolean catalogue = script.startsWith(CATALOGUES);
            used.addAll(catalogue ? Set.of() : keys(KEY_IN_SCRIPT, script));
        }
        files(PAGES, ".js").forEach(script -> used.addAll(keys(KEY_IN_SCRIPT, script)));
        files(PAGES, ".html").forEach(page -> used.addAll(keys(KEY_IN_PAGE, page)));
        assertThat(keys(CATALOGUE_KEY, CATALOGUES.resolve("en.js"))).isEqualTo(used);
    }

    @Test
    @DisplayName(
            "are the same in every language: keys, values in sentences, each plural that the language has, and what the server makes of it")
    void languages() {
        Person reader = stage.person().open(stage.serve().url());
        assertThat(reader.page().evaluate("async () => (await import('/duologue/words.js')).LANGUAGES"))
                .as("what the build put into words.js")
                .isEqualTo(files(CATALOGUES, ".js").stream()
                        .map(file -> file.getFileName().toString().replace(".js", ""))
                        .sorted()
                        .toList());
        assertThat(reader.page()
                        .evaluate("async () => {"
                                + " const load = async language => (await import(`/duologue/words/${language}.js`)).default;"
                                + " const values = text => [...text.matchAll(/\\{(\\w+)\\}/g)].map(found => found[1]).sort().join();"
                                + " const english = await load('en');"
                                + " const wrong = [];"
                                + " const { LANGUAGES } = await import('/duologue/words.js');"
                                + " for (const language of LANGUAGES) {"
                                + "   const words = await load(language);"
                                + "   const locale = new Intl.Locale(language);"
                                + "   const { direction } = locale.getTextInfo?.() ?? locale.textInfo;"
                                + "   if (words['language.direction'] !== direction) wrong.push(`${language}: is written ${direction}`);"
                                + "   const plurals = new Intl.PluralRules(language).resolvedOptions().pluralCategories;"
                                + "   for (const key of new Set([...Object.keys(english), ...Object.keys(words)])) {"
                                + "     const [one, other] = [english[key], words[key]];"
                                + "     if (typeof one !== typeof other) wrong.push(`${language} ${key}`);"
                                + "     else if (typeof one === 'string') {"
                                + "       if (values(one) !== values(other)) wrong.push(`${language} ${key}: ${values(other)}`);"
                                + "     } else if (Object.keys(other).sort().join() !== [...plurals].sort().join()"
                                + "         || values(other.other) !== values(one.other)) wrong.push(`${language} ${key}: plurals`);"
                                + "   }"
                                // Before the scripts the server says it, which reads the catalogues by itself.
                                + "   for (const path of ['/', '/c']) {"
                                + "     const html = await (await fetch(`${path}?lang=${language}`)).text();"
                                + "     const places = [...html.matchAll(/data-words=\"([^\"]+)\"[^<>]*>([^<]*)</g)];"
                                + "     if (places.length === 0) wrong.push(`${path} says nothing`);"
                                + "     for (const [, key, said] of places) {"
                                + "       const right = words[key].replaceAll('&', '&amp;').replaceAll('<', '&lt;');"
                                + "       if (said !== right) wrong.push(`${language} ${key}: ${said}`);"
                                + "     }"
                                + "   }"
                                + " }"
                                + " return wrong; }"))
                .isEqualTo(List.of());
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    @DisplayName("are those of ?lang=, else of the browser, else English")
    void chosen() {
        Server server = stage.serve();
        Person hindi = stage.personWith("hi-IN").open(server.url());
        assertThat(hindi.see("html")).hasAttribute("lang", "hi");
        assertThat(hindi.see("h1").first()).hasText("दो लोगों की चैट, जो ख़त्म होते ही मिट जाती है।");
        hindi.shoot("start-hindi");
        hindi.start("अभि", "एनी");
        hindi.shoot("start-invitations-hindi");
        Person abhi = stage.personWith("hi-IN").open(hindi.linkOf("first"));
        assertThat(abhi.see("#hello")).containsText("अभि");
        abhi.tryCode("000-000");
        assertThat(abhi.see("#secret-code #error")).not().isEmpty();
        abhi.shoot("enter-hindi");
        abhi.tryCode(hindi.codeOf("first"));
        abhi.seesRoom();
        abhi.shoot("chat-awaited-hindi");
        Person anny = stage.personWith("hi-IN").enter(hindi.linkOf("second"), hindi.codeOf("second"));
        anny.write("नमस्ते! तुम कैसे हो?");
        abhi.seesMessages("नमस्ते! तुम कैसे हो?");
        abhi.write("मैं ठीक हूँ।");
        anny.seesMessages("नमस्ते! तुम कैसे हो?", "मैं ठीक हूँ।");
        anny.shoot("chat-hindi");
        anny.see("#end").click();
        anny.shoot("chat-confirm-end-hindi");
        anny.see("#confirm-yes").click();
        abhi.seesPhase("over");
        abhi.shoot("over-hindi");
        hindi.open(server.url());
        hindi.open(server.url() + "/?lang=en");
        assertThat(hindi.see("h1").first()).hasText("A chat for two, gone when it ends.");
        hindi.open(server.url() + "/?lang=xx");
        assertThat(hindi.see("html")).hasAttribute("lang", "hi");
        // Of a language that nobody has written a catalogue in, and hardly anybody will.
        Person manx = stage.personWith("gv-IM").open(server.url());
        assertThat(manx.see("html")).hasAttribute("lang", "en");
        assertThat(manx.see("html")).hasAttribute("dir", "ltr");
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "'', 'hi-IN,hi;q=0.9,en;q=0.8', hi",
        "'', 'en;q=0.5, ar-EG;q=0.7', ar",
        "'', 'gv, hi;q=0', en",
        "'', '', en",
        "'', ';;;q=x', en",
        "'?lang=ar', hi, ar",
        "'?x=1&lang=hi_IN', en, hi",
        "'?lang=%3Cb%3E', hi, hi"
    })
    @DisplayName("are in the page before its scripts, in the language that the address or the browser asks for")
    void beforeScripts(String query, String languages, String language) {
        Http http = new Http(stage.serve());
        Http.Answer answer = http.call("GET", "/c" + query, "", "Accept-Language", languages);
        assertThat(answer.header("Content-Language")).isEqualTo(language);
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding, Accept-Language");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        Map<String, String> label = Map.of("en", "Secret code", "hi", "गुप्त कोड", "ar", "الرمز السري");
        assertThat(answer.body())
                .contains("<html lang=\"" + language + "\" dir=\"" + (language.equals("ar") ? "rtl" : "ltr") + "\">")
                .contains("<span data-words=\"card.code\">" + label.get(language) + "</span>")
                .contains("/duologue/words/" + language + ".js")
                .doesNotContainPattern("data-words=\"[^\"]+\"></");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/components", "/components/host"})
    @DisplayName("do not make an English page one of another language, in which only its elements speak")
    void englishPages(String path) {
        Http.Answer answer = new Http(stage.serve()).get(path, "Accept-Language", "ar");
        assertThat(answer.header("Content-Language")).isEqualTo("en");
        assertThat(answer.body()).contains("<html lang=\"en\" dir=\"ltr\">").contains("/duologue/words/ar.js");
    }

    @Test
    @DisplayName("come in a language of its own with a page of somebody else, as far as it has them")
    void brought() {
        Person guest = elsewhere(stage.person(), "<link rel=duologue-words hreflang=he href=/own.js>");
        guest.page()
                .route(
                        "**/own.js",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody("export default { 'language.direction': 'rtl', 'chat.send': 'שליחה' };")));
        guest.open(guest.page().url() + "?lang=he-IL");
        assertThat(guest.see("duologue-composer")).hasAttribute("lang", "he");
        assertThat(guest.see("duologue-composer")).hasAttribute("dir", "rtl");
        assertThat(guest.see("#send")).hasText("שליחה");
        assertThat(guest.see("#message")).hasAttribute("aria-label", "Message");
        guest.open(guest.page().url().replaceFirst("[?].*", "?lang=hi"));
        assertThat(guest.see("#send")).hasText("भेजें");
    }

    @Test
    @DisplayName("are looked for where the files come as they are written, without a build")
    void unbuilt() {
        Person guest = elsewhere(stage.personWith("ar-EG"), "");
        guest.page()
                .route(
                        "**/duologue/words.js",
                        route -> route.fulfill(new Route.FulfillOptions().setPath(ELEMENTS.resolve("words.js"))));
        guest.page().reload();
        assertThat(guest.see("#send")).hasText("إرسال");
        assertThat(guest.see("duologue-composer")).hasAttribute("dir", "rtl");
        guest.open(guest.page().url() + "?lang=../../own");
        assertThat(guest.see("#send")).hasText("إرسال");
    }

    @Test
    @DisplayName("are waited for by elements, by no module: Safari goes on without one that waits where it begins")
    void awaited() {
        Person guest = elsewhere(stage.personWith("ar-EG"), "");
        List<Route> held = new ArrayList<>();
        guest.page().route("**/words/ar.js", held::add);
        // What is held keeps the page from being loaded, so nobody waits for that.
        guest.page()
                .waitForRequest(
                        "**/words/ar.js",
                        () -> guest.page().evaluate("() => { setTimeout(() => location.reload()); }"));
        assertThat(guest.page()
                        .evaluate("async () => { await import('/duologue/composer.js');"
                                + " return customElements.get('duologue-composer') === undefined; }"))
                .isEqualTo(true);
        guest.page().unroute("**/words/ar.js");
        held.forEach(Route::resume);
        assertThat(guest.see("#send")).hasText("إرسال");
        assertThat(guest.page()
                        .evaluate("async () => { const words = await import('/duologue/words.js'); await words.ready;"
                                + " return `${words.language} ${words.direction} ${words.locale}`; }"))
                .isEqualTo("ar rtl ar-EG");
    }

    @Test
    @DisplayName("are in the next language where a file cannot be fetched, and say so to a screen reader")
    void missing() {
        speaksEnglish(stage.personWith("hi-IN").withBadNetwork(), Route::abort);
    }

    @Test
    @DisplayName("are in the next language where a file has no catalogue in it")
    void empty() {
        speaksEnglish(
                stage.personWith("hi-IN"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody("export const words = {};")));
    }

    private void speaksEnglish(Person person, Consumer<Route> hindi) {
        Person guest = elsewhere(person, "");
        guest.page().route("**/words/hi.js", hindi);
        guest.page().reload();
        assertThat(guest.see("#send")).hasText("Send");
        assertThat(guest.see("duologue-composer")).hasAttribute("lang", "en");
    }

    @Test
    @DisplayName("run from right to left in Arabic, with names and texts of either direction")
    void rightToLeft() {
        Server server = stage.serve();
        Person starter = stage.person().open(server.url() + "/?lang=ar");
        assertThat(starter.see("html")).hasAttribute("dir", "rtl");
        starter.shoot("start-arabic");
        starter.start("ABHI", "لیلیٰ");
        starter.shoot("start-invitations-arabic");
        Person abhi = stage.personWith("ar-EG").open(starter.linkOf("first"));
        assertThat(abhi.see("#hello")).hasText("مرحبًا ABHI");
        abhi.tryCode("1");
        assertThat(abhi.see("#secret-code #error")).containsText("يتكون الرمز من");
        abhi.shoot("enter-arabic");
        abhi.tryCode(starter.codeOf("first"));
        abhi.seesRoom();
        Person anny = stage.personWithPhone().enter(starter.linkOf("second"), starter.codeOf("second"));
        anny.write("Left to right, with عربي in it.");
        anny.write("من اليمين إلى اليسار، with English.");
        abhi.seesPresence("في المحادثة");
        abhi.write("مرحبا!");
        abhi.seesStateOf("مرحبا!", "seen");
        abhi.shoot("chat-arabic");
        String corners = "text => { const style = getComputedStyle(text);"
                + " return `${style.borderBottomLeftRadius} ${style.borderBottomRightRadius}`; }";
        assertThat(abhi.see(".message:not(.own) .text").first().evaluate(corners))
                .as("the corner of a bubble points to the side it stands on")
                .isEqualTo("18px 4px");
        assertThat(abhi.see(".own .text").evaluate(corners)).isEqualTo("4px 18px");
        assertThat(anny.see(".own .text").first().evaluate(corners)).isEqualTo("18px 4px");
        assertThat(abhi.see("#message").evaluate("field => getComputedStyle(field).direction"))
                .as("where an empty field begins")
                .isEqualTo("rtl");
        assertThat(abhi.see("#newer")
                        .evaluate("button => { button.hidden = false;"
                                + " const [of, all] = [button, button.getRootNode().host].map(each => each.getBoundingClientRect());"
                                + " button.hidden = true;"
                                + " return Math.round(of.left + of.right - all.left - all.right); }"))
                .as("how far the way to the newest is from the middle")
                .isEqualTo(0);
        abhi.see("#end").click();
        abhi.shoot("chat-confirm-end-arabic");
        abhi.see("#confirm-yes").click();
        abhi.seesState("أنهيتَ المحادثة.");
        abhi.shoot("over-arabic");
        anny.seesState("ABHI has ended the chat.");
    }

    /** A page of somebody else with a field for messages, and something in its head. */
    private Person elsewhere(Person person, String head) {
        Server server = stage.serve();
        person.page()
                .route(
                        "**/elsewhere**",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/html")
                                .setBody("<!doctype html><html lang=en><title>Elsewhere</title>" + head
                                        + "<script type=module src=/duologue/composer.js></script>"
                                        + "<body><duologue-composer></duologue-composer>")));
        return person.open(server.url() + "/elsewhere");
    }

    private static Set<String> keys(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
