package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Side;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import dev.duologue.redis.testing.RespClient;
import dev.duologue.spi.Hashing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores with an exponent, as Redis writes them from 7.2 on where many zeros stand at the end. */
class ScoresTest {

    /** Before the script, what Redis answers to ZSCORE as a newer one writes it: here always with an exponent. */
    private static final String WRITES_EXPONENTS = """
            local redis = (function(older)
              return {call = function(command, ...)
                local got = older.call(command, ...)
                return command == 'ZSCORE' and got and string.format('%.15e', got) or got
              end}
            end)(redis)
            """;

    @Test
    void a_score_is_read_however_it_is_written() {
        assertThat(Micros.score("1760000000000000")).isEqualTo(1_760_000_000_000_000L);
        assertThat(Micros.score("1.76e+15")).isEqualTo(1_760_000_000_000_000L);
        assertThat(Micros.score("9.007199254740991e+15")).isEqualTo(Micros.MOST);
        assertThat(Micros.score("5e+9")).isEqualTo(5_000_000_000L);
    }

    @Test
    void a_message_sent_again_is_answered_with_its_key_in_digits() {
        try (RedisServer server = RedisServer.start(RedisProgram.SYSTEM);
                RedisChatStore store = RedisChatStore.builder(server.url(), Hashing.withRandomPepper())
                        .build();
                RespClient raw = server.connect()) {
            Talk talk = Talk.begin(store);
            Talk.Sitting abhi = talk.enter(store, Side.FIRST);
            long first = abhi.say("m1", "HI").message().key().micros();
            long second = abhi.say("m2", "HEY").message().key().micros();
            assertThat(keyOf(raw, talk, "m1", "HI")).isEqualTo(String.valueOf(first));
            assertThat(keyOf(raw, talk, "m2", "HEY")).isEqualTo(String.valueOf(second));
        }
    }

    private static String keyOf(RespClient raw, Talk talk, String id, String text) {
        String chat = "duologue:{" + talk.id() + "}:";
        List<String> answer = raw.texts(
                "EVAL",
                WRITES_EXPONENTS + Script.APPEND.text(),
                "2",
                chat + "m",
                chat + "z",
                "node",
                "duologue:node:",
                talk.id(),
                "1",
                "1",
                "0",
                id,
                text);
        assertThat(answer.get(0)).isEqualTo("appended");
        return answer.get(2);
    }
}
