package dev.duologue.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.ChatStatus;
import dev.duologue.Deadline;
import dev.duologue.Entry;
import dev.duologue.SendResult;
import dev.duologue.StartedChat;
import dev.duologue.TextLimits;
import dev.duologue.spi.AddressRates;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@DisplayName("The properties duologue.*")
class DuologuePropertiesTest {

    private static final String PEPPER = "CANARY-PEPPER-CANARY-PEPPER-CANARY";

    private final ApplicationContextRunner application = Contexts.plain();

    @Test
    @DisplayName("are by default what the library has by default")
    void defaults() {
        application.run(context -> {
            DuologueProperties properties = context.getBean(DuologueProperties.class);
            assertThat(properties.timeouts().times()).isEqualTo(ChatTimes.DEFAULT);
            assertThat(properties.limits().text()).isEqualTo(TextLimits.DEFAULT);
            assertThat(properties.addressLimits().rates()).isEqualTo(AddressRates.STANDARD);
        });
    }

    @Test
    @DisplayName("set the clocks and limits of chats")
    void clocks_and_limits() {
        application
                .withPropertyValues(
                        "duologue.timeouts.entry=3m",
                        "duologue.limits.text-chars=3",
                        "duologue.limits.live-chats=1",
                        "duologue.limits.record-messages=1",
                        "duologue.strict-links=true")
                .run(context -> {
                    ChatService chats = context.getBean(ChatService.class);
                    StartedChat started = chats.start("ABHI", "ANNY").join();
                    ChatStatus.Open status = (ChatStatus.Open)
                            chats.chat(started.id()).status().join().orElseThrow();
                    assertThat(status.deadline().reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);
                    assertThat(status.deadline().in()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
                    assertThat(started.first().link()).hasSize(started.id().length() + 22);
                    Entry.Admitted abhi = (Entry.Admitted)
                            chats.enter(started.first().link(), started.first().secretCode(), new ChatListener() {})
                                    .join();
                    assertThat(abhi.seat().send("four").join()).isInstanceOf(SendResult.NotSent.class);
                    assertThat(abhi.seat().send("HI").join()).isInstanceOf(SendResult.Sent.class);
                    assertThat(abhi.seat().send("HI").join()).isInstanceOf(SendResult.NotSent.class);
                    assertThat(chats.start("ABHI", "ANNY")).failsWithin(Duration.ofSeconds(5));
                });
    }

    @Test
    @DisplayName("set the pepper, which no message tells")
    void pepper() {
        String written = Base64.getEncoder().encodeToString(PEPPER.getBytes(StandardCharsets.UTF_8));
        application.withPropertyValues("duologue.pepper=" + written).run(context -> {
            Hashing same = Hashing.hmacSha256(PEPPER.getBytes(StandardCharsets.UTF_8));
            assertThat(context.getBean(Hashing.class).digest("test", "secret"))
                    .isEqualTo(same.digest("test", "secret"));
            assertThat(context.getBean(DuologueProperties.class).toString()).doesNotContain(written);
        });
        application
                .withPropertyValues("duologue.pepper=CANARY!")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("duologue.pepper")
                        .hasMessageNotContaining("CANARY"));
    }

    @Test
    @DisplayName("bound the memory of chats")
    void memory() {
        application
                .withPropertyValues("duologue.memory=1B")
                .run(context -> assertThat(context.getBean(ChatService.class).start("ABHI", "ANNY"))
                        .failsWithin(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "duologue.timeouts.idle, 0s, duologue.timeouts",
        "duologue.timeouts.lifetime, 366d, duologue.timeouts",
        "duologue.limits.text-bytes, 33KB, duologue.limits",
        "duologue.limits.text-chars, 0, duologue.limits",
        "duologue.limits.send-rate, -1, send rate",
        "duologue.address-limits.starts, 5 a minute, duologue.address-limits.starts",
        "duologue.address-limits.code-tries, 0/1m, duologue.address-limits.code-tries",
        "duologue.base-url, /c, duologue.base-url",
        "duologue.base-url, https://chat.example/c#x, duologue.base-url",
    })
    @DisplayName("are refused where they make no sense, and a message tells which")
    void refused(String name, String value, String told) {
        application
                .withPropertyValues(name + "=" + value)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .satisfies(failure -> assertThat(messages(failure)).contains(told)));
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }
}
