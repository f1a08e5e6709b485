package dev.duologue;

import static dev.duologue.MoodyParts.Part.CHAT_ID;
import static dev.duologue.MoodyParts.Part.CODE_FORM;
import static dev.duologue.MoodyParts.Part.DIGEST;
import static dev.duologue.MoodyParts.Part.GENERATE;
import static dev.duologue.MoodyParts.Part.MATCHES_CODE;
import static dev.duologue.MoodyParts.Part.MATCHES_DIGEST;
import static dev.duologue.MoodyParts.Part.NORMALISE;
import static dev.duologue.MoodyParts.Part.NOTIFY;
import static dev.duologue.MoodyParts.Part.QR_CODE;
import static dev.duologue.MoodyParts.Part.SHORT_URL;
import static dev.duologue.MoodyParts.Part.SHORT_URL_LATER;
import static dev.duologue.MoodyParts.Part.TIMEOUTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.MoodyParts.Fault;
import dev.duologue.MoodyParts.Part;
import dev.duologue.spi.SecretCodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A part that fails, fails the one call that needed it. */
class ExtensionFaultsTest {

    private final MoodyParts parts = new MoodyParts();
    private final House house = new House(parts::in);
    private final StartedChat chat = house.start();
    private final StartedChat talking = house.start();
    private final Guest abhi = house.enter(talking.first());
    private final Guest anny = house.enter(talking.second());
    private final Logged logged = new Logged();

    @AfterEach
    void close() {
        parts.recover();
        house.close();
        logged.close();
    }

    /** What needs each part. */
    private Map<Part, Supplier<CompletableFuture<?>>> calls() {
        Supplier<CompletableFuture<?>> start = () -> house.chats.start("ABHI", "ANNY");
        Supplier<CompletableFuture<?>> open =
                () -> house.chats.open(chat.first().link());
        Supplier<CompletableFuture<?>> enter =
                () -> house.chats.enter(chat.first().link(), chat.first().secretCode(), new Heard());
        return Map.ofEntries(
                Map.entry(CHAT_ID, start),
                Map.entry(DIGEST, open),
                Map.entry(
                        MATCHES_DIGEST,
                        () -> house.chats.host(chat.id(), chat.hostToken()).status()),
                Map.entry(SHORT_URL, () -> house.chats.chat(chat.id()).reissue(Side.SECOND)),
                Map.entry(SHORT_URL_LATER, start),
                Map.entry(QR_CODE, () -> chat.first().qrCode()),
                Map.entry(GENERATE, start),
                Map.entry(NORMALISE, enter),
                Map.entry(MATCHES_CODE, enter),
                Map.entry(CODE_FORM, open),
                Map.entry(TIMEOUTS, start));
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "HANGS", mode = EnumSource.Mode.EXCLUDE)
    void what_throws_or_gives_null_is_unavailable_for_the_one_call(Fault fault) {
        calls().forEach((part, call) -> {
            parts.fail(part::equals, fault);
            assertUnavailable(part, call.get());
            abhi.says("the others go on without " + part);
            parts.recover();
            house.clock.pass(Duration.ofSeconds(1));
        });

        anny.heard().awaitMessages(calls().size());
        assertThat(house.enter(chat.first()).seat().name()).isEqualTo("ABHI");
        assertThat(logged.lines()).isNotEmpty().noneMatch(line -> line.contains(MoodyParts.QUOTED));
    }

    /** The one test that needs the real 5 s, so all parts hang in it at once. */
    @Test
    void what_never_answers_is_unavailable_after_five_seconds() {
        Map<Part, CompletableFuture<?>> answers = new EnumMap<>(Part.class);
        Map<Part, Supplier<CompletableFuture<?>>> calls = new LinkedHashMap<>(calls());
        // Last, as such a start goes on with its other side, and would hang there instead of the next call.
        calls.put(SHORT_URL_LATER, calls.remove(SHORT_URL_LATER));
        calls.forEach((part, call) -> {
            parts.fail(part::equals, Fault.HANGS);
            answers.put(part, call.get());
            // Until the call is there, as the next one changes what hangs.
            Eventually.until(part + " hangs", () -> parts.hanging().contains(part));
        });
        parts.fail(part -> false, Fault.HANGS);
        abhi.says("the others go on");

        answers.forEach(ExtensionFaultsTest::assertUnavailable);
        assertThat(house.enter(chat.first()).seat().name()).isEqualTo("ABHI");
    }

    /** Many more calls than there are threads for. */
    @Test
    void calls_that_hang_for_one_chat_keep_no_other_chat_from_its_turn() {
        StartedChat hung = house.start();
        parts.hangOn(hung.first().link());
        List<CompletableFuture<Greeting>> hanging = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            hanging.add(house.chats.open(hung.first().link()));
        }
        Eventually.until("they hang", () -> parts.hanging().contains(DIGEST));

        StartedChat other = house.start();
        assertThat(house.enter(other.first()).seat().name()).isEqualTo("ABHI");
        assertThat(house.enter(other.second()).says("the others go on").seq()).isEqualTo(1);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        hanging.forEach(answer -> assertUnavailable(DIGEST, answer));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EXCEPTION", "ERROR"})
    void a_notifier_that_throws_changes_nothing(Fault fault) {
        parts.fail(NOTIFY::equals, fault);
        Guest guest = house.enter(chat.first());
        guest.says("waiting for nobody");
        Eventually.get(guest.seat().end());

        assertThat(guest.heard().all(Heard.News.Over.class)).hasSize(1);
        Eventually.until(
                "it was logged", () -> logged.lines().stream().anyMatch(line -> line.contains("ChatNotifier")));
        assertThat(logged.lines()).noneMatch(line -> line.contains(MoodyParts.QUOTED));
    }

    @Test
    void codes_that_do_not_read_themselves_are_unavailable() {
        try (House odd = new House(builder -> builder.secretCodes(new SecretCodes() {
            @Override
            public String generate() {
                return "code";
            }

            @Override
            public Optional<String> normalise(String typed) {
                return Optional.empty();
            }
        }))) {
            assertUnavailable(GENERATE, odd.chats.start("ABHI", "ANNY"));
        }
    }

    @Test
    void a_chat_id_that_links_cannot_carry_is_unavailable() {
        for (String id : List.of("", "a b", "ä", "a:b", "x".repeat(33))) {
            try (House odd = new House(builder -> builder.hashing(new FixedIds(id)))) {
                assertUnavailable(CHAT_ID, odd.chats.start("ABHI", "ANNY"));
            }
        }
    }

    @Test
    void ids_that_are_all_taken_start_nothing_and_harm_nobody() {
        try (House odd = new House(builder -> builder.hashing(new FixedIds("taken")))) {
            Guest guest = odd.enter(odd.start().first());
            assertThat(Eventually.failure(odd.chats.start("ABHI", "ANNY"))).isInstanceOf(ChatStoreException.class);
            assertThat(guest.says("still here").seq()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EXCEPTION", "ERROR"})
    void a_listener_that_throws_loses_its_own_seat_only(Fault fault) {
        Heard throwing = new Heard() {
            @Override
            public void message(Seat seat, Message message) {
                super.message(seat, message);
                if (fault == Fault.ERROR) {
                    throw new AssertionError(message.text());
                }
                throw new IllegalStateException(message.text());
            }
        };
        Guest one = house.enter(chat.first());
        Guest other = house.enter(chat.second(), SeatRequest.newTab(), throwing);

        one.says("CanaryText");
        one.says("and on");

        assertThat(throwing.texts()).containsExactly("CanaryText");
        assertThat(Eventually.get(other.seat().send("me?"))).isInstanceOf(SendResult.NotSent.class);
        assertThat(house.enter(chat.second()).seat().arrival().last()).isEqualTo(2);
        assertThat(logged.lines())
                .anyMatch(line -> line.contains("a listener threw"))
                .noneMatch(line -> line.contains("Canary"));
    }

    @Test
    void a_listener_that_throws_an_error_does_not_stop_the_timer() {
        Heard throwing = new Heard() {
            @Override
            public void presence(Seat seat, boolean present) {
                if (!present) {
                    throw new AssertionError("away");
                }
            }
        };
        try (House calm = new House()) {
            StartedChat one = calm.start();
            calm.enter(one.first(), SeatRequest.newTab(), throwing);
            calm.enter(one.second()).seat().leave();

            calm.pass(Duration.ofSeconds(5));
            calm.pass(Duration.ofHours(1));
            assertThat(Eventually.get(calm.chats.open(one.first().link())))
                    .isEqualTo(new Greeting.Refused(Entry.Reason.ENDED));
        }
    }

    private static void assertUnavailable(Part part, CompletableFuture<?> answer) {
        Throwable failure = Eventually.failure(answer);
        assertThat(failure).as(part.name()).isExactlyInstanceOf(UnavailableException.class);
        List<String> said = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said.add(String.valueOf(cause.getMessage()));
        }
        assertThat(said).as(part.name()).noneMatch(message -> message.contains(MoodyParts.QUOTED));
    }
}
