package dev.duologue.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;

/** Why the server closes a connection: the close codes of the protocol. */
enum Closing {
    PROTOCOL(1002, "sub-protocol duologue.v1 is needed"),
    BINARY(1003, "binary frames are not accepted"),
    TOO_BIG(1009, "frame too big"),
    NO_ROOM(1013, "no room, try again later"),
    CHAT_ENDED(4000, "the chat has ended"),
    TAKEN_OVER(4001, "the seat was taken over"),
    LINK_UNKNOWN(4002, "unknown link"),
    INVITATION_REPLACED(4003, "the invitation was replaced"),
    SILENT(4005, "nobody entered in time"),
    BAD_FRAMES(4006, "too many bad frames"),
    FLOOD(4008, "flood"),
    GOING_AWAY(4500, "connect again"),
    TOO_SLOW(4501, "the reader is too slow");

    private final int code;
    private final String phrase;

    Closing(int code, String phrase) {
        this.code = code;
        this.phrase = phrase;
    }

    int code() {
        return code;
    }

    CloseReason reason() {
        CloseCode closeCode = CloseCodes.getCloseCode(code);
        return new CloseReason(closeCode, phrase);
    }
}
