package dev.duologue.internal;

import dev.duologue.Deadline;
import dev.duologue.Message;
import dev.duologue.MessageKey;
import dev.duologue.SeatLoss;
import dev.duologue.Side;
import dev.duologue.spi.ChatStore;
import dev.duologue.spi.Hint;
import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.NewChat;
import dev.duologue.spi.NewMessage;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.Signal;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Watcher;

/**
 * A live chat in memory: what {@link dev.duologue.spi.ChatStore} says of one, without deadlines being met. Moments are
 * in microseconds. Not thread-safe: see {@link ChatSlot}.
 */
final class ChatRecord {

    private final NewChat chat;
    private final SeatRecord first;
    private final SeatRecord second;
    private final MessageLog messages = new MessageLog();
    private final long lifetimeEnd;

    /** The end of the entry clock, then of the idle clock. */
    private long quietEnd;

    private Deadline.Reason quiet = Deadline.Reason.NEVER_ENTERED;
    private long lastKey;
    private long generation = 1;
    private long stays;
    private long textBytes;
    private long bytes;

    ChatRecord(NewChat chat, long now) {
        this.chat = chat;
        first = new SeatRecord(chat.first());
        second = new SeatRecord(chat.second());
        quietEnd = Micros.after(now, Micros.of(chat.times().entry()));
        lifetimeEnd = Micros.after(now, Micros.of(chat.times().lifetime()));
        bytes = MemoryBound.costOf(chat);
    }

    NewChat chat() {
        return chat;
    }

    /** About how many bytes the record takes. */
    long bytes() {
        return bytes;
    }

    SeatRecord seat(Side side) {
        return side == Side.FIRST ? first : second;
    }

    long deadlineAt() {
        return Math.min(quietEnd, lifetimeEnd);
    }

    Deadline.Reason deadlineReason() {
        return quietEnd <= lifetimeEnd ? quiet : Deadline.Reason.LIFETIME;
    }

    Deadline deadline(long now) {
        long at = deadlineAt();
        return new Deadline(Micros.instant(at), Micros.duration(Math.max(0, at - now)), deadlineReason());
    }

    Pulse pulse() {
        return new Pulse(messages.size(), generation, stays, first.pulse(), second.pulse());
    }

    StoredChat asStored(long now) {
        return new StoredChat(
                chat.id(),
                first.participant(now),
                second.participant(now),
                chat.hostDigest(),
                pulse(),
                deadline(now),
                chat.times());
    }

    StoreAnswer.Claim claim(SeatClaim claim, Watcher watcher, long now, News news) {
        SeatRecord seat = seat(claim.side());
        if (!seat.accepts(claim.proof())) {
            return new StoreAnswer.ProofReplaced();
        }
        SeatRecord.Holder holder = seat.holder();
        if (holder != null && holder.claimId().equals(claim.claimId())) {
            seat.watchFrom(watcher);
            return claimed(seat, holder, now);
        }
        if (claim.proof() instanceof SeatClaim.Proof.Code) {
            seat.forgetAttempts();
        }
        if (seat.isHeldByAnotherTab(claim.tab()) && !claim.takeover()) {
            return new StoreAnswer.Taken();
        }
        return claimed(seat, give(seat, claim, watcher, now, news), now);
    }

    private SeatRecord.Holder give(SeatRecord seat, SeatClaim claim, Watcher watcher, long now, News news) {
        SeatRecord peer = seat(claim.side().other());
        Watcher displaced = seat.watcher();
        boolean returned = seat.everIn();
        long generationBefore = seat.generationOfLastClaim(generation);
        stayAbove(claim.lastKeySeen());
        boolean rewound = generation > generationBefore;
        SeatRecord.Holder holder = new SeatRecord.Holder(claim.claimId(), claim.tab(), rewound, returned);
        seat.give(claim, holder, generation, watcher);
        if (!returned && peer.everIn()) {
            quiet = Deadline.Reason.IDLE;
            restartIdleClock(now);
        }
        news.tell(displaced, new Hint.Displaced(seat.epoch(), SeatLoss.TAKEN_OVER));
        news.tell(peer.watcher(), new Hint.Presence(seat.epoch(), true));
        return holder;
    }

    private StoreAnswer.Claimed claimed(SeatRecord seat, SeatRecord.Holder holder, long now) {
        return new StoreAnswer.Claimed(seat.epoch(), holder.rewound(), holder.returned(), asStored(now));
    }

    boolean release(Side side, long epoch, News news) {
        SeatRecord seat = seat(side);
        if (seat.epoch() != epoch || seat.holder() == null) {
            return false;
        }
        if (seat.present()) {
            seat.leave();
            news.tell(seat(side.other()).watcher(), new Hint.Presence(epoch, false));
        }
        return true;
    }

    StoreAnswer.Append append(NewMessage message, long now, MemoryBound memory, News news) {
        SeatRecord seat = seat(message.side());
        if (seat.epoch() != message.epoch() || !seat.present()) {
            return new StoreAnswer.Fenced(seat.pulse());
        }
        SeatRecord peer = seat(message.side().other());
        Message before = messages.find(message.side(), message.id(), message.text());
        if (before != null) {
            return new StoreAnswer.Appended(before, true, generation, peer.present());
        }
        if (message.id().equals(seat.lastMessageId())) {
            return new StoreAnswer.IdReused();
        }
        long utf8 = MemoryBound.utf8(message.text());
        long key = Math.max(now, Math.max(lastKey, message.lastKeySeen()) + 1);
        if (messages.size() >= chat.maxMessages()
                || utf8 > chat.maxBytes() - textBytes
                || key > ChatStore.HIGHEST_KEY) {
            return new StoreAnswer.Full();
        }
        long cost = MemoryBound.costOf(message, utf8);
        memory.take(cost);
        bytes += cost;
        textBytes += utf8;
        Message kept = keep(message, seat, key, now);
        news.tell(peer.watcher(), new Hint.Arrived(kept, generation));
        return new StoreAnswer.Appended(kept, false, generation, peer.present());
    }

    private Message keep(NewMessage message, SeatRecord seat, long key, long now) {
        stayAbove(message.lastKeySeen());
        lastKey = key;
        MessageKey named = new MessageKey(key, seat.name());
        Message kept = new Message(messages.size() + 1L, named, message.side(), message.id(), message.text());
        messages.add(kept);
        seat.wrote(message.id());
        restartIdleClock(now);
        return kept;
    }

    StoreAnswer.Page read(long seq, int limit) {
        return new StoreAnswer.Page(messages.after(seq, limit), generation);
    }

    void signal(Side side, Signal signal, News news) {
        SeatRecord seat = seat(side);
        Watcher peer = seat(side.other()).watcher();
        if (signal instanceof Signal.Typing) {
            news.tell(peer, new Hint.Typed());
        } else if (signal instanceof Signal.Progress progress && seat.advance(progress, messages.size())) {
            news.tell(peer, new Hint.Progressed(seat.received(), seat.seen()));
        }
    }

    Deadline touch(Side side, long now, News news) {
        boolean restarted = restartIdleClock(now);
        Deadline deadline = deadline(now);
        if (restarted) {
            stays++;
            news.tell(seat(side.other()).watcher(), new Hint.DeadlineMoved(deadline));
        }
        return deadline;
    }

    void reissue(Side side, InvitationDigests secrets, News news) {
        SeatRecord seat = seat(side);
        if (seat.secrets().equals(secrets)) {
            return;
        }
        Watcher displaced = seat.watcher();
        seat.invite(secrets);
        if (displaced != null) {
            news.tell(displaced, new Hint.Displaced(seat.epoch(), SeatLoss.INVITATION_REPLACED));
            // With the new epoch: a peer who knows the old one as taken drops nothing above it.
            news.tell(seat(side.other()).watcher(), new Hint.Presence(seat.epoch(), false));
        }
    }

    private boolean restartIdleClock(long now) {
        if (quiet != Deadline.Reason.IDLE) {
            return false;
        }
        quietEnd = Micros.after(now, Micros.of(chat.times().idle()));
        return true;
    }

    /** A key from a time that this record knows nothing of shows that the store went back. */
    private void stayAbove(long lastKeySeen) {
        if (lastKeySeen > lastKey) {
            lastKey = lastKeySeen;
            generation++;
        }
    }
}
