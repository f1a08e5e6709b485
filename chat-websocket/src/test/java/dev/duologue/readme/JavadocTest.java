package dev.duologue.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatService;
import dev.duologue.architecture.JavadocExamples;
import dev.duologue.spi.AddressRates;
import dev.duologue.websocket.limits.InMemoryAddressLimits;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Javadoc")
class JavadocTest {

    @Test
    @DisplayName("shows no Java that is not in these tests")
    void examples() throws IOException {
        JavadocExamples.checkThatAllAreCompiled(3);
    }

    @Test
    @DisplayName("of the limits shows a service with them")
    void limits() {
        URI base = URI.create("https://chat.example/c");
        ChatService chats = ChatService.builder(base)
                .addressLimits(InMemoryAddressLimits.of(AddressRates.STANDARD))
                .build();
        try (chats) {
            assertThat(chats.liveChats()).isZero();
        }
    }
}
