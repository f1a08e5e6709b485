package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.duologue.spi.AttemptTable;
import dev.duologue.websocket.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("On the enter page, a person")
class EnteringTest {

    private static final String LOCKED = "No tries are left. Ask whoever started the chat for a new link and code.";

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Pattern COUNTING_DOWN = Pattern.compile("Try again in (60|[1-5]?[0-9]) s");

    @RegisterExtension
    final Stage stage = new Stage();

    /** Of the chats: what takes a busy machine long is not to be taken for waiting. */
    private final SettableClock clock = new SettableClock();

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    @DisplayName(
            "who tries wrong codes is told how many tries are left, waits, is locked out, and gets in by a new code")
    void wrongCodes() {
        AttemptTable table = new AttemptTable(List.of(Duration.ZERO, WAIT, Duration.ZERO));
        Server server = stage.serve(chats -> chats.attempts(() -> table).clock(clock));
        Person starter = stage.person().open(server.url());
        starter.start("ABHI", "ANNY");
        Person anny = stage.personWithPhone();
        Clock annys = anny.clock();
        anny.open(starter.linkOf("second"));
        String wrong = wrongCode(starter.codeOf("second"));

        anny.tryCode("");
        anny.seesProblem("Type the secret code first.");
        anny.tryCode("what code?");
        assertThat(anny.see("#secret-code #error"))
                .containsText("That is not a secret code. A code is 6 letters or digits");
        anny.shoot("enter-malformed");
        anny.tryCode(wrong);
        anny.seesProblem("Wrong code. 3 tries left.");
        anny.shoot("enter-wrong");
        anny.tryCode(wrong);
        anny.seesProblem("Wrong code. 2 tries left.");
        assertThat(anny.see("#wait")).hasText(COUNTING_DOWN);
        assertThat(anny.see("#get-in")).isDisabled();
        // Said once: nobody listens to a timer.
        assertThat(anny.see(".aside[role=status]")).hasText("Try again in 60 s");
        anny.shoot("enter-wait");
        clock.pass(WAIT);
        annys.fastForward(WAIT.toMillis());
        assertThat(anny.see("#get-in")).isEnabled();
        assertThat(anny.see(".aside[role=status]")).isEmpty();
        anny.tryCode(wrong);
        anny.seesProblem("Wrong code. 1 try left.");
        anny.tryCode(wrong);
        anny.seesProblem(LOCKED);
        assertThat(anny.see("#get-in")).isDisabled();
        anny.shoot("enter-locked");
        starter.seesState("second", "locked");
        starter.shoot("start-locked");
        anny.page().reload();
        anny.seesProblem(LOCKED);

        String oldLink = starter.linkOf("second");
        starter.invitation("second").locator("#new-code").click();
        assertThat(starter.invitation("second").locator("#link")).not().hasText(oldLink);
        starter.seesState("second", "waiting");
        starter.shoot("start-new-code");
        anny.page().reload();
        anny.seesState("This link leads to no chat.");
        anny.shoot("enter-unknown-link");
        anny.enter(starter.linkOf("second"), starter.codeOf("second"));
        starter.seesState("second", "in");
    }

    @Test
    @DisplayName("who tries in another tab before the wait is over is told that the code was not tried")
    void tooSoon() {
        AttemptTable table = new AttemptTable(List.of(WAIT, Duration.ZERO));
        Server server = stage.serve(chats -> chats.attempts(() -> table).clock(clock));
        JsonNode invitation = new Http(server).startChat().get("second");
        Person anny = stage.person().open(invitation.get("shortUrl").asText());
        Person late = stage.person().open(invitation.get("shortUrl").asText());
        assertThat(anny.see("#hello")).hasText("Hello ANNY");
        assertThat(late.see("#hello")).hasText("Hello ANNY");
        anny.tryCode(wrongCode(invitation.get("code").asText()));
        anny.seesProblem("Wrong code. 2 tries left.");
        late.tryCode(invitation.get("code").asText());
        late.seesProblem("Too soon: that code was not tried.");
        assertThat(late.see("#wait")).isVisible();
        late.shoot("enter-too-soon");
        anny.page().reload();
        assertThat(anny.see("#wait")).hasText(COUNTING_DOWN);
    }

    @Test
    @DisplayName("may write the code in small letters, with blanks and look-alikes")
    void lenient() {
        Server server = stage.serve();
        JsonNode invitation = new Http(server).startChat().get("second");
        String typed = invitation
                .get("code")
                .asText()
                .toLowerCase(Locale.ROOT)
                .replace('-', ' ')
                .replace('0', 'o')
                .replace('1', 'l');
        stage.person().enter(invitation.get("shortUrl").asText(), " " + typed + " ");
    }

    @Test
    @DisplayName("follows from one link to the next in the same tab")
    void nextLink() {
        Server server = stage.serve();
        JsonNode chat = new Http(server).startChat();
        Person person = stage.person().open(chat.at("/first/shortUrl").asText());
        assertThat(person.see("#hello")).hasText("Hello ABHI");
        person.open(chat.at("/second/shortUrl").asText());
        assertThat(person.see("#hello")).hasText("Hello ANNY");
        person.tryCode(chat.at("/second/code").asText());
        person.seesRoom();
    }

    @Test
    @DisplayName("without a link, with a link that is none, or that of an ended chat, is told so")
    void noChat() {
        Server server = stage.serve();
        Person person = stage.person().open(server.url() + "/c");
        person.seesState("There is no invitation in this address.");
        person.shoot("enter-no-link");
        person.open(server.url() + "/c#<script>alert(1)</script>");
        person.seesState("This link leads to no chat.");

        JsonNode chat = new Http(server).startChat();
        String host = "Bearer " + chat.get("host").asText();
        Person waiting = stage.person().open(chat.at("/first/shortUrl").asText());
        assertThat(waiting.see("#hello")).isVisible();
        new Http(server).call("DELETE", "/api/chats/" + chat.get("id").asText(), "", "Authorization", host);
        person.open(chat.at("/first/shortUrl").asText());
        person.seesState("This chat has ended.");
        person.shoot("enter-ended");
        waiting.tryCode(chat.at("/first/code").asText());
        waiting.seesState("This chat has ended.");
        person.see("#start-new").click();
        assertThat(person.see("#start")).isVisible();
    }

    @Test
    @DisplayName("whose invitation is replaced while they are in, is sent for the new one")
    void replaced() {
        Server server = stage.serve();
        Person starter = stage.person().open(server.url());
        starter.start("ABHI", "ANNY");
        Person anny = stage.person().enter(starter.linkOf("second"), starter.codeOf("second"));
        starter.seesState("second", "in");
        starter.invitation("second").locator("#new-code").click();
        assertThat(starter.see("#confirm-title")).hasText("Make a new link and code?");
        starter.shoot("start-confirm-new-code");
        starter.see("#confirm-no").click();
        assertThat(starter.see("dialog")).hasCount(0);
        starter.invitation("second").locator("#new-code").click();
        starter.see("#confirm-yes").click();
        anny.seesState("This invitation was replaced.");
        anny.shoot("over-replaced");
        assertThat(anny.everything()).doesNotContain("ANNY").doesNotContain("ABHI");
    }

    @Test
    @DisplayName("whose names are refused reads why beside each")
    void names() {
        Server server = stage.serve();
        Person starter = stage.person().withBadNetwork().open(server.url());
        starter.see("#first-name input").fill("x".repeat(41));
        starter.see("#start").click();
        assertThat(starter.see("#first-name #error")).hasText("This name is too long: at most 40 characters.");
        assertThat(starter.see("#second-name #error")).hasText("Enter a name.");
        starter.shoot("start-names-refused");
        starter.start("x".repeat(40), "\u05d0\u05d1\u05d9\u05d2\u05d9\u05dc");
        starter.shoot("start-long-and-rtl-names");
    }

    @Test
    @DisplayName("while the server does not answer, is told so, and gets in once it does")
    void offline() {
        Link link = stage.link();
        Server server = stage.serveBehind(List.of(link));
        JsonNode invitation = new Http(server).startChat().get("second");
        Person anny =
                stage.person().withBadNetwork().open(invitation.get("shortUrl").asText());
        assertThat(anny.see("#hello")).isVisible();
        link.cut();
        assertThat(anny.see("#notice")).hasText("Connection lost, trying again…");
        anny.shoot("enter-offline");
        anny.tryCode(invitation.get("code").asText());
        link.mend();
        assertThat(anny.see("duologue-room #message"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
    }

    private static String wrongCode(String right) {
        return right.equals("000-000") ? "111-111" : "000-000";
    }
}
