package dev.duologue.tck.faults;

import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.SeatClaim.Proof;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoreAnswer.Claimed;
import dev.duologue.spi.StoreAnswer.Live;
import dev.duologue.spi.StoreAnswer.ProofReplaced;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Faults in attempts, seats and invitations. */
final class SeatFaults {

    private SeatFaults() {}

    private static SeatClaim with(SeatClaim claim, Proof proof, String claimId, String tab) {
        return new SeatClaim(claim.chatId(), claim.side(), proof, claimId, tab, claim.takeover(), claim.lastKeySeen());
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }

    static final class ClaimsAreNotRepeatable extends RelayingStore {
        ClaimsAreNotRepeatable(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(with(claim, claim.proof(), random(), claim.tab()), watcher);
        }
    }

    static final class ForgetsWhenWasTried extends RelayingStore {
        ForgetsWhenWasTried(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return super.find(chatId)
                    .thenApply(answer -> answer instanceof Live live
                            ? new Live(StoredChats.withParticipants(live.chat(), ForgetsWhenWasTried::forget))
                            : answer);
        }

        private static StoredChat.Participant forget(StoredChat.Participant one) {
            return new StoredChat.Participant(one.name(), one.secrets(), one.everIn(), one.attempts(), Duration.ZERO);
        }
    }

    /** Reads the count, compares, then writes it: who reads in between gets the same count. */
    static final class TriesAtOnceShareACount extends RelayingStore {
        private static final Executor SECOND_STEP = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

        private final Map<String, CompletableFuture<StoreAnswer.Attempt>> underWay = new ConcurrentHashMap<>();

        TriesAtOnceShareACount(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
            return underWay.computeIfAbsent(
                    chatId + side,
                    seat -> CompletableFuture.supplyAsync(
                            () -> {
                                StoreAnswer.Attempt answer = now(super.countAttempt(chatId, side, table));
                                underWay.remove(seat);
                                return answer;
                            },
                            SECOND_STEP));
        }
    }

    static final class WaitsAreNotKept extends RelayingStore {
        WaitsAreNotKept(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Attempt> countAttempt(String chatId, Side side, AttemptTable table) {
            AttemptTable free =
                    new AttemptTable(Collections.nCopies(table.waits().size(), Duration.ZERO));
            return super.countAttempt(chatId, side, free);
        }
    }

    static final class CodesOfOldInvitationsGetIn extends RelayingStore {
        CodesOfOldInvitationsGetIn(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            if (claim.proof() instanceof Proof.Code code && now(super.find(claim.chatId())) instanceof Live live) {
                int current = live.chat().pulse().of(claim.side()).invitation();
                Proof proof = new Proof.Code(Math.max(code.number(), current), code.newTokenDigest());
                return super.claimSeat(with(claim, proof, claim.claimId(), claim.tab()), watcher);
            }
            return super.claimSeat(claim, watcher);
        }
    }

    /** Lets a token in that was right once, as a store does that looked at it before the step in which it claims. */
    private static class TokensOfOld extends RelayingStore {
        private final Map<String, Integer> invitationsByToken = new ConcurrentHashMap<>();
        private final boolean acrossInvitations;

        TokensOfOld(ChatStore sound, boolean acrossInvitations) {
            super(sound);
            this.acrossInvitations = acrossInvitations;
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            StoreAnswer.Claim answer = now(super.claimSeat(claim, watcher));
            if (answer instanceof Claimed && claim.proof() instanceof Proof.Code code) {
                invitationsByToken.put(claim.side() + code.newTokenDigest(), code.number());
            }
            if (answer instanceof ProofReplaced && claim.proof() instanceof Proof.Token token) {
                return CompletableFuture.completedFuture(again(claim, token, watcher));
            }
            return CompletableFuture.completedFuture(answer);
        }

        private StoreAnswer.Claim again(SeatClaim claim, Proof.Token token, Watcher watcher) {
            Integer then = invitationsByToken.get(claim.side() + token.digest());
            if (then == null || !(now(super.find(claim.chatId())) instanceof Live live)) {
                return new ProofReplaced();
            }
            int current = live.chat().pulse().of(claim.side()).invitation();
            if ((then != current) != acrossInvitations) {
                return new ProofReplaced();
            }
            Proof proof = new Proof.Code(current, token.digest());
            return now(super.claimSeat(with(claim, proof, claim.claimId(), claim.tab()), watcher));
        }
    }

    static final class OldTokensGetIn extends TokensOfOld {
        OldTokensGetIn(ChatStore sound) {
            super(sound, false);
        }
    }

    static final class NewInvitationsKeepTheToken extends TokensOfOld {
        NewInvitationsKeepTheToken(ChatStore sound) {
            super(sound, true);
        }
    }

    static final class TabsAreNotKnownAgain extends RelayingStore {
        TabsAreNotKnownAgain(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(with(claim, claim.proof(), claim.claimId(), random()), watcher);
        }
    }

    static final class ComingBackRestartsTheClock extends RelayingStore {
        private final Set<String> given = ConcurrentHashMap.newKeySet();
        private final Set<String> restarting = ConcurrentHashMap.newKeySet();

        ComingBackRestartsTheClock(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            String chatId = claim.chatId();
            StoreAnswer.Claim answer = now(super.claimSeat(claim, hint -> {
                if (!(hint instanceof Hint.DeadlineMoved && restarting.contains(chatId))) {
                    watcher.hint(hint);
                }
            }));
            if (answer instanceof Claimed && given.add(claim.claimId())) {
                restarting.add(chatId);
                now(super.touch(chatId, claim.side()));
                restarting.remove(chatId);
            }
            return CompletableFuture.completedFuture(answer);
        }
    }

    static final class TheDisplacedAreNotTold extends RelayingStore {
        TheDisplacedAreNotTold(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(claim, hint -> {
                if (!(hint instanceof Hint.Displaced displaced && displaced.loss() == SeatLoss.TAKEN_OVER)) {
                    watcher.hint(hint);
                }
            });
        }
    }

    static final class AnyEpochMayLeave extends RelayingStore {
        AnyEpochMayLeave(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
            return now(super.find(chatId)) instanceof Live live
                    ? super.releaseSeat(
                            chatId, side, live.chat().pulse().of(side).epoch())
                    : super.releaseSeat(chatId, side, epoch);
        }
    }

    static final class WhoLeftGoesOnHearing extends RelayingStore {
        private final Map<String, Watcher> watchers = new ConcurrentHashMap<>();
        private final Map<String, List<Watcher>> left = new ConcurrentHashMap<>();

        WhoLeftGoesOnHearing(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            watchers.put(claim.chatId() + claim.side(), watcher);
            return super.claimSeat(claim, watcher);
        }

        @Override
        public CompletionStage<Boolean> releaseSeat(String chatId, Side side, long epoch) {
            Watcher watcher = watchers.get(chatId + side);
            if (watcher != null) {
                left.computeIfAbsent(chatId + side, seat -> new CopyOnWriteArrayList<>())
                        .add(watcher);
            }
            return super.releaseSeat(chatId, side, epoch);
        }

        @Override
        public CompletionStage<Boolean> signal(String chatId, Side side, Signal signal) {
            if (signal instanceof Signal.Typing) {
                left.getOrDefault(chatId + side.other(), List.of()).forEach(watcher -> watcher.hint(new Hint.Typed()));
            }
            return super.signal(chatId, side, signal);
        }
    }

    static final class NewInvitationsKeepTheAttempts extends RelayingStore {
        private final Set<String> reissued = ConcurrentHashMap.newKeySet();

        NewInvitationsKeepTheAttempts(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
            List<AttemptTable> before = new ArrayList<>();
            if (now(super.find(chatId)) instanceof Live live && reissued.add(chatId + side)) {
                AttemptTable any = new AttemptTable(Collections.nCopies(100, Duration.ZERO));
                before.addAll(Collections.nCopies(live.chat().of(side).attempts(), any));
            }
            StoreAnswer.Find answer = now(super.reissue(chatId, side, secrets));
            before.forEach(table -> now(super.countAttempt(chatId, side, table)));
            return CompletableFuture.completedFuture(answer);
        }
    }

    static final class RepeatedClaimsSeeTheChatOfThen extends RelayingStore {
        private final Map<String, Claimed> given = new ConcurrentHashMap<>();

        RepeatedClaimsSeeTheChatOfThen(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(claim, watcher).thenApply(answer -> {
                if (!(answer instanceof Claimed claimed)) {
                    return answer;
                }
                Claimed first = given.putIfAbsent(claim.claimId(), claimed);
                return first == null ? claimed : first;
            });
        }
    }

    static final class FirstClaimsAreNeverRewound extends RelayingStore {
        FirstClaimsAreNeverRewound(ChatStore sound) {
            super(sound);
        }

        @Override
        public CompletionStage<StoreAnswer.Claim> claimSeat(SeatClaim claim, Watcher watcher) {
            return super.claimSeat(claim, watcher)
                    .thenApply(answer -> answer instanceof Claimed claimed && !claimed.returned()
                            ? new Claimed(claimed.epoch(), false, false, claimed.chat())
                            : answer);
        }
    }

    /** Keeps less of a side than it should where its invitation is replaced. */
    private abstract static class Forgetting extends RelayingStore {
        private final Set<String> replaced = ConcurrentHashMap.newKeySet();

        Forgetting(ChatStore sound) {
            super(sound);
        }

        abstract StoredChat forget(StoredChat chat, Side side);

        @Override
        public CompletionStage<StoreAnswer.Find> reissue(String chatId, Side side, InvitationDigests secrets) {
            replaced.add(chatId + side);
            return super.reissue(chatId, side, secrets).thenApply(this::forgotten);
        }

        @Override
        public CompletionStage<StoreAnswer.Find> find(String chatId) {
            return super.find(chatId).thenApply(this::forgotten);
        }

        private StoreAnswer.Find forgotten(StoreAnswer.Find answer) {
            if (!(answer instanceof Live live)) {
                return answer;
            }
            StoredChat chat = live.chat();
            for (Side side : Side.values()) {
                chat = replaced.contains(chat.id() + side) ? forget(chat, side) : chat;
            }
            return new Live(chat);
        }
    }

    static final class NewInvitationsForgetWhoWasIn extends Forgetting {
        NewInvitationsForgetWhoWasIn(ChatStore sound) {
            super(sound);
        }

        @Override
        StoredChat forget(StoredChat chat, Side side) {
            StoredChat.Participant one = chat.of(side);
            return StoredChats.withParticipant(
                    chat,
                    side,
                    new StoredChat.Participant(
                            one.name(), one.secrets(), false, one.attempts(), one.sinceLastAttempt()));
        }
    }

    static final class NewInvitationsForgetProgress extends Forgetting {
        NewInvitationsForgetProgress(ChatStore sound) {
            super(sound);
        }

        @Override
        StoredChat forget(StoredChat chat, Side side) {
            Pulse pulse = chat.pulse();
            Pulse.SeatPulse seat = pulse.of(side);
            Pulse.SeatPulse forgot = new Pulse.SeatPulse(seat.invitation(), seat.epoch(), seat.present(), 0, 0);
            return StoredChats.withPulse(
                    chat,
                    side == Side.FIRST
                            ? new Pulse(pulse.last(), pulse.generation(), pulse.stays(), forgot, pulse.second())
                            : new Pulse(pulse.last(), pulse.generation(), pulse.stays(), pulse.first(), forgot));
        }
    }
}
