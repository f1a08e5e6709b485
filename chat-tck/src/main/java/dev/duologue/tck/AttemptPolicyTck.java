package dev.duologue.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.ChatListener;
import dev.duologue.ChatService;
import dev.duologue.Entry;
import dev.duologue.Invitation;
import dev.duologue.StartedChat;
import dev.duologue.spi.AttemptPolicy;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatTimes;
import dev.duologue.spi.Timeouts;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract of {@link AttemptPolicy}, by people who type codes. Extend it and give it what it asks for. */
public abstract class AttemptPolicyTck {

    /** Stores measure no finer than this. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    /** Makes the kit. */
    protected AttemptPolicyTck() {}

    /**
     * Makes the policy to test, each time as another node of the same store would.
     *
     * @return a policy
     */
    protected abstract AttemptPolicy newPolicy();

    /** All nodes go by the same table, at any time. */
    @Test
    public void the_table_is_the_same_on_each_node() {
        AttemptPolicy policy = newPolicy();
        AttemptTable table = policy.table();
        assertThat(table).isNotNull().isEqualTo(policy.table());
        assertThat(newPolicy().table()).isEqualTo(table);
    }

    /** Who mistypes in all attempts but the last, and waits as long as told, gets in by the right code. */
    @Test
    public void the_right_code_gets_in_by_the_last_attempt() {
        SettableClock clock = new SettableClock();
        try (ChatService chats = serving(clock)) {
            AttemptTable table = newPolicy().table();
            Invitation invitation = AtOnce.answer(chats.start("ABHI", "ANNY")).first();
            for (int tried = 1; tried < table.attempts(); tried++) {
                Entry.Refused refused = (Entry.Refused) enter(chats, invitation, wrong(invitation));
                assertThat(refused.reason()).isEqualTo(Entry.Reason.CODE_WRONG);
                assertThat(refused.attemptsLeft()).isEqualTo(table.attempts() - tried);
                clock.pass(table.waitAfter(tried).plus(MOMENT));
            }
            assertThat(enter(chats, invitation, invitation.secretCode())).isInstanceOf(Entry.Admitted.class);
        }
    }

    /** After as many wrong codes as the table has attempts nobody gets in, whatever they type and however long they wait. */
    @Test
    public void after_the_last_attempt_the_invitation_is_locked() {
        SettableClock clock = new SettableClock();
        try (ChatService chats = serving(clock)) {
            AttemptTable table = newPolicy().table();
            StartedChat chat = AtOnce.answer(chats.start("ABHI", "ANNY"));
            for (int tried = 1; tried <= table.attempts(); tried++) {
                enter(chats, chat.first(), wrong(chat.first()));
                clock.pass(table.waitAfter(tried).plus(MOMENT));
            }
            clock.pass(Duration.ofHours(1));
            Entry.Refused refused =
                    (Entry.Refused) enter(chats, chat.first(), chat.first().secretCode());
            assertThat(refused.reason()).isEqualTo(Entry.Reason.CODE_LOCKED);
            assertThat(enter(chats, chat.second(), chat.second().secretCode())).isInstanceOf(Entry.Admitted.class);
        }
    }

    /** Its chats outlast all waits. */
    private ChatService serving(SettableClock clock) {
        AttemptPolicy policy = newPolicy();
        Duration patience = policy.table().waits().stream().reduce(Duration.ofDays(1), Duration::plus);
        return ChatService.builder(URI.create("https://chat.example/c"))
                .clock(clock)
                .attempts(policy)
                .timeouts(Timeouts.fixed(new ChatTimes(patience, patience, patience, Duration.ZERO, Duration.ZERO)))
                .build();
    }

    private static Entry enter(ChatService chats, Invitation invitation, String code) {
        return AtOnce.answer(chats.enter(invitation.link(), code, new ChatListener() {}));
    }

    private static String wrong(Invitation invitation) {
        return invitation.secretCode().equals("000-000") ? "111-111" : "000-000";
    }
}
