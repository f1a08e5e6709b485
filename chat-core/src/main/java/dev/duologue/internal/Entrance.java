package dev.duologue.internal;

import dev.duologue.ChatListener;
import dev.duologue.Entry;
import dev.duologue.Greeting;
import dev.duologue.SeatRequest;
import dev.duologue.Side;
import dev.duologue.spi.AddressLimit;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.SecretCodes;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Tombstone;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lets participants in: finds what a link leads to, checks code or token, claims the seat. Thread-safe. */
final class Entrance {

    /** An id that no chat can have: looking it up is looking up nothing, at the same cost. */
    static final String NO_CHAT = "-";

    /** A digest that nothing has. */
    static final String NO_DIGEST = "-";

    private static final int MAX_LINK = 64;

    /** Some 10 ms of a store on Redis: enough to keep it busy, and a short queue for messages. */
    private static final int LOOKUPS_AT_ONCE = 200;

    private final Turns lookups = new Turns(LOOKUPS_AT_ONCE, Extensions.LIMIT);
    private final LiveChats live;
    private final Extensions extensions;
    private final Digests digests;
    private final SecretCodes codes;
    private final AttemptTable attempts;

    Entrance(LiveChats live, Extensions extensions, Digests digests, SecretCodes codes, AttemptTable attempts) {
        this.live = live;
        this.extensions = extensions;
        this.digests = digests;
        this.codes = codes;
        this.attempts = attempts;
    }

    /** Where a link leads: to a side of a live chat, or nowhere. */
    private sealed interface Place {

        record There(StoredChat chat, Side side) implements Place {
            String chatId() {
                return chat.id();
            }
        }

        record Nowhere(Entry.Reason reason) implements Place {}

        record NotLookedFor(Duration retryAfter) implements Place {}
    }

    CompletableFuture<Greeting> open(String link, Allowance allowance) {
        return locate(link, allowance).thenCompose(place -> {
            if (place instanceof Place.There there) {
                return extensions.run(() -> hello(there));
            }
            if (place instanceof Place.NotLookedFor notLookedFor) {
                return CompletableFuture.completedFuture(
                        new Greeting.Refused(Entry.Reason.RATE_LIMITED, notLookedFor.retryAfter()));
            }
            return CompletableFuture.completedFuture(new Greeting.Refused(((Place.Nowhere) place).reason()));
        });
    }

    CompletableFuture<Entry> enter(
            String link, String typed, SeatRequest request, ChatListener listener, Allowance allowance) {
        return locate(link, allowance).thenCompose(place -> {
            if (place instanceof Place.There there) {
                return enter(there, typed, request, listener, allowance);
            }
            if (place instanceof Place.NotLookedFor notLookedFor) {
                return CompletableFuture.completedFuture(rateLimited(notLookedFor.retryAfter()));
            }
            return refused(((Place.Nowhere) place).reason());
        });
    }

    /**
     * Counts what was refused, after it was: whoever has the right token is let in however many others tried before from
     * the same address, and who guesses is told no more answers than by {@link #open}.
     */
    CompletableFuture<Entry> resume(
            String link, String token, long after, SeatRequest request, ChatListener listener, Allowance allowance) {
        return resume(link, token, after, request, listener).thenCompose(entry -> {
            boolean guessed = entry instanceof Entry.Refused refused && refused.reason() != Entry.Reason.SEAT_TAKEN;
            return guessed
                    ? allowance
                            .take(AddressLimit.UNKNOWN_LINKS)
                            .thenApply(wait -> wait.isZero() ? entry : rateLimited(wait))
                    : CompletableFuture.completedFuture(entry);
        });
    }

    private CompletableFuture<Entry> resume(
            String link, String token, long after, SeatRequest request, ChatListener listener) {
        return locate(link).thenCompose(place -> {
            if (place instanceof Place.There there) {
                return extensions
                        .run(() -> digests.seatToken(there.chatId(), there.side(), token))
                        .thenCompose(digest ->
                                claim(there, new SeatClaim.Proof.Token(digest), token, after, request, listener));
            }
            return refused(((Place.Nowhere) place).reason());
        });
    }

    /** Counts the link as unknown before it is looked up, so that no race gives an extra look; takes that back if it is not. */
    private CompletableFuture<Place> locate(String link, Allowance allowance) {
        return allowance.take(AddressLimit.UNKNOWN_LINKS).thenCompose(wait -> {
            if (!wait.isZero()) {
                return CompletableFuture.completedFuture(new Place.NotLookedFor(wait));
            }
            return locate(link).whenComplete((place, failure) -> {
                boolean unknown =
                        place instanceof Place.Nowhere nowhere && nowhere.reason() == Entry.Reason.LINK_UNKNOWN;
                if (!unknown) {
                    allowance.giveBack(AddressLimit.UNKNOWN_LINKS);
                }
            });
        });
    }

    /** One path for all links: whatever comes is digested once and looked up once. */
    private CompletableFuture<Place> locate(String link) {
        String chatId = chatIdOf(link);
        return extensions
                .run(() -> digests.link(chatId, link))
                .thenCompose(digest -> lookups.take(
                                () -> StoreCall.answer(() -> live.store().find(chatId)))
                        .thenApply(found -> place(found, digest)));
    }

    private String chatIdOf(String link) {
        int idSymbols = link.length() - live.limits().linkSymbols();
        if (idSymbols < 1 || link.length() > MAX_LINK) {
            return NO_CHAT;
        }
        boolean wellFormed = link.chars().allMatch(Secrets::isBase62);
        return wellFormed ? link.substring(0, idSymbols) : NO_CHAT;
    }

    private static Place place(StoreAnswer.Find found, String digest) {
        if (found instanceof StoreAnswer.Live known) {
            for (Side side : Side.values()) {
                if (equal(known.chat().of(side).secrets().link(), digest)) {
                    return new Place.There(known.chat(), side);
                }
            }
            return new Place.Nowhere(Entry.Reason.LINK_UNKNOWN);
        }
        Optional<Tombstone> tombstone = ((StoreAnswer.Gone) found).tombstone();
        boolean ended = tombstone.isPresent()
                && (equal(tombstone.get().firstLink(), digest)
                        || equal(tombstone.get().secondLink(), digest));
        return new Place.Nowhere(ended ? Entry.Reason.ENDED : Entry.Reason.LINK_UNKNOWN);
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private Greeting hello(Place.There there) {
        StoredChat.Participant participant = there.chat().of(there.side());
        Duration wait = attempts.waitAfter(participant.attempts()).minus(participant.sinceLastAttempt());
        Greeting.State state = Greeting.State.OPEN;
        if (attempts.locked(participant.attempts())) {
            state = Greeting.State.LOCKED;
        } else if (!wait.isNegative() && !wait.isZero()) {
            state = Greeting.State.WAIT;
        }
        return new Greeting.Hello(
                participant.name(),
                state,
                state == Greeting.State.WAIT ? wait : Duration.ZERO,
                Extensions.ask("SecretCodes", codes::form));
    }

    // By code

    private CompletableFuture<Entry> enter(
            Place.There there, String typed, SeatRequest request, ChatListener listener, Allowance allowance) {
        return extensions
                .run(() -> Extensions.ask("SecretCodes", () -> codes.normalise(typed)))
                .thenCompose(code -> code.isEmpty()
                        ? refused(Entry.Reason.CODE_MALFORMED)
                        : allowance
                                .take(AddressLimit.CODE_TRIES)
                                .thenCompose(wait -> wait.isZero()
                                        ? tryCode(there, code.get(), request, listener)
                                        : CompletableFuture.completedFuture(rateLimited(wait))));
    }

    private CompletableFuture<Entry> tryCode(
            Place.There there, String code, SeatRequest request, ChatListener listener) {
        return StoreCall.answer(() -> live.store().countAttempt(there.chatId(), there.side(), attempts))
                .thenCompose(attempt -> {
                    if (attempt instanceof StoreAnswer.Counted counted) {
                        return compare(there, code, counted, request, listener);
                    }
                    if (attempt instanceof StoreAnswer.Wait wait) {
                        return CompletableFuture.completedFuture(
                                new Entry.Refused(Entry.Reason.CODE_WAIT, -1, wait.retryAfter()));
                    }
                    if (attempt instanceof StoreAnswer.Locked) {
                        return CompletableFuture.completedFuture(locked());
                    }
                    return refused(afterGone((StoreAnswer.Gone) attempt));
                });
    }

    private CompletableFuture<Entry> compare(
            Place.There there, String code, StoreAnswer.Counted counted, SeatRequest request, ChatListener listener) {
        String token = Secrets.token();
        return extensions
                .run(() -> {
                    boolean right = Extensions.ask(
                            "SecretCodes",
                            () -> codes.matches(
                                    code,
                                    form -> digests.codeMatches(
                                            there.chatId(), there.side(), form, counted.codeDigest())));
                    return right
                            ? Optional.of(digests.seatToken(there.chatId(), there.side(), token))
                            : Optional.<String>empty();
                })
                .thenCompose(digest -> digest.isEmpty()
                        ? CompletableFuture.completedFuture(wrong(counted.attempts()))
                        : claim(
                                there,
                                new SeatClaim.Proof.Code(counted.invitation(), digest.get()),
                                token,
                                0,
                                request,
                                listener));
    }

    private Entry wrong(int counted) {
        if (attempts.locked(counted)) {
            return locked();
        }
        return new Entry.Refused(Entry.Reason.CODE_WRONG, attempts.attempts() - counted, attempts.waitAfter(counted));
    }

    private static Entry rateLimited(Duration wait) {
        return new Entry.Refused(Entry.Reason.RATE_LIMITED, -1, wait);
    }

    private static Entry locked() {
        return new Entry.Refused(Entry.Reason.CODE_LOCKED, 0, Duration.ZERO);
    }

    // The seat

    private CompletableFuture<Entry> claim(
            Place.There there,
            SeatClaim.Proof proof,
            String token,
            long after,
            SeatRequest request,
            ChatListener listener) {
        SeatClaim claim = new SeatClaim(
                there.chatId(),
                there.side(),
                proof,
                Secrets.token(),
                request.tab(),
                request.takeover(),
                live.lastKeyKnown(there.chatId()));
        LiveSeat seat = new LiveSeat(live, there.chatId(), there.side(), token, listener);
        CompletableFuture<Entry> entered = new CompletableFuture<>();
        Instant asked = live.clock().instant();
        StoreCall.ask(
                () -> live.store().claimSeat(claim, seat),
                answer -> {
                    if (answer instanceof StoreAnswer.Claimed claimed) {
                        seat.begin(claimed, after);
                        live.joined(seat, claimed, asked);
                        // In this order: the listener hears nothing before the caller can have the seat.
                        entered.complete(new Entry.Admitted(seat));
                        seat.open();
                    } else {
                        entered.complete(notGiven(answer, proof));
                    }
                },
                entered::completeExceptionally,
                late -> {
                    if (late instanceof StoreAnswer.Claimed claimed) {
                        // Nobody sits there, and who comes again would be told that somebody does.
                        live.release(there.chatId(), there.side(), claimed.epoch());
                    }
                });
        return entered;
    }

    private static Entry notGiven(StoreAnswer.Claim answer, SeatClaim.Proof proof) {
        if (answer instanceof StoreAnswer.Taken) {
            return Entry.Refused.because(Entry.Reason.SEAT_TAKEN);
        }
        if (answer instanceof StoreAnswer.Gone gone) {
            return Entry.Refused.because(afterGone(gone));
        }
        // A new invitation came between: the code was for a link that is dead now.
        boolean byCode = proof instanceof SeatClaim.Proof.Code;
        return Entry.Refused.because(byCode ? Entry.Reason.LINK_UNKNOWN : Entry.Reason.SEAT_UNKNOWN);
    }

    /** The link was right a moment ago, so its chat has just ended. */
    private static Entry.Reason afterGone(StoreAnswer.Gone gone) {
        return gone.tombstone().isPresent() ? Entry.Reason.ENDED : Entry.Reason.LINK_UNKNOWN;
    }

    private static CompletableFuture<Entry> refused(Entry.Reason reason) {
        return CompletableFuture.completedFuture(Entry.Refused.because(reason));
    }
}
