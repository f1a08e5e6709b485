package dev.duologue;

/** Why a seat stopped being the live one of its side while the chat goes on. */
public enum SeatLoss {
    /** Another tab or device took the seat. */
    TAKEN_OVER,
    /** The starter replaced the invitation by a new one. */
    INVITATION_REPLACED,
    /** The service is closing, or lost sight of the seat; the participant may {@code resume}. */
    LOST_SIGHT
}
