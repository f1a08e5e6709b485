package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.duologue.ChatStoreException;
import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.StoreAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Calls of many chats that go to Redis in one write. */
class PipelineTest {

    private static final int CHATS = 90;
    /** A second, with room for a machine that is busy. */
    private static final Duration SOON = Duration.ofMillis(1_500);

    private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");

    private static final Hashing HASHING = Hashing.withRandomPepper();

    private static RedisServer server;

    private RedisChatStore store;
    private List<Talk.Sitting> people;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start(RedisProgram.SYSTEM);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void begin() {
        store = RedisChatStore.builder(server.url(), HASHING).build();
        people = Stream.generate(() -> Talk.begin(store).enter(store, Side.FIRST))
                .limit(CHATS)
                .toList();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_comes_while_redis_is_busy_is_written_together() {
        saidTogether("m1");
        long before = reads();
        List<StoreAnswer.Append> answers = saidTogether("m2");
        assertThat(reads() - before).as("reads of Redis for %s calls", CHATS).isLessThan(CHATS / 3);
        assertThat(answers).allSatisfy(answer -> assertThat(message(answer)).isEqualTo("m2"));
    }

    @Test
    void scripts_that_redis_forgot_are_given_to_it_again() {
        saidTogether("m1");
        try (RespClient client = server.connect()) {
            client.command("SCRIPT", "FLUSH");
        }
        assertThat(saidTogether("m2"))
                .allSatisfy(answer -> assertThat(message(answer)).isEqualTo("m2"));
    }

    @Test
    void a_call_that_fails_harms_none_that_was_written_with_it() {
        int odd = CHATS / 2;
        saidTogether("m1");
        try (RespClient client = server.connect()) {
            String messages = "duologue:{" + people.get(odd).claim().chatId() + "}:z";
            client.command("DEL", messages);
            client.command("SET", messages, "nonsense", "EX", "60");
        }
        List<CompletableFuture<StoreAnswer.Append>> saying = saying("m2");
        for (int i = 0; i < CHATS; i++) {
            CompletableFuture<StoreAnswer.Append> answer = saying.get(i);
            if (i == odd) {
                assertThat(answer).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(ChatStoreException.class);
            } else {
                assertThat(((StoreAnswer.Appended) Talk.get(answer)).repeated()).isFalse();
            }
        }
    }

    /** More than go out in two writes, and than in four. */
    @Test
    void when_redis_sleeps_all_calls_fail_within_a_second_and_their_late_answers_tell_nobody() {
        Logger all = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        all.addAppender(logged);
        try {
            server.suspend();
            List<CompletableFuture<Duration>> failing = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                saying("m" + round).forEach(answer -> failing.add(timed(answer)));
            }
            assertThat(failing).allSatisfy(taken -> assertThat(Talk.get(taken)).isLessThan(SOON));
            server.resume();

            Eventually.holds(() -> assertThat(people).allMatch(this::saysAgain));
            for (Talk.Sitting each : people) {
                assertThat(new Talk(each.claim().chatId()).texts(store)).doesNotHaveDuplicates();
            }
            assertThat(List.copyOf(logged.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(line -> line.contains(Talk.CANARY));
        } finally {
            server.resume();
            all.detachAppender(logged);
        }
    }

    private boolean saysAgain(Talk.Sitting each) {
        try {
            return each.trySay("again", "again") instanceof StoreAnswer.Appended;
        } catch (CompletionException notYet) {
            return false;
        }
    }

    private static CompletableFuture<Duration> timed(CompletableFuture<StoreAnswer.Append> answer) {
        long began = System.nanoTime();
        return answer.handle((appended, failure) -> {
            assertThat(failure)
                    .hasCauseInstanceOf(ChatStoreException.class)
                    .message()
                    .doesNotContain(Talk.CANARY);
            return Duration.ofNanos(System.nanoTime() - began);
        });
    }

    /** All say it while Redis stands still, so that all but the first calls go out together. */
    private List<StoreAnswer.Append> saidTogether(String id) {
        server.suspend();
        List<CompletableFuture<StoreAnswer.Append>> saying = saying(id);
        server.resume();
        return saying.stream().map(Talk::get).toList();
    }

    private List<CompletableFuture<StoreAnswer.Append>> saying(String id) {
        return people.stream()
                .map(each -> each.saying(id, Talk.CANARY + id, 0))
                .map(CompletionStage::toCompletableFuture)
                .toList();
    }

    private static String message(StoreAnswer.Append answer) {
        return ((StoreAnswer.Appended) answer).message().id();
    }

    private static long reads() {
        try (RespClient client = server.connect()) {
            Matcher reads = READS.matcher(String.valueOf(client.command("INFO", "stats")));
            assertThat(reads.find()).isTrue();
            return Long.parseLong(reads.group(1));
        }
    }
}
