package dev.duologue.redis;

import dev.duologue.ChatService;
import dev.duologue.architecture.JavadocExamples;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hashing;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Javadoc")
class JavadocTest {

    @Test
    @DisplayName("shows no Java that is not in these tests")
    void examples() throws IOException {
        JavadocExamples.checkThatAllAreCompiled(1);
    }

    /** What the Javadoc shows; it is compiled alone, as no Redis of the tests has that address. */
    static ChatService onRedis(URI base) throws IOException {
        Hashing hashing = Hashing.hmacSha256(Pepper.fromFile(Pepper.defaultFile()));
        ChatStore store =
                RedisChatStore.builder("redis://127.0.0.1:6379", hashing).build();
        ChatService chats =
                ChatService.builder(base).hashing(hashing).store(store).build();
        return chats;
    }
}
