package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.House.Guest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody who has only a link uses up all tries of its invitation. */
class LockOutTest {

    private final House house = new House();
    private final StartedChat chat = house.start();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void who_is_in_stays_in_writes_and_comes_back_by_the_seat_token() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        lockOut(chat.first());

        assertThat(abhi.says("STILL HERE").seq()).isEqualTo(1);
        assertThat(anny.says("GOOD").seq()).isEqualTo(2);
        abhi.seat().leave();
        Guest back = house.resume(chat.first(), abhi.seat().token(), 0, SeatRequest.newTab());
        back.heard().awaitMessages(2);
        assertThat(back.says("BACK").seq()).isEqualTo(3);
    }

    @Test
    void the_other_side_is_not_touched() {
        lockOut(chat.first());

        assertThat(house.enter(chat.second()).seat().side()).isEqualTo(Side.SECOND);
    }

    @Test
    void a_new_code_is_the_way_out_for_who_was_not_in_yet_and_the_old_link_leads_nowhere() {
        lockOut(chat.first());
        Reissue reissue =
                Eventually.get(house.chats.host(chat.id(), chat.hostToken()).reissue(Side.FIRST));
        Invitation fresh = ((Reissue.Issued) reissue).invitation();

        assertThat(house.tryCode(chat.first(), wrong(chat.first())))
                .isEqualTo(Entry.Refused.because(Entry.Reason.LINK_UNKNOWN));
        assertThat(house.tryCode(fresh, wrong(fresh)))
                .as("all tries are there again")
                .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, 9, Duration.ZERO));
        assertThat(house.enter(fresh).says("IN").seq()).isEqualTo(1);
    }

    private void lockOut(Invitation invitation) {
        for (int i = 0; i < 10; i++) {
            house.tryCode(invitation, wrong(invitation));
            house.clock.pass(Duration.ofSeconds(61));
        }
        assertThat(house.tryCode(invitation, invitation.secretCode()))
                .isEqualTo(new Entry.Refused(Entry.Reason.CODE_LOCKED, 0, Duration.ZERO));
    }

    private static String wrong(Invitation invitation) {
        return invitation.secretCode().equals("000-000") ? "111-111" : "000-000";
    }
}
