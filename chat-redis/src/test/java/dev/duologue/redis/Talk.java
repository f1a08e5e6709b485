package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A chat in a test: its id, and how two people get in and write, each by a store of their own. */
record Talk(String id) {

    /** Words that are looked for where they must not be. */
    static final String CANARY = "CANARY";

    static Talk begin(ChatStore store) {
        return begin(store, ChatTimes.DEFAULT);
    }

    static Talk begin(ChatStore store, ChatTimes times) {
        Talk talk = new Talk("T" + unique());
        assertThat(get(store.create(talk.newChat(times)))).isTrue();
        return talk;
    }

    NewChat newChat(ChatTimes times) {
        return new NewChat(
                id,
                new NewChat.Party(CANARY + "ABHI", new InvitationDigests("link1", CANARY + "code1")),
                new NewChat.Party(CANARY + "ANNY", new InvitationDigests("link2", CANARY + "code2")),
                "host-" + id,
                times,
                1_000,
                1_000_000);
    }

    /** Somebody in a seat. */
    record Sitting(ChatStore store, SeatClaim claim, StoreAnswer.Claimed answer, List<Hint> hints) {

        StoreAnswer.Append trySay(String id, String text) {
            return get(saying(id, text, 0));
        }

        CompletionStage<StoreAnswer.Append> saying(String id, String text, long lastKeySeen) {
            return store.append(new NewMessage(claim.chatId(), claim.side(), answer.epoch(), lastKeySeen, id, text));
        }

        StoreAnswer.Appended say(String id, String text) {
            StoreAnswer.Append append = trySay(id, text);
            assertThat(append).isInstanceOf(StoreAnswer.Appended.class);
            return (StoreAnswer.Appended) append;
        }

        <H extends Hint> H hears(Class<H> kind) {
            Eventually.holds(() -> assertThat(hints).hasAtLeastOneElementOfType(kind));
            return hints.stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    SeatClaim claim(Side side, boolean takeover) {
        return new SeatClaim(
                id,
                side,
                new SeatClaim.Proof.Code(1, CANARY + "token" + unique()),
                "claim" + unique(),
                "tab" + unique(),
                takeover,
                0);
    }

    Sitting enter(ChatStore store, Side side) {
        return sit(store, claim(side, false));
    }

    Sitting takeOver(ChatStore store, Side side) {
        return sit(store, claim(side, true));
    }

    Sitting sit(ChatStore store, SeatClaim claim) {
        List<Hint> hints = new CopyOnWriteArrayList<>();
        StoreAnswer.Claim answer = get(store.claimSeat(claim, hints::add));
        assertThat(answer).isInstanceOf(StoreAnswer.Claimed.class);
        return new Sitting(store, claim, (StoreAnswer.Claimed) answer, hints);
    }

    List<String> texts(ChatStore store) {
        return ((StoreAnswer.Page) get(store.readAfter(id, 0, 10_000)))
                .messages().stream().map(message -> message.text()).toList();
    }

    StoredChat find(ChatStore store) {
        return ((StoreAnswer.Live) get(store.find(id))).chat();
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    static String unique() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }
}
