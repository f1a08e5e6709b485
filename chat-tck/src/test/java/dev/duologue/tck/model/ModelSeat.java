package dev.duologue.tck.model;

import dev.duologue.spi.InvitationDigests;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.SeatClaim;
import dev.duologue.spi.SeatClaim.Proof;
import java.util.Objects;

/** One side of a chat as it should be. */
final class ModelSeat {

    final String name;
    InvitationDigests secrets;
    int invitation = 1;
    int attempts;
    long lastAttempt;
    long epoch;
    boolean present;
    boolean everIn;
    /** The digest of the token that is valid now; null if there is none. */
    String token;
    /** The claim that the seat was given to, until another one or a new invitation follows. */
    SeatClaim given;

    boolean givenRewound;
    boolean givenReturned;
    long generationOfLastClaim;
    long received;
    long seen;
    String lastMessageId;

    ModelSeat(String name, InvitationDigests secrets) {
        this.name = name;
        this.secrets = secrets;
    }

    boolean accepts(Proof proof) {
        if (proof instanceof Proof.Code code) {
            return code.number() == invitation;
        }
        return ((Proof.Token) proof).digest().equals(token);
    }

    boolean repeats(SeatClaim claim) {
        return given != null && given.claimId().equals(claim.claimId());
    }

    boolean isHeldByAnotherTabThan(String tab) {
        return present && !Objects.equals(given.tab(), tab);
    }

    void invite(InvitationDigests newSecrets) {
        secrets = newSecrets;
        invitation++;
        epoch++;
        attempts = 0;
        present = false;
        given = null;
        token = null;
    }

    Pulse.SeatPulse pulse() {
        return new Pulse.SeatPulse(invitation, epoch, present, received, seen);
    }
}
