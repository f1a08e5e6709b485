package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Over plain http in a local network, where browsers withhold much,")
class PlainHttpTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @DisplayName("everything works, on a server that listens on all addresses")
    void chat() {
        Link lan = stage.link();
        String base = "http://" + Chromium.MADE_UP_HOST + ":" + lan.port();
        Server server = stage.serve("--host=0.0.0.0", "--base-url=" + base);
        lan.leadTo(server.port());
        assertThat(server.url()).isEqualTo(URI.create(base));
        Person starter = stage.person().open(server.url());
        assertThat(starter.page().evaluate("isSecureContext")).isEqualTo(false);
        assertThat(starter.page().evaluate("typeof crypto.randomUUID")).isEqualTo("undefined");
        starter.start("ABHI", "ANNY");
        assertThat(starter.linkOf("first")).startsWith(base + "/c#");
        starter.invitation("first").locator("#copy-code").click();
        assertThat(starter.invitation("first").locator("#note")).hasText("Code copied.");
        assertThat(starter.invitation("first").locator("#share")).isHidden();

        Person abhi = stage.person().open(starter.linkOf("first"));
        abhi.see("#secret-code input").press("Control+V");
        assertThat(abhi.see("#secret-code input")).hasValue(starter.codeOf("first"));
        abhi.see("#get-in").click();
        abhi.seesRoom();
        Person anny = stage.personWithPhone().enter(starter.linkOf("second"), starter.codeOf("second"));
        abhi.write("HELLO");
        anny.seesMessages("HELLO");
        anny.page().reload();
        anny.seesRoom();
        anny.write("HI");
        abhi.seesMessages("HELLO", "HI");
        starter.page().reload();
        starter.seesState("second", "in");
        starter.see("#end").click();
        starter.shoot("start-confirm-end");
        starter.see("#confirm-yes").click();
        assertThat(starter.see("#over-title")).hasText("You ended the chat.");
        abhi.seesState("Whoever started the chat has ended it.");
        abhi.shoot("over-by-starter");
    }

    @Test
    @DisplayName("a page at an address that is not the base URL's may not call")
    void otherAddress() {
        Link lan = stage.link();
        Server server = stage.serve("--base-url=http://" + Chromium.MADE_UP_HOST + ":" + lan.port());
        lan.leadTo(server.port());
        Person starter = stage.person().withBadNetwork().open("http://localhost:" + lan.port());
        starter.see("#first-name input").fill("ABHI");
        starter.see("#second-name input").fill("ANNY");
        starter.see("#start").click();
        assertThat(starter.see("#start-problem"))
                .hasText("The server takes no requests from pages at this address. Open it at its own address.");
    }
}
