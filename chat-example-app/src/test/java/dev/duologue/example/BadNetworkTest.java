package dev.duologue.example;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("On a bad network nothing is lost or doubled:")
@Tag("slow")
class BadNetworkTest {

    private static final String LOST = "Connection lost, trying again…";

    @RegisterExtension
    final Stage stage = new Stage();

    private Link link;
    private Server server;
    private Person abhi;
    private Person anny;

    /** ABHI is behind the bad link, ANNY is not. */
    @BeforeEach
    void meet() {
        link = stage.link();
        Link good = stage.link();
        server = stage.serveBehind(List.of(link, good));
        var chat = new Http(server).startChat();
        abhi = stage.person().withBadNetwork();
        anny = stage.personWithPhone().withBadNetwork();
        abhi.enter(chat.at("/first/shortUrl").asText(), chat.at("/first/code").asText());
        anny.enter(
                chat.at("/second/shortUrl").asText().replace(":" + link.port(), ":" + good.port()),
                chat.at("/second/code").asText());
        abhi.seesPresence("In the chat");
    }

    @Test
    @DisplayName("a message whose answer was lost is sent again and is one, with those written meanwhile behind it")
    void cutInMidSend() {
        link.holdAnswers();
        abhi.write("ONE");
        anny.seesMessages("ONE");
        abhi.seesStateOf("ONE", "waiting");
        link.cut();
        assertThat(abhi.see("#lost")).hasText(LOST);
        abhi.write("TWO");
        abhi.write("THREE");
        anny.write("FOUR");
        anny.seesStateOf("FOUR", "sent");
        abhi.seesMessages("ONE", "TWO", "THREE");
        abhi.shoot("chat-offline");
        link.mend();
        abhi.seesMessages("ONE", "FOUR", "TWO", "THREE");
        anny.seesMessages("ONE", "FOUR", "TWO", "THREE");
        assertThat(abhi.see("#lost")).isHidden();
        abhi.seesStateOf("THREE", "seen");
        assertThat(abhi.see(".message.waiting")).hasCount(0);
    }

    @Test
    @DisplayName("a message that never reached the server goes out when it can, over a reload too")
    void reloadWithOutbox() {
        link.cut();
        assertThat(abhi.see("#lost")).hasText(LOST);
        abhi.write("ONE");
        abhi.write("TWO");
        link.mend();
        abhi.page().reload();
        abhi.seesRoom();
        anny.seesMessages("ONE", "TWO");
        abhi.seesMessages("ONE", "TWO");
    }

    @Test
    @DisplayName("a reload while the answer is awaited sends again, and it is one")
    void reloadInMidSend() {
        link.holdAnswers();
        abhi.write("ONE");
        anny.seesMessages("ONE");
        link.cut();
        link.mend();
        abhi.page().reload();
        abhi.seesRoom();
        abhi.write("TWO");
        anny.seesMessages("ONE", "TWO");
        abhi.seesMessages("ONE", "TWO");
    }

    @Test
    @DisplayName("the wish to end is kept until the server hears it")
    void endOffline() {
        link.cut();
        assertThat(abhi.see("#lost")).hasText(LOST);
        abhi.write("UNSENT");
        abhi.see("#end").click();
        assertThat(abhi.see("dialog")).containsText("What still waits to be sent is lost with it.");
        abhi.see("#confirm-yes").click();
        assertThat(abhi.see("#end")).hasText("Ending…");
        abhi.shoot("chat-ending");
        link.mend();
        abhi.seesState("You ended the chat.");
        anny.seesState("ABHI has ended the chat.");
    }

    @Test
    @DisplayName("the other's end is told to who was away")
    void endedMeanwhile() {
        link.cut();
        assertThat(abhi.see("#lost")).hasText(LOST);
        anny.end();
        anny.seesState("You ended the chat.");
        link.mend();
        abhi.seesState("The chat has ended while you were away.");
        abhi.shoot("over-while-away");
    }

    @Test
    @DisplayName("a server that comes back without the chat is told as its end")
    void serverGone() {
        abhi.write("HELLO");
        anny.seesMessages("HELLO");
        server.close();
        assertThat(abhi.see("#lost")).hasText(LOST);
        abhi.shoot("chat-server-gone");
        Server next = stage.serve("--base-url=http://localhost:" + link.port());
        link.leadTo(next.port());
        abhi.seesState("The chat has ended while you were away.");
        abhi.shoot("over-server-restarted");
        org.assertj.core.api.Assertions.assertThat(abhi.everything())
                .doesNotContain("HELLO")
                .doesNotContain("ANNY");
    }

    @Test
    @DisplayName("a page that comes back from the background goes on, with what was written meanwhile")
    void background() {
        abhi.hide(true);
        link.cut();
        anny.write("ONE");
        anny.seesStateOf("ONE", "sent");
        abhi.write("TWO");
        abhi.seesStateOf("TWO", "waiting");
        link.mend();
        abhi.hide(false);
        abhi.seesMessages("ONE", "TWO");
        anny.seesMessages("ONE", "TWO");
        assertThat(abhi.see("#lost")).isHidden();
    }

    @Test
    @DisplayName("a phone in flight mode connects again when it is told of a network")
    void flightMode() {
        abhi.context().setOffline(true);
        link.cut();
        assertThat(abhi.see("#lost")).hasText(LOST);
        abhi.write("KEPT");
        anny.write("MEANWHILE");
        anny.seesStateOf("MEANWHILE", "sent");
        link.mend();
        abhi.context().setOffline(false);
        abhi.seesMessages("MEANWHILE", "KEPT");
        anny.seesMessages("MEANWHILE", "KEPT");
    }

    @Test
    @DisplayName("who loses the network is told so before they write, though nobody closed the connection")
    void networkGone() {
        shortenAnswers();
        link.holdAnswers();
        abhi.page().evaluate("dispatchEvent(new Event('offline'))");
        assertThat(abhi.see("#lost")).hasText(LOST);
        link.mend();
        abhi.seesPresence("In the chat");
        assertThat(abhi.see("#lost")).isHidden();
    }

    @Test
    @DisplayName("a machine that slept finds its connection dead, though nobody closed it")
    void slept() {
        shortenAnswers();
        abhi.hide(true);
        link.holdAnswers();
        anny.write("ONE");
        abhi.hide(false);
        assertThat(abhi.see("#lost")).hasText(LOST);
        link.mend();
        abhi.seesMessages("ONE");
        abhi.write("TWO");
        anny.seesMessages("ONE", "TWO");
        abhi.seesMessages("ONE", "TWO");
    }

    /** So that the ten seconds that an answer may take are one. */
    private void shortenAnswers() {
        abhi.page()
                .addInitScript("const set = setTimeout;"
                        + " globalThis.setTimeout = (act, ms) => set(act, ms === 10_000 ? 1_000 : ms);");
        abhi.page().reload();
        abhi.seesRoom();
        abhi.seesPresence("In the chat");
    }

    @Test
    @DisplayName("a store that fails for a while delays a message, and no more")
    void storeFails() {
        AtomicBoolean fails = new AtomicBoolean();
        Stage.Pair pair = stage.pair(stage.serve(chats -> chats.store(FailingStore.whenever(fails::get))));
        fails.set(true);
        pair.abhi().write("ONE");
        pair.abhi().write("TWO");
        pair.abhi().seesStateOf("ONE", "waiting");
        fails.set(false);
        pair.anny().seesMessages("ONE", "TWO");
        pair.abhi().seesMessages("ONE", "TWO");
        pair.abhi().seesStateOf("TWO", "seen");
    }
}
