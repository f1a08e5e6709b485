package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A chat whose time comes")
class DeadlinesTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("warns both when nobody writes, goes on when one stays, and else ends for that")
    void idle() {
        Stage.Pair pair = stage.pair(stage.serve("--idle-timeout=9s", "--end-warning=6s"));
        for (Person person : new Person[] {pair.abhi(), pair.anny()}) {
            assertThat(person.see("#warning")).hasText("The chat will end because nobody writes.");
            assertThat(person.see("#left")).hasText(Pattern.compile("0:0[1-6]"));
        }
        pair.anny().see("#stay").click();
        assertThat(pair.abhi().see("#warning")).isHidden();
        assertThat(pair.anny().see("#warning")).isHidden();
        assertThat(pair.abhi().see("#warning")).isVisible();
        pair.abhi().shootAll("chat-idle-warning");
        pair.abhi().seesState("The chat ended because nobody wrote for 9 seconds.");
        pair.anny().seesState("The chat ended because nobody wrote for 9 seconds.");
        pair.anny().shoot("over-idle");
    }

    @Test
    @DisplayName("takes the warning back when one writes")
    void written() {
        Stage.Pair pair = stage.pair(stage.serve("--idle-timeout=12s", "--end-warning=10s"));
        assertThat(pair.abhi().see("#warning")).isVisible();
        pair.anny().write("HERE I AM");
        pair.abhi().seesMessages("HERE I AM");
        assertThat(pair.abhi().see("#warning")).isHidden();
        assertThat(pair.anny().see("#warning")).isHidden();
    }

    @Test
    @DisplayName("ends where one never comes in, and says so to the other and to the starter")
    void neverEntered() {
        Server server = stage.serve("--entry-timeout=12s", "--end-warning=9s");
        Person starter = stage.person().open(server.url());
        starter.start("ABHI", "ANNY");
        Person abhi = stage.person().enter(starter.linkOf("first"), starter.codeOf("first"));
        assertThat(abhi.see("#warning")).hasText("The chat will end if ANNY does not come in.");
        assertThat(abhi.see("#stay")).isHidden();
        abhi.shoot("chat-never-entered-warning");
        abhi.seesState("The chat ended because one of you never came in.");
        abhi.shoot("over-never-entered");
        assertThat(starter.see("#over-title")).isVisible();
        starter.shoot("start-over-never-entered");
    }

    @Test
    @DisplayName("ends when its time is up")
    void lifetime() {
        Stage.Pair pair = stage.pair(stage.serve("--lifetime=14s", "--end-warning=9s"));
        assertThat(pair.abhi().see("#warning")).hasText("The chat will end because its time is up.");
        pair.abhi().shoot("chat-lifetime-warning");
        pair.abhi().seesState("The chat ended because its time was up.");
        pair.anny().seesState("The chat ended because its time was up.");
        pair.anny().shoot("over-lifetime");
    }
}
