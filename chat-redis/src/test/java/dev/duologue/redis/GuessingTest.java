package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Entry;
import dev.duologue.Invitation;
import dev.duologue.SeatRequest;
import dev.duologue.StartedChat;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.SecretCodes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Codes that are guessed on two nodes at once. */
class GuessingTest {

    private static final Hashing HASHING = Hashing.withRandomPepper();
    /** Three free tries as by default; then a wait that no busy machine sits out. */
    private static final AttemptTable TABLE =
            new AttemptTable(List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofHours(1)));

    private static final String UNANSWERED = "unanswered";

    private final AtomicInteger compared = new AtomicInteger();
    private RedisServer server;
    private RedisChatStore one;
    private RedisChatStore other;
    private List<ChatService> nodes;

    @BeforeEach
    void start() {
        server = RedisServer.start(RedisProgram.SYSTEM);
        one = RedisChatStore.builder(server.url(), HASHING).build();
        other = RedisChatStore.builder(server.url(), HASHING).build();
        nodes = List.of(node(one), node(other));
    }

    @AfterEach
    void stop() {
        nodes.forEach(ChatService::close);
        one.close();
        other.close();
        server.close();
    }

    @Test
    void of_a_thousand_wrong_tries_at_once_on_two_nodes_four_are_compared() {
        Invitation first = nodes.get(0).start("ABHI", "ANNY").join().first();
        List<CompletableFuture<Entry>> tries = IntStream.range(0, 1_000)
                .parallel()
                .mapToObj(i -> tryCode(nodes.get(i % 2), first, spelling(wrong(first), i)))
                .toList();
        Map<String, Long> answers = tries.stream()
                .map(GuessingTest::answer)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long unanswered = answers.getOrDefault(UNANSWERED, 0L);
        // Redis may count a try and be too late to say so, on a machine that is busy: it is not compared then.
        long wrong = answers.getOrDefault("CODE_WRONG", 0L);
        assertThat(wrong).isEqualTo(compared.get()).isBetween(unanswered == 0 ? 4L : 0L, 4L);
        assertThat(answers.getOrDefault("CODE_WAIT", 0L)).isEqualTo(1_000 - wrong - unanswered);
        for (int i = 0; i < 8; i++) {
            Eventually.holds(() -> assertThat(answer(tryCode(nodes.get(0), first, wrong(first))))
                    .isIn("CODE_WRONG", "CODE_WAIT"));
        }
        assertThat(answer(tryCode(nodes.get(1), first, wrong(first)))).isIn("CODE_WAIT", UNANSWERED);
        assertThat(compared).hasValueLessThanOrEqualTo(4);
    }

    @Test
    void neither_another_node_nor_another_tab_nor_another_spelling_gives_one_more_try() {
        StartedChat chat = nodes.get(0).start("ABHI", "ANNY").join();
        Invitation first = chat.first();
        for (int i = 0; i < 4; i++) {
            assertThat(reason(tryCode(nodes.get(i % 2), first, spelling(wrong(first), i))))
                    .isEqualTo(Entry.Reason.CODE_WRONG);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(reason(tryCode(nodes.get(i % 2), first, spelling(wrong(first), i))))
                    .isEqualTo(Entry.Reason.CODE_WAIT);
            assertThat(reason(tryCode(nodes.get(i % 2), first, first.secretCode())))
                    .as("the right one is not compared either")
                    .isEqualTo(Entry.Reason.CODE_WAIT);
        }
        assertThat(compared).hasValue(4);
        assertThat(tryCode(nodes.get(1), chat.second(), chat.second().secretCode())
                        .join())
                .as("the other side has tries of its own")
                .isInstanceOf(Entry.Admitted.class);
    }

    private ChatService node(RedisChatStore store) {
        return ChatService.builder(URI.create("https://chat.example/c"))
                .hashing(HASHING)
                .store(store)
                .attempts(() -> TABLE)
                .secretCodes(new Counting())
                .build();
    }

    private static CompletableFuture<Entry> tryCode(ChatService node, Invitation invitation, String code) {
        return node.enter(invitation.link(), code, SeatRequest.newTab(), new ChatListener() {});
    }

    private static String answer(CompletableFuture<Entry> entry) {
        return entry.handle((answered, failure) ->
                        failure == null ? ((Entry.Refused) answered).reason().name() : UNANSWERED)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Entry.Reason reason(CompletableFuture<Entry> entry) {
        return ((Entry.Refused) Talk.get(entry)).reason();
    }

    private static String wrong(Invitation invitation) {
        return invitation.secretCode().startsWith("A") ? "BCD-EFG" : "ABC-DEF";
    }

    private static String spelling(String code, int number) {
        return switch (number % 4) {
            case 0 -> code;
            case 1 -> code.toLowerCase(Locale.ROOT);
            case 2 -> code.replace("-", "");
            default -> " " + String.join("-", code.replace("-", "").split("")) + " ";
        };
    }

    /** The default codes, and how often one is compared. */
    private final class Counting implements SecretCodes {

        private final SecretCodes codes = SecretCodes.crockford();

        @Override
        public String generate() {
            return codes.generate();
        }

        @Override
        public Optional<String> normalise(String typed) {
            return codes.normalise(typed);
        }

        @Override
        public boolean matches(String normalised, Predicate<String> isStored) {
            compared.incrementAndGet();
            return codes.matches(normalised, isStored);
        }
    }
}
