package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Makes the pictures of the README in {@code target/pictures}; copy them to {@code docs/images} when the pages change. */
@DisplayName("The pictures of the README")
class PicturesTest {

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final int MAX_BYTES = 150 * 1024;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("show the three pages, and are small")
    void pictures() throws Exception {
        Server server = stage.serve();
        Person starter = stage.person(phone()).open(server.url());
        starter.start("ABHI", "ANNY");
        starter.page().evaluate("document.activeElement.blur()");
        shoot(starter, "start");
        Person abhi = stage.person(phone()).open(starter.linkOf("first"));
        abhi.see("#secret-code input").fill(starter.codeOf("first"));
        shoot(abhi, "enter");
        abhi.see("#get-in").click();
        abhi.seesRoom();
        Person anny = stage.person(phone()).enter(starter.linkOf("second"), starter.codeOf("second"));
        abhi.write("Did you get home all right?");
        anny.seesMessages("Did you get home all right?");
        anny.write("Yes, just now. The last train was nearly empty.");
        abhi.write("Good! See you on Sunday, same place?");
        abhi.seesStateOf("See you on Sunday", "seen");
        Eventually.holds(() -> {
            anny.see("#message").press("S");
            assertThat(abhi.see("#typing").textContent()).isEqualTo("ANNY is typing…");
        });
        shoot(abhi, "chat");
    }

    private static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions().setViewportSize(400, 720).setDeviceScaleFactor(1.5);
    }

    private static void shoot(Person person, String name) throws Exception {
        Path file = PICTURES.resolve(name + ".png");
        person.page().screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).isLessThan(MAX_BYTES);
    }
}
