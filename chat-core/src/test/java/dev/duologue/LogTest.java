package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import dev.duologue.MoodyStore.Fault;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nothing that is written, and no string of any value, tells a name, a text or a secret. */
class LogTest {

    private static final String ABHI = "CanaryAbhi";
    private static final String ANNY = "CanaryAnny";
    private static final String TEXT = "CanaryText";

    private final SettableClock clock = new SettableClock();
    private final MoodyStore store = new MoodyStore(ChatStore.inMemory(clock));
    private final List<String> secrets = new ArrayList<>(List.of(ABHI, ANNY, TEXT, MoodyParts.QUOTED));
    /** Everything that somebody might log, as it would be. */
    private final List<String> said = new ArrayList<>();

    @Test
    void a_whole_chat_with_all_kinds_of_failures_is_logged_without_a_secret() {
        MoodyParts parts = new MoodyParts();
        List<String> lines;
        try (Logged logged = new Logged()) {
            try (House house = new House(
                    clock, ChatTimes.DEFAULT, builder -> parts.in(builder).store(store))) {
                live(house);
                failInAllWays(house, parts);
                parts.recover();
            }
            lines = logged.lines();
        }

        lines.addAll(said);
        assertThat(lines).hasSizeGreaterThan(100);
        for (String secret : secrets) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    private void live(House house) {
        StartedChat chat = note(Eventually.get(house.chats.start(ABHI, ANNY)));
        note(Eventually.get(house.chats.open(chat.first().link())));
        note(house.tryCode(chat.first(), "CAN-ARY"));
        note(house.tryCode(chat.first(), "000-000"));
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        secrets.addAll(List.of(abhi.seat().token(), anny.seat().token()));
        note(abhi.seat());
        note(Eventually.get(abhi.seat().send(TEXT)));
        note(anny.heard().all());
        note(Eventually.get(abhi.seat().send(TEXT + "\u0000")));
        abhi.seat().typing();
        anny.seat().seen(1);
        note(house.enter(chat.first(), SeatRequest.newTab().takingOver()).seat());
        note(Eventually.get(house.chats.resume(
                chat.first().link(), abhi.seat().token() + "x", 0, SeatRequest.newTab(), new Heard())));
        note(Eventually.get(house.chats.host(chat.id(), chat.hostToken()).status()));
        note(Eventually.get(house.chats.host(chat.id(), chat.hostToken() + "x").status()));
        Reissue reissue = Eventually.get(house.chats.chat(chat.id()).reissue(Side.SECOND));
        note(reissue);
        noteSecrets(((Reissue.Issued) reissue).invitation());
        note(Eventually.get(chat.first().qrCode()));
        note(Eventually.get(house.chats.chat(chat.id()).end()));
        note(Eventually.failure(house.chats.start(ABHI + "\u0000", ANNY)));
    }

    private void failInAllWays(House house, MoodyParts parts) {
        StartedChat chat = note(Eventually.get(house.chats.start(ABHI, ANNY)));
        Heard throwing = new Heard() {
            @Override
            public void message(Seat seat, Message message) {
                throw new IllegalStateException(message.text());
            }
        };
        Guest abhi = house.enter(chat.first());
        house.enter(chat.second(), SeatRequest.newTab(), throwing);
        secrets.add(abhi.seat().token());
        note(Eventually.get(abhi.seat().send(TEXT)));
        for (Fault fault :
                List.of(Fault.THROWS, Fault.THROWS_AN_ERROR, Fault.GIVES_NO_STAGE, Fault.GIVES_NULL, Fault.FAILS)) {
            store.failAll(fault);
            note(Eventually.failure(abhi.seat().send(TEXT)));
            note(Eventually.failure(house.chats.open(chat.first().link())));
            note(Eventually.failure(
                    house.chats.enter(chat.first().link(), chat.first().secretCode(), new Heard())));
            abhi.seat().typing();
            int before = store.failures();
            Eventually.until("the comparison failed", () -> {
                // Little by little: when the next one is due counts from the end of the last, which may just be going
                // on.
                clock.pass(Duration.ofSeconds(5));
                return store.failures() > before;
            });
            store.recover();
        }
        for (MoodyParts.Fault fault :
                List.of(MoodyParts.Fault.EXCEPTION, MoodyParts.Fault.ERROR, MoodyParts.Fault.NULL)) {
            for (MoodyParts.Part part : MoodyParts.Part.values()) {
                parts.fail(part::equals, fault);
                for (CompletableFuture<?> call : List.<CompletableFuture<?>>of(
                        house.chats.start(ABHI, ANNY),
                        house.chats.open(chat.first().link()),
                        house.chats.enter(chat.first().link(), chat.first().secretCode(), new Heard()),
                        chat.first().qrCode(),
                        house.chats.host(chat.id(), chat.hostToken()).status())) {
                    note(outcome(call));
                }
            }
        }
    }

    private static Object outcome(CompletableFuture<?> call) {
        Eventually.until("it is answered", call::isDone);
        return call.isCompletedExceptionally() ? Eventually.failure(call) : Eventually.get(call);
    }

    private StartedChat note(StartedChat chat) {
        note((Object) chat);
        secrets.add(chat.hostToken());
        noteSecrets(chat.first());
        noteSecrets(chat.second());
        return chat;
    }

    private void noteSecrets(Invitation invitation) {
        note(invitation);
        secrets.add(invitation.link().substring(6));
        secrets.add(invitation.secretCode());
        secrets.add(invitation.secretCode().replace("-", ""));
    }

    private void note(Object value) {
        said.add(String.valueOf(value));
        if (value instanceof UnavailableException failure && !(value instanceof ChatStoreException)) {
            // What a store throws is kept as a cause, as the one who wrote the store is the one who looks at it.
            for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                said.add(String.valueOf(cause));
            }
        }
    }
}
