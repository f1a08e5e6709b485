package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.microsoft.playwright.Locator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Two people in two browsers")
class BrowserTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("chat from the start page, over the QR code, to the end")
    void wholeChat() throws Exception {
        Server server = stage.serve();
        Person starter = stage.person().open(server.url());
        starter.shootAll("start");
        starter.start("ABHI", "ANNY");
        starter.shootAll("start-invitations");
        starter.seesState("first", "waiting");
        Person abhi = stage.person();
        Person anny = stage.personWithPhone();
        String link = readQrCode(starter.invitation("first").locator("#qr"));
        assertThat(link).isEqualTo(starter.linkOf("first"));
        abhi.open(link);
        assertThat(abhi.see("#hello")).hasText("Hello ABHI");
        abhi.shootAll("enter");
        abhi.tryCode(starter.codeOf("first"));
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
        abhi.shootAll("chat-typing");
        anny.see("#send").click();
        abhi.write("HOW ARE YOU?");
        abhi.seesMessages("HELLO", "HI", "HOW ARE YOU?");
        anny.seesMessages("HELLO", "HI", "HOW ARE YOU?");
        abhi.seesStateOf("HOW ARE YOU?", "seen");
        abhi.shootAll("chat");
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
    }

    /** Reads the code from a picture of the page, as a phone does. */
    private static String readQrCode(Locator shown) throws IOException, NotFoundException {
        var picture = ImageIO.read(new ByteArrayInputStream(shown.screenshot()));
        var bitmap = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(picture)));
        return new MultiFormatReader().decode(bitmap).getText();
    }
}
