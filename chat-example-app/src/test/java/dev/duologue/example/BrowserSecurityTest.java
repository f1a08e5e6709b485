package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A browser")
@Tag("slow")
class BrowserSecurityTest {

    /** Notes what the policy of a page stopped, before any script of the page runs. */
    private static final String NOTE_VIOLATIONS = "window.stopped = [];"
            + "document.addEventListener('securitypolicyviolation', e => window.stopped.push(e.effectiveDirective));";

    @RegisterExtension
    final Stage stage = new Stage();

    private Server server;
    private ElsewhereOnTheWeb elsewhere;
    private Person person;

    @BeforeEach
    void open() {
        server = stage.serve();
        elsewhere = stage.opened(new ElsewhereOnTheWeb());
        person = stage.person();
        person.page().addInitScript(NOTE_VIOLATIONS);
    }

    @Test
    @DisplayName("runs and loads nothing that somebody smuggled into a page")
    void smuggledMarkup() {
        String smuggled = "<script>window.ran = 'inline'</script>"
                + "<script src=" + elsewhere.url() + "/script.js></script>"
                + "<img src=x onerror=\"window.ran = 'handler'\"><img src=" + elsewhere.url() + "/image>"
                + "<style>body { background: url(" + elsewhere.url() + "/style) }</style>"
                + "<link rel=stylesheet href=" + elsewhere.url() + "/sheet.css>"
                + "<iframe src=" + elsewhere.url() + "/frame></iframe>"
                + "<object data=" + elsewhere.url() + "/object></object>"
                + "<base href=" + elsewhere.url() + "/base/>";
        person.page().route("**/c", route -> smuggle(route, smuggled));
        person.open(server.url() + "/c");
        person.seesState("There is no invitation in this address.");
        Eventually.holds(() -> assertThat(stopped())
                .contains(
                        "script-src-elem",
                        "script-src-attr",
                        "img-src",
                        "style-src-elem",
                        "frame-src",
                        "object-src",
                        "base-uri"));
        assertThat(person.page().evaluate("window.ran")).isNull();
        assertThat(elsewhere.asked()).isEmpty();
        complainedOf("Content Security Policy");
    }

    @Test
    @DisplayName("lets a script of the page neither write HTML nor make code of text nor talk to anybody else")
    void strayScript() {
        person.open(server.url() + "/c");
        Page page = person.page();
        for (String sink : List.of(
                "document.body.innerHTML = '<b>x</b>'",
                "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
                "document.write('<b>x</b>')",
                "document.createElement('script').src = 'x.js'",
                "document.createElement('script').text = 'window.ran = 1'",
                "trustedTypes.createPolicy('mine', { createHTML: html => html })",
                "setTimeout('window.ran = 1')",
                "document.body.setAttribute('onclick', 'window.ran = 1')")) {
            assertThat(page.evaluate("() => { try { " + sink + "; return 'done' } catch (e) { return e.name } }"))
                    .as(sink)
                    .isEqualTo("TypeError");
        }
        assertThat(page.evaluate("async () => { try { await fetch('" + elsewhere.url()
                        + "/fetch', {mode: 'no-cors'}); return 'done' } catch (e) { return e.name } }"))
                .isEqualTo("TypeError");
        page.evaluate("navigator.sendBeacon('" + elsewhere.url() + "/beacon', 'x')");
        page.evaluate("new Image().src = '" + elsewhere.url() + "/image'");
        assertThat(page.evaluate("new Promise(told => { const socket = new WebSocket('"
                        + elsewhere.url().replace("http:", "ws:") + "/socket');"
                        + " socket.onopen = () => told('open'); socket.onerror = () => told('error'); })"))
                .isEqualTo("error");
        page.evaluate("() => { const form = document.createElement('form'); form.method = 'post'; form.action = '"
                + elsewhere.url() + "/form'; document.body.append(form); form.submit(); }");
        Eventually.holds(() -> assertThat(stopped())
                .contains("require-trusted-types-for", "trusted-types", "connect-src", "img-src", "form-action"));
        assertThat(page.evaluate("window.ran")).isNull();
        assertThat(elsewhere.asked()).isEmpty();
        complainedOf("Content Security Policy");
    }

    @Test
    @DisplayName("shows no page of ours in the frame of another site")
    void framed() {
        person.open(elsewhere.serving(
                "<iframe src=" + server.url() + "/></iframe><iframe src=" + server.url() + "/c></iframe>"));
        // Of each: what came later would count as a complaint of the page.
        Eventually.holds(() -> assertThat(person.complaints())
                .filteredOn(complaint -> complaint.contains("frame-ancestors"))
                .hasSize(2));
        person.complaints().clear();
        assertThat(person.page().frames().stream()
                        .skip(1)
                        .map(frame -> frame.evaluate("document.querySelector('main, duologue-chat') === null")))
                .hasSize(2)
                .containsOnly(true);
    }

    @Test
    @DisplayName("opens no WebSocket for a page of another site")
    void crossSiteWebSocket() {
        person.open(elsewhere.serving(""));
        String socket = server.url().toString().replace("http:", "ws:") + "/chat";
        assertThat(person.page()
                        .evaluate("new Promise(told => { const socket = new WebSocket('" + socket
                                + "', 'duologue.v1'); socket.onopen = () => told('open');"
                                + " socket.onerror = () => told('error'); })"))
                .isEqualTo("error");
        complainedOf("403");
    }

    @Test
    @DisplayName("starts no chat for a page of another site, by no kind of form or request")
    void crossSiteRequests() {
        String form = "<form method=post action=" + server.url() + "/api/chats enctype=text/plain>"
                + "<input name='{\"first\":\"ABHI\",\"second\":\"ANNY\",\"x\":\"' value='\"}'></form>";
        person.withBadNetwork().open(elsewhere.serving(form));
        Page page = person.page();
        for (String type : List.of("text/plain", "application/json")) {
            page.evaluate("async () => { try { await fetch('" + server.url() + "/api/chats', {method: 'POST', mode: '"
                    + (type.equals("text/plain") ? "no-cors" : "cors") + "', headers: {'Content-Type': '" + type
                    + "'}, body: '{\"first\":\"ABHI\",\"second\":\"ANNY\"}'}) } catch (e) { return e.name } }");
        }
        for (String enctype : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
            page.navigate(elsewhere.url());
            Response answer = page.waitForResponse(
                    "**/api/chats",
                    () -> page.evaluate(
                            "() => { document.forms[0].enctype = '" + enctype + "'; document.forms[0].submit() }"));
            assertThat(answer.status()).as(enctype).isEqualTo(403);
            assertThat(page.locator("body")).containsText("Origin not allowed");
        }
        assertThat(new Http(server).get("/metrics").body()).contains("duologue_chats_started_total 0.0");
        person.complaints().clear();
    }

    /** As a page would be that has a hole: the server's own headers over markup with more in it. */
    private static void smuggle(Route route, String markup) {
        var served = route.fetch();
        Map<String, String> headers = new HashMap<>(served.headers());
        headers.remove("content-encoding");
        headers.remove("content-length");
        route.fulfill(new Route.FulfillOptions()
                .setStatus(served.status())
                .setHeaders(headers)
                .setBody(served.text().replace("</body>", markup + "</body>")));
    }

    private List<String> stopped() {
        Object stopped = person.page().evaluate("window.stopped");
        return ((List<?>) stopped).stream().map(String::valueOf).toList();
    }

    /** The browser told its console of what it stopped, which is no complaint here. */
    private void complainedOf(String words) {
        Eventually.holds(() -> assertThat(person.complaints()).anyMatch(complaint -> complaint.contains(words)));
        person.complaints().clear();
    }
}
