package dev.duologue.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The log finds what a look at every message finds, however many there are and whatever their hashes. */
class MessageLogProperties {

    /** What tells a repeat. */
    record Said(Side side, String id, String text) {

        boolean is(Message message) {
            return message.side() == side
                    && message.id().equals(id)
                    && message.text().equals(text);
        }
    }

    @Provide
    Arbitrary<List<Said>> conversations() {
        // "Aa" and "BB" have one hash code, and so has every string made of them.
        Arbitrary<String> alike =
                Arbitraries.of("Aa", "BB").list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts));
        Arbitrary<String> any =
                Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(2);
        return Combinators.combine(
                        Arbitraries.of(Side.class), Arbitraries.oneOf(alike, any), Arbitraries.of("a", "b", "ab"))
                .as(Said::new)
                .list()
                .ofMaxSize(400);
    }

    @Property(tries = 300)
    void finds_what_is_there_and_nothing_else(@ForAll("conversations") List<Said> conversation) {
        MessageLog log = new MessageLog();
        List<Message> kept = new ArrayList<>();
        for (Said said : conversation) {
            Optional<Message> there = kept.stream().filter(said::is).findFirst();
            assertThat(Optional.ofNullable(log.find(said.side(), said.id(), said.text())))
                    .isEqualTo(there);
            if (there.isEmpty()) {
                long seq = kept.size() + 1L;
                Message message = new Message(seq, new MessageKey(seq, "ABHI"), said.side(), said.id(), said.text());
                kept.add(message);
                log.add(message);
            }
        }
        assertThat(log.size()).isEqualTo(kept.size());
        assertThat(log.after(0, kept.size())).isEqualTo(kept);
        for (Message message : kept) {
            assertThat(log.find(message.side(), message.id(), message.text())).isSameAs(message);
        }
    }
}
