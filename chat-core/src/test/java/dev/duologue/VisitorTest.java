package dev.duologue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AddressLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of one address may do. */
class VisitorTest {

    private static final Duration WAIT = Duration.ofSeconds(7);

    private final Tally tally = new Tally();
    private final House house = new House(builder -> builder.addressLimits(tally));
    private final StartedChat chat = house.start();
    private final ChatVisitor visitor = house.chats.visitor(address("192.0.2.1"));
    private final ChatVisitor neighbour = house.chats.visitor(address("192.0.2.2"));

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void chats_are_started_up_to_the_limit() {
        tally.allow(AddressLimit.STARTS, 2);
        Eventually.get(visitor.start("ABHI", "ANNY"));
        Eventually.get(visitor.start("ABHI", "ANNY"));
        assertThat(Eventually.failure(visitor.start("ABHI", "ANNY")))
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        limited -> assertThat(limited.retryAfter()).isEqualTo(WAIT));
        assertThat(Eventually.failure(visitor.start("", "ANNY")))
                .as("names are looked at first, and not counted")
                .isInstanceOf(InvalidNamesException.class);
        Eventually.get(neighbour.start("ABHI", "ANNY"));
        Eventually.get(house.chats.start("ABHI", "ANNY"));
        Eventually.get(house.chats.visitor(Optional.empty()).start("ABHI", "ANNY"));
    }

    @Test
    void links_that_lead_nowhere_are_counted_and_others_are_not() {
        tally.allow(AddressLimit.UNKNOWN_LINKS, 3);
        for (int i = 0; i < 10; i++) {
            assertThat(Eventually.get(visitor.open(chat.first().link()))).isInstanceOf(Greeting.Hello.class);
            // It is given back in its own time.
            tally.await(AddressLimit.UNKNOWN_LINKS, 3);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(Eventually.get(visitor.open("23AHi7kQkQkQkQkQ")))
                    .isEqualTo(new Greeting.Refused(Entry.Reason.LINK_UNKNOWN));
        }
        Greeting limited = new Greeting.Refused(Entry.Reason.RATE_LIMITED, WAIT);
        assertThat(Eventually.get(visitor.open("23AHi7kQkQkQkQkQ"))).isEqualTo(limited);
        assertThat(Eventually.get(visitor.open(chat.first().link())))
                .as("a guesser does not learn by the answer that a link is good")
                .isEqualTo(limited);
        assertThat(Eventually.get(visitor.enter(
                        chat.first().link(), chat.first().secretCode(), SeatRequest.newTab(), new Heard())))
                .isEqualTo(new Entry.Refused(Entry.Reason.RATE_LIMITED, -1, WAIT));
        assertThat(Eventually.get(neighbour.open(chat.first().link()))).isInstanceOf(Greeting.Hello.class);
    }

    @Test
    void codes_are_tried_up_to_the_limit_and_what_is_beyond_spends_no_attempt() {
        tally.allow(AddressLimit.CODE_TRIES, 2);
        assertThat(refused(visitor, chat.first(), "malformed")).isEqualTo(Entry.Reason.CODE_MALFORMED);
        assertThat(refused(visitor, chat.first(), wrong(chat.first()))).isEqualTo(Entry.Reason.CODE_WRONG);
        assertThat(refused(visitor, chat.second(), wrong(chat.second()))).isEqualTo(Entry.Reason.CODE_WRONG);
        for (int i = 0; i < 10; i++) {
            assertThat(refused(visitor, chat.first(), chat.first().secretCode()))
                    .isEqualTo(Entry.Reason.RATE_LIMITED);
        }
        Entry.Refused next = (Entry.Refused) Eventually.get(
                neighbour.enter(chat.first().link(), wrong(chat.first()), SeatRequest.newTab(), new Heard()));
        assertThat(next.attemptsLeft()).isEqualTo(8);
    }

    @Test
    void who_holds_a_seat_token_comes_back_whatever_others_of_the_address_did() {
        Seat seat = house.enter(chat.first()).seat();
        tally.allow(AddressLimit.UNKNOWN_LINKS, 0);
        tally.allow(AddressLimit.CODE_TRIES, 0);
        tally.allow(AddressLimit.STARTS, 0);
        assertThat(Eventually.get(visitor.open(chat.first().link()))).isInstanceOf(Greeting.Refused.class);
        Entry back = Eventually.get(visitor.resume(
                chat.first().link(), seat.token(), 0, SeatRequest.newTab().takingOver(), new Heard()));
        assertThat(back).isInstanceOf(Entry.Admitted.class);
        assertThat(Eventually.get(((Entry.Admitted) back).seat().send("still here")))
                .isInstanceOf(SendResult.Sent.class);
    }

    @Test
    void a_wrong_seat_token_is_counted_as_an_unknown_link_and_told_no_more_often() {
        house.enter(chat.first());
        tally.allow(AddressLimit.UNKNOWN_LINKS, 2);
        List<Entry.Reason> reasons = new ArrayList<>();
        for (String link :
                List.of(chat.first().link(), "23AHi7kQkQkQkQkQ", chat.first().link(), "23AHi7kQkQkQkQkQ")) {
            Entry entry = Eventually.get(visitor.resume(link, "guessed", 0, SeatRequest.newTab(), new Heard()));
            reasons.add(((Entry.Refused) entry).reason());
        }
        assertThat(reasons)
                .containsExactly(
                        Entry.Reason.SEAT_UNKNOWN,
                        Entry.Reason.LINK_UNKNOWN,
                        Entry.Reason.RATE_LIMITED,
                        Entry.Reason.RATE_LIMITED);
    }

    /** A lock of one side is no lock of a seat, and a new code opens what wrong ones have locked. */
    @Test
    void who_has_a_link_only_locks_out_nobody_who_is_in() {
        Seat seat = house.enter(chat.first()).seat();
        Entry.Reason last = Entry.Reason.CODE_WRONG;
        for (int i = 0; i < 40 && last != Entry.Reason.CODE_LOCKED; i++) {
            last = refused(visitor, chat.first(), wrong(chat.first()));
            house.clock.pass(Duration.ofMinutes(1));
        }
        assertThat(last).isEqualTo(Entry.Reason.CODE_LOCKED);
        assertThat(Eventually.get(seat.send("still in"))).isInstanceOf(SendResult.Sent.class);
        assertThat(Eventually.get(house.chats.resume(
                        chat.first().link(),
                        seat.token(),
                        0,
                        SeatRequest.newTab().takingOver(),
                        new Heard())))
                .isInstanceOf(Entry.Admitted.class);
        Reissue.Issued issued = (Reissue.Issued)
                Eventually.get(house.chats.host(chat.id(), chat.hostToken()).reissue(Side.FIRST));
        assertThat(house.enter(issued.invitation()).seat().name()).isEqualTo("ABHI");
    }

    @Test
    void limits_that_cannot_be_asked_let_nobody_pass() {
        tally.broken = true;
        for (CompletableFuture<?> call : Stream.<CompletableFuture<?>>of(
                        visitor.start("ABHI", "ANNY"),
                        visitor.open(chat.first().link()),
                        visitor.enter(
                                chat.first().link(), chat.first().secretCode(), SeatRequest.newTab(), new Heard()))
                .toList()) {
            assertThat(Eventually.failure(call)).isExactlyInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void only_so_many_chats_live_on_a_node() {
        try (House small = new House(builder -> builder.liveChats(3))) {
            StartedChat first = small.start();
            small.start();
            List<CompletableFuture<StartedChat>> burst = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                burst.add(small.chats.start("ABHI", "ANNY"));
            }
            long started = burst.stream().filter(VisitorTest::succeeded).count();
            assertThat(started).isEqualTo(1);
            assertThat(small.chats.liveChats()).isEqualTo(3);
            assertThat(Eventually.failure(small.chats.start("ABHI", "ANNY")))
                    .isExactlyInstanceOf(TooManyChatsException.class);
            assertThat(small.enter(first.first()).says("those that live go on").seq())
                    .isEqualTo(1);
            Eventually.get(small.chats.chat(first.id()).end());
            small.start();
        }
    }

    private static boolean succeeded(CompletableFuture<StartedChat> start) {
        Eventually.until("it is answered", start::isDone);
        return !start.isCompletedExceptionally();
    }

    private static Entry.Reason refused(ChatVisitor visitor, Invitation invitation, String code) {
        Entry entry = Eventually.get(visitor.enter(invitation.link(), code, SeatRequest.newTab(), new Heard()));
        return ((Entry.Refused) entry).reason();
    }

    private static String wrong(Invitation invitation) {
        return invitation.secretCode().startsWith("0") ? "111-111" : "000-000";
    }

    private static Optional<ClientAddress> address(String text) {
        try {
            return Optional.of(ClientAddress.of(InetAddress.getByName(text)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** So many of each, for one address alone, and no more with time. */
    private static final class Tally implements AddressLimits {

        private final Map<AddressLimit, Integer> left = new EnumMap<>(AddressLimit.class);
        private volatile boolean broken;

        synchronized void allow(AddressLimit limit, int times) {
            left.put(limit, times);
        }

        void await(AddressLimit limit, int times) {
            Eventually.until("it was given back", () -> left(limit) == times);
        }

        private synchronized int left(AddressLimit limit) {
            return left.getOrDefault(limit, Integer.MAX_VALUE);
        }

        @Override
        public synchronized CompletionStage<Duration> take(AddressLimit limit, ClientAddress address) {
            if (broken) {
                throw new IllegalStateException("out of reach");
            }
            int rest = address.text().equals("192.0.2.1") ? left(limit) : Integer.MAX_VALUE;
            if (rest == 0) {
                return CompletableFuture.completedFuture(WAIT);
            }
            left.computeIfPresent(limit, (same, count) -> rest == Integer.MAX_VALUE ? count : count - 1);
            return CompletableFuture.completedFuture(Duration.ZERO);
        }

        @Override
        public synchronized CompletionStage<Boolean> giveBack(AddressLimit limit, ClientAddress address) {
            if (address.text().equals("192.0.2.1")) {
                left.computeIfPresent(limit, (same, count) -> count + 1);
            }
            return CompletableFuture.completedFuture(true);
        }
    }
}
