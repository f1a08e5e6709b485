package dev.duologue.internal;

import dev.duologue.spi.Pulse;
import java.time.Duration;

/**
 * What a seat knows of the other side: whether it is in, and how far it got. Not thread-safe: belongs to the seat's
 * mailbox.
 */
final class Peer {

    static final Duration AWAY_AFTER = Duration.ofSeconds(5);

    private final LiveChats chats;
    private final LiveSeat seat;
    private final Mailbox mailbox;
    private long epoch;
    private boolean present;
    /** What the listener was told last, which lags behind by the time of a reload. */
    private boolean told;

    private long received;
    private long seen;

    Peer(LiveChats chats, LiveSeat seat, Mailbox mailbox, Pulse.SeatPulse start) {
        this.chats = chats;
        this.seat = seat;
        this.mailbox = mailbox;
        this.epoch = start.epoch();
        this.present = start.present();
        this.told = start.present();
        this.received = start.received();
        this.seen = start.seen();
    }

    /** Older news than what is known is dropped; of one epoch, released comes after taken. Tells if it came in. */
    boolean presence(long nowEpoch, boolean nowPresent) {
        boolean stale = nowEpoch < epoch || (nowEpoch == epoch && (!present || nowPresent));
        if (stale) {
            return false;
        }
        epoch = nowEpoch;
        present = nowPresent;
        if (!nowPresent) {
            chats.timer().in(AWAY_AFTER, () -> mailbox.run(() -> away(nowEpoch)));
            return false;
        }
        if (!told) {
            told = true;
            seat.tell(heard -> heard.presence(seat, true));
        }
        return true;
    }

    void progress(long nowReceived, long nowSeen) {
        if (nowReceived > received) {
            received = nowReceived;
            seat.tell(heard -> heard.received(seat, nowReceived));
        }
        if (nowSeen > seen) {
            seen = nowSeen;
            seat.tell(heard -> heard.seen(seat, nowSeen));
        }
    }

    private void away(long since) {
        if (told && !present && epoch == since) {
            told = false;
            seat.tell(heard -> heard.presence(seat, false));
        }
    }
}
