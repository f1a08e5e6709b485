package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.ChatStore;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Hashing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a stranger cannot tell apart by the answer they cannot tell apart by its cost either: the store is asked the same,
 * and as many digests are made. Counted, as a measured time proves nothing on a busy machine.
 */
class OneAnswerTest {

    private static final String TOMBSTONE_LONG_GONE = "of a chat that is long gone";

    private final SettableClock clock = new SettableClock();
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final House house = new House(
            clock,
            ChatTimes.DEFAULT,
            builder -> builder.hashing(new CountingHashing()).store(new CountingStore(ChatStore.inMemory(clock))));
    private final Map<String, String> links = new LinkedHashMap<>();
    private StartedChat chat;
    private StartedChat gone;
    private String seatToken;

    @BeforeEach
    void prepare() {
        gone = house.start();
        Eventually.get(house.chats.chat(gone.id()).end());
        house.pass(Duration.ofMinutes(11));
        chat = house.start();
        String replaced = chat.second().link();
        Eventually.get(house.chats.chat(chat.id()).reissue(Side.SECOND));
        seatToken = house.enter(chat.first()).seat().token();
        String right = chat.first().link();
        links.put("empty", "");
        links.put("too short", "x");
        links.put("too long", right + "0");
        links.put("far too long", "0".repeat(60_000));
        links.put("of other characters", right.substring(0, 15) + "!");
        links.put("of a chat that never was", (chat.id().equals("000000") ? "1" : "0") + "00000" + right.substring(6));
        links.put("of a live chat, guessed", chat.id() + (right.endsWith("0") ? "1111111111" : "0000000000"));
        links.put("of a live chat, nearly right", right.substring(0, 15) + (right.endsWith("0") ? "1" : "0"));
        links.put("replaced by a new invitation", replaced);
        links.put(TOMBSTONE_LONG_GONE, gone.first().link());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void opening_any_unknown_link_costs_one_digest_and_one_look_at_the_store() {
        assertOnePath(house.chats::open, new Greeting.Refused(Entry.Reason.LINK_UNKNOWN), "digest", "find");
    }

    @Test
    void entering_by_any_unknown_link_costs_the_same_whatever_the_code() {
        for (String code : List.of(chat.first().secretCode(), "000-000", "no code at all", "")) {
            assertOnePath(
                    link -> house.chats.enter(link, code, new Heard()),
                    Entry.Refused.because(Entry.Reason.LINK_UNKNOWN),
                    "digest",
                    "find");
        }
    }

    @Test
    void resuming_by_any_unknown_link_costs_the_same_whatever_the_token() {
        for (String token : List.of(seatToken, "guessed", "")) {
            assertOnePath(
                    link -> house.chats.resume(link, token, 0, SeatRequest.newTab(), new Heard()),
                    Entry.Refused.because(Entry.Reason.LINK_UNKNOWN),
                    "digest",
                    "find");
        }
    }

    @Test
    void a_host_who_is_none_is_answered_at_one_cost() {
        Map<String, ChatHost> strangers = new LinkedHashMap<>();
        strangers.put("with a wrong token", house.chats.host(chat.id(), "guessed"));
        strangers.put("without a token", house.chats.host(chat.id(), ""));
        strangers.put("with another chat's token", house.chats.host(chat.id(), gone.hostToken()));
        strangers.put("of a chat that never was", house.chats.host("000000", chat.hostToken()));
        strangers.put(TOMBSTONE_LONG_GONE, house.chats.host(gone.id(), gone.hostToken()));
        strangers.forEach((kind, stranger) -> {
            assertSteps(kind, stranger::status, Optional.empty(), "find", "digest");
            assertSteps(
                    kind,
                    () -> stranger.reissue(Side.FIRST),
                    new Reissue.Refused(Reissue.Reason.UNKNOWN),
                    "find",
                    "digest");
            assertSteps(kind, stranger::end, Optional.empty(), "find", "digest");
        });
    }

    @Test
    void a_seat_token_that_is_not_the_seats_costs_the_same_whosever_it_was() {
        Entry unknown = Entry.Refused.because(Entry.Reason.SEAT_UNKNOWN);
        for (String token : List.of("", "guessed", seatToken + "x", chat.hostToken())) {
            assertSteps(
                    "token",
                    () -> house.chats.resume(chat.first().link(), token, 0, SeatRequest.newTab(), new Heard()),
                    unknown,
                    "digest",
                    "find",
                    "digest",
                    "claimSeat");
        }
    }

    @Test
    void a_code_is_counted_before_it_is_compared_and_compared_by_one_digest() {
        String wrong = chat.first().secretCode().startsWith("0") ? "111-111" : "000-000";
        for (String code : List.of(wrong, " " + wrong.replace("-", "") + " ")) {
            steps.clear();
            Eventually.get(house.chats.enter(chat.first().link(), code, new Heard()));
            assertThat(steps).containsExactly("digest", "find", "countAttempt", "digest");
        }
    }

    private <T> void assertOnePath(Function<String, CompletableFuture<T>> call, T answer, String... expected) {
        links.forEach((kind, link) -> assertSteps("a link " + kind, () -> call.apply(link), answer, expected));
    }

    private <T> void assertSteps(String kind, Supplier<CompletableFuture<T>> call, T answer, String... expected) {
        steps.clear();
        assertThat(Eventually.get(call.get())).as(kind).isEqualTo(answer);
        assertThat(steps).as(kind).containsExactly(expected);
    }

    /** The default digests, noted. */
    private final class CountingHashing implements Hashing {

        private final Hashing hashing = Hashing.withRandomPepper();

        @Override
        public String newChatId() {
            return hashing.newChatId();
        }

        @Override
        public String digest(String domain, String secret) {
            steps.add("digest");
            return hashing.digest(domain, secret);
        }
    }

    /** A store, each call noted. */
    private final class CountingStore extends ForwardingStore {

        CountingStore(ChatStore store) {
            super(store);
        }

        @Override
        <T> CompletionStage<T> pass(String operation, Supplier<CompletionStage<T>> call) {
            steps.add(operation);
            return super.pass(operation, call);
        }
    }
}
