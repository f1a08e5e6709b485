package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A person keeps their place in the chat")
class SeatTest {

    private static final String ELSEWHERE = "This chat is open in another window.";

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("over a reload of the chat page, with messages, draft and no question for the code")
    void reload() {
        Stage.Pair pair = stage.pair(stage.serve());
        pair.abhi().write("HELLO");
        pair.anny().seesMessages("HELLO");
        pair.anny().write("HI");
        pair.abhi().seesMessages("HELLO", "HI");
        pair.abhi().see("#message").fill("NOT SENT YET");
        pair.abhi().page().reload();
        pair.abhi().seesRoom();
        pair.abhi().seesMessages("HELLO", "HI");
        assertThat(pair.abhi().see("#message")).hasValue("NOT SENT YET");
        pair.abhi().shoot("chat-draft");
        pair.abhi().see("#message").press("Enter");
        pair.anny().seesMessages("HELLO", "HI", "NOT SENT YET");
        pair.abhi().seesStateOf("NOT SENT YET", "seen");
        pair.anny().seesPresence("In the chat");
    }

    @Test
    @DisplayName("and the starter the codes, over a reload of the start page")
    void reloadStart() {
        Server server = stage.serve();
        Person starter = stage.person().open(server.url());
        starter.start("ABHI", "ANNY");
        String link = starter.linkOf("first");
        String code = starter.codeOf("first");
        starter.page().reload();
        assertThat(starter.invitation("first").locator("#link")).hasText(link);
        assertThat(starter.invitation("first").locator("#code")).hasText(code);
        starter.page().navigate(link);
        starter.tryCode(code);
        starter.seesRoom();
        starter.page().goBack();
        assertThat(starter.invitation("first").locator("#code")).hasText(code);
        starter.seesState("first", "away");
        starter.shoot("start-away");
        starter.page().goForward();
        starter.seesRoom();
    }

    @Test
    @DisplayName("against a duplicate of the tab, unless they say so, and back again")
    void duplicateTab() {
        Stage.Pair pair = stage.pair(stage.serve());
        Person abhi = pair.abhi();
        abhi.write("HELLO");
        Page first = abhi.page();
        Page copy = abhi.context().waitForPage(() -> first.evaluate("() => { open(location.href); }"));
        abhi.turnTo(copy);
        abhi.seesState(ELSEWHERE);
        abhi.shoot("elsewhere");
        abhi.see("#continue").click();
        abhi.seesRoom();
        abhi.seesMessages("HELLO");
        abhi.turnTo(first);
        abhi.seesState(ELSEWHERE);
        org.assertj.core.api.Assertions.assertThat(abhi.see(".message").count()).isZero();
        abhi.see("#continue").click();
        abhi.seesRoom();
        abhi.write("BACK");
        pair.anny().seesMessages("HELLO", "BACK");
        abhi.turnTo(copy);
        abhi.seesState(ELSEWHERE);
    }

    @Test
    @DisplayName("on another device, after being asked")
    void secondDevice() {
        Server server = stage.serve();
        JsonNode chat = new Http(server).startChat();
        String link = chat.at("/first/shortUrl").asText();
        String code = chat.at("/first/code").asText();
        Person desk = stage.person().enter(link, code);
        desk.write("FROM THE DESK");
        desk.seesStateOf("FROM THE DESK", "sent");
        Person phone = stage.personWithPhone();
        phone.open(link);
        phone.tryCode(code);
        phone.seesState(ELSEWHERE);
        desk.seesRoom();
        phone.see("#continue").click();
        phone.seesRoom();
        phone.seesMessages("FROM THE DESK");
        desk.seesState(ELSEWHERE);
        // The phone entered anew, so the desk's seat token is dead: it needs the code again.
        desk.see("#continue").click();
        assertThat(desk.see("#hello")).hasText("Hello ABHI");
        desk.tryCode(code);
        desk.seesState(ELSEWHERE);
        desk.see("#continue").click();
        desk.seesRoom();
        desk.seesMessages("FROM THE DESK");
        phone.seesState(ELSEWHERE);
    }

    @Test
    @DisplayName("when they leave the page and come back by the back button; meanwhile the other sees them away")
    void back() {
        Server server = stage.serve();
        Stage.Pair pair = stage.pair(server);
        pair.abhi().write("HELLO");
        pair.anny().seesMessages("HELLO");
        pair.abhi().open(server.url());
        pair.anny().seesPresence("Away");
        pair.anny().shoot("chat-away");
        pair.anny().write("WHERE ARE YOU?");
        pair.anny().seesStateOf("WHERE ARE YOU?", "sent");
        pair.anny().shoot("chat-sent");
        pair.abhi().page().goBack();
        pair.abhi().seesRoom();
        pair.abhi().seesMessages("HELLO", "WHERE ARE YOU?");
        pair.anny().seesPresence("In the chat");
        pair.anny().seesStateOf("WHERE ARE YOU?", "seen");
    }
}
