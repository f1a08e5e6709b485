package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Side;
import dev.duologue.redis.testing.Eventually;
import dev.duologue.redis.testing.RedisCluster;
import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.spi.Hashing;
import dev.duologue.spi.Hint;
import dev.duologue.spi.StoreAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Chats on all masters of a Cluster, and nodes whose inboxes are on others. */
class RedisClusterTest {

    private static final Hashing HASHING = Hashing.withRandomPepper();

    private static RedisCluster cluster;
    private static RedisChatStore one;
    private static RedisChatStore other;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start(RedisProgram.EMBEDDED_6_2);
        one = RedisChatStore.builder(cluster.url(), HASHING).build();
        other = RedisChatStore.builder(cluster.url(), HASHING).build();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        cluster.close();
    }

    @Test
    void news_come_from_every_master_to_the_inbox_wherever_it_is() {
        Set<Integer> masters = new HashSet<>();
        for (int i = 0; masters.size() < 3 || i < 12; i++) {
            Talk talk = Talk.begin(one);
            masters.add(cluster.masterOf("{" + talk.id() + "}").port());
            Talk.Sitting abhi = talk.enter(one, Side.FIRST);
            Talk.Sitting anny = talk.enter(other, Side.SECOND);
            abhi.say("m1", "there");
            assertThat(anny.hears(Hint.Arrived.class).message().text()).isEqualTo("there");
            anny.say("m1", "and back");
            assertThat(abhi.hears(Hint.Arrived.class).message().text()).isEqualTo("and back");
        }
    }

    @Test
    void a_slot_that_moves_to_another_master_takes_its_chats_along() throws Exception {
        Talk talk = Talk.begin(one);
        Talk.Sitting abhi = talk.enter(one, Side.FIRST);
        Talk.Sitting anny = talk.enter(other, Side.SECOND);
        List<String> expected = new ArrayList<>();
        Thread mover = new Thread(() -> cluster.move("{" + talk.id() + "}"));
        for (int i = 0; i < 300; i++) {
            if (i == 100) {
                mover.start();
            }
            String id = "m" + i;
            String text = "text " + i;
            expected.add(text);
            Eventually.holds(() -> assertThat(sent(abhi, id, text)).isTrue());
        }
        mover.join();
        assertThat(talk.texts(other)).isEqualTo(expected);
        abhi.say("last", "still told");
        Eventually.holds(() -> assertThat(anny.hints())
                .anyMatch(hint -> hint instanceof Hint.Arrived arrived
                        && arrived.message().text().equals("still told")));
    }

    private static boolean sent(Talk.Sitting by, String id, String text) {
        try {
            return by.trySay(id, text) instanceof StoreAnswer.Appended;
        } catch (CompletionException notYet) {
            return false;
        }
    }
}
