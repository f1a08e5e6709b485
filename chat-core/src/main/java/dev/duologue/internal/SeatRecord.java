package dev.duologue.internal;

import dev.duologue.spi.AttemptTable;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Watcher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One participant of a live chat: invitation, attempts, seat and progress. Not thread-safe: see {@link ChatSlot}. */
final class SeatRecord {

    private final String name;

    private InvitationDigests secrets;
    private int invitation = 1;
    private int attempts;
    private long lastAttempt;

    private long epoch;
    private boolean everIn;
    private long generationOfLastClaim;
    private @Nullable Watcher watcher;
    private @Nullable String tokenDigest;
    /** The claim that the current epoch was given to; none after a new invitation. */
    private @Nullable Holder holder;

    private long received;
    private long seen;
    private @Nullable String lastMessageId;

    SeatRecord(NewChat.Party party) {
        name = party.name();
        secrets = party.secrets();
    }

    String name() {
        return name;
    }

    InvitationDigests secrets() {
        return secrets;
    }

    boolean everIn() {
        return everIn;
    }

    long epoch() {
        return epoch;
    }

    @Nullable
    Holder holder() {
        return holder;
    }

    /** The generation right after the claim before; the given one if there was none. */
    long generationOfLastClaim(long otherwise) {
        return everIn ? generationOfLastClaim : otherwise;
    }

    @Nullable
    Watcher watcher() {
        return watcher;
    }

    /** Whether the seat is taken. */
    boolean present() {
        return watcher != null;
    }

    StoreAnswer.Attempt countAttempt(AttemptTable table, long now) {
        if (table.locked(attempts)) {
            return new StoreAnswer.Locked();
        }
        long wait = Micros.of(table.waitAfter(attempts)) - sinceLastAttempt(now);
        if (wait > 0) {
            return new StoreAnswer.Wait(Micros.duration(wait));
        }
        attempts++;
        lastAttempt = now;
        return new StoreAnswer.Counted(attempts, invitation, secrets.code());
    }

    void forgetAttempts() {
        attempts = 0;
    }

    boolean accepts(SeatClaim.Proof proof) {
        if (proof instanceof SeatClaim.Proof.Code code) {
            return code.number() == invitation;
        }
        return proof instanceof SeatClaim.Proof.Token token && token.digest().equals(tokenDigest);
    }

    boolean isHeldByAnotherTab(String tab) {
        return present() && holder != null && !holder.tab().equals(tab);
    }

    void give(SeatClaim claim, Holder newHolder, long generation, Watcher newWatcher) {
        epoch++;
        everIn = true;
        generationOfLastClaim = generation;
        holder = newHolder;
        watcher = newWatcher;
        if (claim.proof() instanceof SeatClaim.Proof.Code code) {
            tokenDigest = code.newTokenDigest();
        }
    }

    /** The same claim came again: only its watcher may be another one now. */
    void watchFrom(Watcher newWatcher) {
        if (present()) {
            watcher = newWatcher;
        }
    }

    void leave() {
        watcher = null;
    }

    void invite(InvitationDigests newSecrets) {
        secrets = newSecrets;
        invitation++;
        attempts = 0;
        epoch++;
        watcher = null;
        tokenDigest = null;
        holder = null;
    }

    @Nullable
    String lastMessageId() {
        return lastMessageId;
    }

    void wrote(String messageId) {
        lastMessageId = messageId;
    }

    /** Notes progress; false if there was none. */
    boolean advance(Signal.Progress progress, long last) {
        long nowSeen = Math.max(seen, Math.min(progress.seen(), last));
        long nowReceived = Math.max(Math.max(received, nowSeen), Math.min(progress.received(), last));
        boolean advanced = nowSeen > seen || nowReceived > received;
        seen = nowSeen;
        received = nowReceived;
        return advanced;
    }

    long received() {
        return received;
    }

    long seen() {
        return seen;
    }

    Pulse.SeatPulse pulse() {
        return new Pulse.SeatPulse(invitation, epoch, present(), received, seen);
    }

    StoredChat.Participant participant(long now) {
        Duration since = attempts == 0 ? Duration.ZERO : Micros.duration(sinceLastAttempt(now));
        return new StoredChat.Participant(name, secrets, everIn, attempts, since);
    }

    /** Not below zero, also where the clock was set back. */
    private long sinceLastAttempt(long now) {
        return Math.max(0, now - lastAttempt);
    }

    /**
     * Who holds a seat, and what the claim was answered.
     *
     * @param claimId the claim's id
     * @param tab the tab that asked
     * @param rewound whether the generation had risen
     * @param returned whether the side had been in before
     */
    record Holder(String claimId, String tab, boolean rewound, boolean returned) {}
}
