package dev.duologue.tck.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.Ending;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Ended;
import dev.duologue.spi.StoreAnswer.Fenced;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.tck.model.ChatStoreProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The probe is tested by stores that look first and act then, with nothing to keep others out in between. */
class FaultsUnderProbeTest {

    @Test
    void fences_that_are_looked_at_too_early_are_found() {
        assertFound("the next epoch saw", new RelayingStore(ChatStore.inMemory(InstantSource.system())) {
            @Override
            public CompletionStage<StoreAnswer.Append> append(NewMessage message) {
                if (!(now(find(message.chatId())) instanceof Live looked)
                        || looked.chat().pulse().of(message.side()).epoch() != message.epoch()) {
                    return super.append(message);
                }
                letOthersIn();
                StoreAnswer.Append answer = now(super.append(message));
                return answer instanceof Fenced fenced && fenced.seat().present()
                        ? append(new NewMessage(
                                message.chatId(),
                                message.side(),
                                fenced.seat().epoch(),
                                message.lastKeySeen(),
                                message.id(),
                                message.text()))
                        : CompletableFuture.completedFuture(answer);
            }
        });
    }

    @Test
    void an_end_with_two_winners_is_found() {
        assertFound("winners of the end", new RelayingStore(ChatStore.inMemory(InstantSource.system())) {
            @Override
            public CompletionStage<StoreAnswer.End> end(String chatId, Ending ending) {
                boolean won = now(find(chatId)) instanceof Live;
                letOthersIn();
                return super.end(chatId, ending).thenApply(answer -> new Ended(((Ended) answer).tombstone(), won));
            }
        });
    }

    private static void letOthersIn() {
        LockSupport.parkNanos(1_000);
    }

    /** Chance decides when; a probe that ran a hundred times in vain is blind. */
    private static void assertFound(String what, ChatStore store) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        new ChatStoreProbe(store, Duration.ofMillis(200)).run();
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }
}
