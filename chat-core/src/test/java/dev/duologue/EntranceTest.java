package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duologue.Heard.News;
import dev.duologue.House.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How participants get in, and how they do not. */
class EntranceTest {

    private static final List<Integer> WAITS = List.of(2, 4, 8, 16, 30, 60);

    private final House house = new House();
    private StartedChat chat;

    @BeforeEach
    void start() {
        chat = house.start();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_started_chat_has_two_invitations_that_share_nothing() {
        Invitation first = chat.first();
        Invitation second = chat.second();

        assertThat(chat.id()).matches("[0-9A-Za-z]{6}");
        assertThat(first.link()).matches("[0-9A-Za-z]{16}").startsWith(chat.id());
        assertThat(second.link()).matches("[0-9A-Za-z]{16}").startsWith(chat.id());
        assertThat(first.secretCode()).matches("[0-9A-Z]{3}-[0-9A-Z]{3}");
        assertThat(Stream.of(first.link(), second.link(), first.secretCode(), second.secretCode(), chat.hostToken()))
                .doesNotHaveDuplicates();
        assertThat(first.shortUrl()).hasToString("https://chat.example/c#" + first.link());
        assertThat(first.side()).isEqualTo(Side.FIRST);
        assertThat(second.side()).isEqualTo(Side.SECOND);
        assertThat(first.name()).isEqualTo("ABHI");
        assertThat(chat.hostToken()).matches("[0-9A-Za-z_-]{43}");
        assertThat(chat.deadline().in()).isEqualTo(Duration.ofMinutes(30));
        assertThat(chat.deadline().reason()).isEqualTo(Deadline.Reason.NEVER_ENTERED);
        assertThat(Eventually.get(first.qrCode()).mediaType()).isEqualTo("image/svg+xml");
    }

    @Test
    void strict_links_have_twenty_two_secret_symbols() {
        try (House strict = new House(ChatService.Builder::strictLinks)) {
            StartedChat started = strict.start();

            assertThat(started.first().link()).matches("[0-9A-Za-z]{28}");
            assertThat(strict.enter(started.first()).seat().name()).isEqualTo("ABHI");
        }
    }

    @Test
    void names_against_the_rules_start_nothing() {
        Throwable failure = Eventually.failure(house.chats.start(" ", "ANNY"));

        assertThat(failure).isInstanceOf(InvalidNamesException.class);
        assertThat(((InvalidNamesException) failure).problems())
                .containsExactly(new ParticipantNames.Problem(Side.FIRST, ParticipantNames.Kind.EMPTY));
    }

    @Test
    void opening_a_link_tells_whose_it_is_and_changes_nothing() {
        ChatStatus before = status();
        for (int i = 0; i < 50; i++) {
            Greeting.Hello hello = hello(chat.first());
            assertThat(hello.name()).isEqualTo("ABHI");
            assertThat(hello.state()).isEqualTo(Greeting.State.OPEN);
            assertThat(hello.codeForm().orElseThrow().groups()).containsExactly(3, 3);
        }

        assertThat(status()).isEqualTo(before);
        assertThat(house.tryCode(chat.first(), wrongFor(chat.first())))
                .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, 9, Duration.ZERO));
    }

    @Test
    void a_link_that_leads_nowhere_says_so() {
        String other = chat.first().link().substring(0, 15) + "!";
        for (String link :
                List.of("", "x", other, chat.id(), chat.first().link() + "0", "0".repeat(16), "0".repeat(999))) {
            assertThat(Eventually.get(house.chats.open(link)))
                    .isEqualTo(new Greeting.Refused(Entry.Reason.LINK_UNKNOWN));
            assertThat(Eventually.get(house.chats.enter(link, "000-000", new Heard())))
                    .isEqualTo(Entry.Refused.because(Entry.Reason.LINK_UNKNOWN));
            assertThat(Eventually.get(house.chats.resume(link, "token", 0, SeatRequest.newTab(), new Heard())))
                    .isEqualTo(Entry.Refused.because(Entry.Reason.LINK_UNKNOWN));
        }
    }

    @Test
    void the_code_of_the_other_side_does_not_fit() {
        Entry entry = house.tryCode(chat.first(), chat.second().secretCode());

        assertThat(entry).isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, 9, Duration.ZERO));
    }

    @Test
    void a_code_is_taken_as_people_type_it() {
        String typed = "  " + chat.first().secretCode().toLowerCase(Locale.ROOT).replace("-", " – ") + "\n";

        assertThat(house.tryCode(chat.first(), typed)).isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void a_malformed_code_spends_no_attempt() {
        for (int i = 0; i < 20; i++) {
            assertThat(house.tryCode(chat.first(), "what?!"))
                    .isEqualTo(Entry.Refused.because(Entry.Reason.CODE_MALFORMED));
        }

        assertThat(house.tryCode(chat.first(), wrongFor(chat.first())))
                .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, 9, Duration.ZERO));
    }

    @Test
    void each_wrong_code_from_the_fourth_on_costs_a_longer_wait_and_the_tenth_locks() {
        String wrong = wrongFor(chat.first());
        for (int left = 9; left >= 7; left--) {
            assertThat(house.tryCode(chat.first(), wrong))
                    .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, left, Duration.ZERO));
        }
        for (int i = 0; i < WAITS.size(); i++) {
            Duration wait = Duration.ofSeconds(WAITS.get(i));
            assertThat(house.tryCode(chat.first(), wrong))
                    .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, 6 - i, wait));
            assertThat(hello(chat.first()))
                    .extracting(Greeting.Hello::state, Greeting.Hello::retryAfter)
                    .containsExactly(Greeting.State.WAIT, wait);
            house.clock.pass(wait.minusMillis(1));
            assertThat(house.tryCode(chat.first(), chat.first().secretCode()))
                    .as("the right code is refused while waiting, and nothing is counted")
                    .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WAIT, -1, Duration.ofMillis(1)));
            house.clock.pass(Duration.ofMillis(1));
        }

        assertThat(house.tryCode(chat.first(), wrong)).isEqualTo(locked());
        house.clock.pass(Duration.ofMinutes(10));
        assertThat(house.tryCode(chat.first(), chat.first().secretCode())).isEqualTo(locked());
        assertThat(hello(chat.first()).state()).isEqualTo(Greeting.State.LOCKED);
        assertThat(((ChatStatus.Open) status()).first().state()).isEqualTo(ChatStatus.State.LOCKED);
        assertThat(house.enter(chat.second()).seat().side()).isEqualTo(Side.SECOND);
    }

    @Test
    void a_right_code_sets_the_attempts_back() {
        for (int i = 0; i < 3; i++) {
            house.tryCode(chat.first(), wrongFor(chat.first()));
        }
        house.enter(chat.first());

        assertThat(house.tryCode(chat.first(), wrongFor(chat.first())))
                .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, 9, Duration.ZERO));
    }

    @Test
    void wrong_codes_do_not_touch_who_is_in() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        for (int i = 0; i < 4; i++) {
            house.tryCode(chat.first(), wrongFor(chat.first()));
        }

        abhi.says("HI");
        anny.heard().awaitMessages(1);
        assertThat(abhi.heard().all(News.Lost.class)).isEmpty();
    }

    @Test
    void another_tab_gets_a_seat_that_is_taken_only_if_it_asks_to_take_it_over() {
        Guest phone = house.enter(chat.first());

        assertThat(house.tryCode(chat.first(), chat.first().secretCode()))
                .isEqualTo(Entry.Refused.because(Entry.Reason.SEAT_TAKEN));
        phone.says("still here");

        Guest desk = house.enter(chat.first(), SeatRequest.newTab().takingOver());
        phone.heard().await(new News.Lost(SeatLoss.TAKEN_OVER));
        desk.heard().awaitMessages(1);
        assertThat(desk.heard().texts()).containsExactly("still here");
        assertThat(Eventually.get(phone.seat().send("and now?")))
                .isEqualTo(new SendResult.NotSent(SendResult.Reason.SEAT_LOST, Duration.ZERO));
        assertThat(desk.says("here").seq()).isEqualTo(2);
    }

    @Test
    void the_same_tab_gets_its_seat_without_a_question() {
        SeatRequest tab = SeatRequest.tab("tab-1");
        Guest before = house.enter(chat.first(), tab);
        Guest reloaded = house.enter(chat.first(), tab);

        before.heard().await(new News.Lost(SeatLoss.TAKEN_OVER));
        assertThat(reloaded.says("again").seq()).isEqualTo(1);
    }

    @Test
    void a_tab_has_a_form() {
        assertThatThrownBy(() -> SeatRequest.tab("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SeatRequest.tab("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(SeatRequest.newTab()).isNotEqualTo(SeatRequest.newTab());
    }

    @Test
    void resume_gives_what_came_after_and_the_same_token_again() {
        Guest abhi = house.enter(chat.first(), SeatRequest.tab("t"));
        Guest anny = house.enter(chat.second());
        for (String text : List.of("a", "b", "c")) {
            abhi.says(text);
        }
        abhi.seat().leave();
        anny.says("d");

        Guest again = house.resume(chat.first(), abhi.seat().token(), 2, SeatRequest.tab("t"));

        again.heard().awaitMessages(2);
        assertThat(again.heard().texts()).containsExactly("c", "d");
        assertThat(again.heard().all(News.Came.class)).hasSize(2);
        assertThat(again.seat().token()).isEqualTo(abhi.seat().token());
        assertThat(again.seat().arrival())
                .extracting(Arrival::last, Arrival::peerPresent, Arrival::generation)
                .containsExactly(4L, true, 1L);
        again.says("e");
        assertThat(again.heard().seqs()).containsExactly(3L, 4L, 5L);
    }

    @Test
    void resume_above_the_last_message_gives_all_messages() {
        Guest abhi = house.enter(chat.first());
        abhi.says("a");
        abhi.says("b");
        abhi.seat().leave();

        Guest again = house.resume(chat.first(), abhi.seat().token(), 3, SeatRequest.newTab());

        again.heard().awaitMessages(2);
        assertThat(again.heard().texts()).containsExactly("a", "b");
    }

    @Test
    void resume_with_a_token_that_is_not_the_seats_is_refused() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());

        for (String token : List.of("", "wrong", anny.seat().token(), "\uD800")) {
            assertThat(resume(chat.first(), token)).isEqualTo(Entry.Refused.because(Entry.Reason.SEAT_UNKNOWN));
        }
        assertThat(resume(chat.first(), abhi.seat().token())).isEqualTo(Entry.Refused.because(Entry.Reason.SEAT_TAKEN));
        assertThatThrownBy(() -> house.chats.resume(chat.first().link(), "", -1, SeatRequest.newTab(), new Heard()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_later_enter_makes_the_token_of_the_one_before_useless() {
        Guest before = house.enter(chat.first());
        before.seat().leave();
        house.enter(chat.first()).seat().leave();

        assertThat(resume(chat.first(), before.seat().token()))
                .isEqualTo(Entry.Refused.because(Entry.Reason.SEAT_UNKNOWN));
    }

    @Test
    void a_new_invitation_replaces_link_code_token_attempts_and_who_is_in() {
        Guest abhi = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        abhi.says("before");
        for (int i = 0; i < 4; i++) {
            house.tryCode(chat.first(), wrongFor(chat.first()));
        }

        Invitation fresh = reissued(Side.FIRST);

        abhi.heard().await(new News.Lost(SeatLoss.INVITATION_REPLACED));
        assertThat(house.tryCode(chat.first(), chat.first().secretCode()))
                .isEqualTo(Entry.Refused.because(Entry.Reason.LINK_UNKNOWN));
        assertThat(Eventually.get(house.chats.open(chat.first().link())))
                .isEqualTo(new Greeting.Refused(Entry.Reason.LINK_UNKNOWN));
        assertThat(resume(fresh, abhi.seat().token())).isEqualTo(Entry.Refused.because(Entry.Reason.SEAT_UNKNOWN));
        assertThat(fresh.name()).isEqualTo("ABHI");
        assertThat(house.tryCode(fresh, chat.first().secretCode()))
                .as("the old code does not open the new link")
                .isEqualTo(new Entry.Refused(Entry.Reason.CODE_WRONG, 9, Duration.ZERO));
        Guest again = house.enter(fresh);
        again.heard().awaitMessages(1);
        assertThat(again.heard().texts()).containsExactly("before");
        assertThat(anny.says("HELLO").seq()).isEqualTo(2);
    }

    @Test
    void a_seat_that_was_lost_neither_ends_the_chat_nor_keeps_it_alive() {
        Guest old = house.enter(chat.first());
        Guest anny = house.enter(chat.second());
        Guest present = house.enter(chat.first(), SeatRequest.newTab().takingOver());
        old.heard().await(new News.Lost(SeatLoss.TAKEN_OVER));

        assertThat(Eventually.failure(old.seat().end())).isInstanceOf(IllegalStateException.class);
        assertThat(Eventually.get(old.seat().stay())).isEmpty();

        assertThat(anny.heard().all(News.Due.class)).isEmpty();
        assertThat(anny.heard().all(News.Over.class)).isEmpty();
        assertThat(present.says("still here").seq()).isEqualTo(1);
    }

    @Test
    void the_status_follows_each_participant() {
        assertStates(ChatStatus.State.WAITING, ChatStatus.State.WAITING);
        Guest abhi = house.enter(chat.first());
        assertStates(ChatStatus.State.IN, ChatStatus.State.WAITING);
        house.enter(chat.second());
        abhi.seat().leave();
        assertStates(ChatStatus.State.AWAY, ChatStatus.State.IN);
        house.enter(chat.first());
        Eventually.get(house.chats.chat(chat.id()).end());
        assertThat(status())
                .isEqualTo(new ChatStatus.Ended(chat.id(), new Ending(Ending.By.SERVER, Ending.Reason.ENDED)));
    }

    @Test
    void a_host_with_a_wrong_token_sees_an_unknown_chat() {
        for (ChatHost stranger : List.of(
                house.chats.host(chat.id(), "wrong"),
                house.chats.host(chat.id(), ""),
                house.chats.host("000000", chat.hostToken()),
                house.chats.chat("000000"))) {
            assertThat(Eventually.get(stranger.status())).isEmpty();
            assertThat(Eventually.get(stranger.reissue(Side.FIRST)))
                    .isEqualTo(new Reissue.Refused(Reissue.Reason.UNKNOWN));
            assertThat(Eventually.get(stranger.end())).isEmpty();
        }
        assertThat(Eventually.get(house.chats.host(chat.id(), chat.hostToken()).status()))
                .hasValueSatisfying(status -> assertThat(status.id()).isEqualTo(chat.id()));
    }

    @Test
    void there_is_no_new_invitation_to_a_chat_that_has_ended() {
        ChatHost host = house.chats.host(chat.id(), chat.hostToken());
        Optional<Ending> ending = Eventually.get(host.end());

        assertThat(ending).contains(new Ending(Ending.By.SERVER, Ending.Reason.ENDED));
        assertThat(Eventually.get(host.end())).isEqualTo(ending);
        assertThat(Eventually.get(host.reissue(Side.SECOND))).isEqualTo(new Reissue.Refused(Reissue.Reason.ENDED));
    }

    private void assertStates(ChatStatus.State first, ChatStatus.State second) {
        ChatStatus.Open open = (ChatStatus.Open) status();
        assertThat(open.first()).isEqualTo(new ChatStatus.Participant("ABHI", first));
        assertThat(open.second()).isEqualTo(new ChatStatus.Participant("ANNY", second));
    }

    private ChatStatus status() {
        return Eventually.get(house.chats.host(chat.id(), chat.hostToken()).status())
                .orElseThrow();
    }

    private Invitation reissued(Side side) {
        Reissue reissue =
                Eventually.get(house.chats.host(chat.id(), chat.hostToken()).reissue(side));
        return ((Reissue.Issued) reissue).invitation();
    }

    private Greeting.Hello hello(Invitation invitation) {
        return (Greeting.Hello) Eventually.get(house.chats.open(invitation.link()));
    }

    private Entry resume(Invitation invitation, String token) {
        return Eventually.get(house.chats.resume(invitation.link(), token, 0, SeatRequest.newTab(), new Heard()));
    }

    private static String wrongFor(Invitation invitation) {
        return invitation.secretCode().equals("000-000") ? "111-111" : "000-000";
    }

    private static Entry locked() {
        return new Entry.Refused(Entry.Reason.CODE_LOCKED, 0, Duration.ZERO);
    }
}
