package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads any bytes as the body of a request. */
public final class BodyFuzz {

    private BodyFuzz() {}

    /**
     * A body gives two names, good or bad, or is refused without a word of it.
     *
     * @param body what came
     */
    public static void read(byte[] body) {
        try {
            ChatsApi.Names names = ChatsApi.names(body);
            assertThat(names.first()).isNotNull();
            assertThat(names.second()).isNotNull();
        } catch (ChatsApi.MalformedJson refused) {
            assertThat(refused).hasMessage(null).hasNoCause();
        }
    }
}
