package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.duologue.websocket.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A chat whose time comes")
class DeadlinesTest {

    @RegisterExtension
    final Stage stage = new Stage();

    private final SettableClock clock = new SettableClock();

    @Test
    @DisplayName("warns both when nobody writes, goes on when one stays, and else ends for that")
    void idle() {
        Stage.Pair pair = stage.pair(serve());
        clock.pass(Duration.ofMinutes(13));
        for (Person person : List.of(pair.abhi(), pair.anny())) {
            assertThat(person.see("#warning")).hasText("The chat will end because nobody writes.");
            assertThat(person.see("#left")).hasText(Pattern.compile("2:00|1:[45][0-9]"));
        }
        pair.abhi().shoot("chat-idle-warning");
        pair.anny().see("#stay").click();
        assertThat(pair.abhi().see("#warning")).isHidden();
        assertThat(pair.anny().see("#warning")).isHidden();
        clock.pass(Duration.ofMinutes(13));
        assertThat(pair.abhi().see("#warning")).isVisible();
        clock.pass(Duration.ofMinutes(2));
        pair.abhi().seesState("The chat ended because nobody wrote for 15 minutes.");
        pair.anny().seesState("The chat ended because nobody wrote for 15 minutes.");
        pair.anny().shoot("over-idle");
    }

    @Test
    @DisplayName("takes the warning back when one writes")
    void written() {
        Stage.Pair pair = stage.pair(serve());
        clock.pass(Duration.ofMinutes(13));
        assertThat(pair.abhi().see("#warning")).isVisible();
        clock.pass(Duration.ofSeconds(1));
        pair.anny().write("HERE I AM");
        pair.abhi().seesMessages("HERE I AM");
        assertThat(pair.abhi().see("#warning")).isHidden();
        assertThat(pair.anny().see("#warning")).isHidden();
    }

    @Test
    @DisplayName("ends where one never comes in, and says so to the other and to the starter")
    void neverEntered() {
        Server server = serve();
        Person starter = stage.person().open(server.url());
        starter.start("ABHI", "ANNY");
        Person abhi = stage.person().enter(starter.linkOf("first"), starter.codeOf("first"));
        clock.pass(Duration.ofMinutes(28));
        assertThat(abhi.see("#warning")).hasText("The chat will end if ANNY does not come in.");
        assertThat(abhi.see("#stay")).isHidden();
        abhi.shoot("chat-never-entered-warning");
        clock.pass(Duration.ofMinutes(2));
        abhi.seesState("The chat ended because one of you never came in.");
        abhi.shoot("over-never-entered");
        assertThat(starter.see("#over-title")).isVisible();
        starter.shoot("start-over-never-entered");
    }

    @Test
    @DisplayName("ends when its time is up")
    void lifetime() {
        Stage.Pair pair = stage.pair(serve("--lifetime=10m"));
        clock.pass(Duration.ofMinutes(8));
        assertThat(pair.abhi().see("#warning")).hasText("The chat will end because its time is up.");
        assertThat(pair.abhi().see("#stay")).isHidden();
        pair.abhi().shoot("chat-lifetime-warning");
        clock.pass(Duration.ofMinutes(2));
        pair.abhi().seesState("The chat ended because its time was up.");
        pair.anny().seesState("The chat ended because its time was up.");
        pair.anny().shoot("over-lifetime");
    }

    @Test
    @DisplayName("ends by the real clock too")
    void realTime() {
        Server server = stage.serve("--entry-timeout=1s", "--end-warning=0s");
        Person starter = stage.person().open(server.url());
        starter.start("ABHI", "ANNY");
        assertThat(starter.see("#over-title")).hasText("The chat ended because one of you never came in.");
    }

    private Server serve(String... options) {
        return stage.serve(chats -> chats.clock(clock), options);
    }
}
