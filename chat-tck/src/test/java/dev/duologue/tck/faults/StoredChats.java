package dev.duologue.tck.faults;

import dev.duologue.Deadline;
import dev.duologue.Side;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoredChat;
import java.util.function.UnaryOperator;

/** Stored chats with a part told wrongly. */
final class StoredChats {

    private StoredChats() {}

    static StoredChat withParticipants(StoredChat chat, UnaryOperator<StoredChat.Participant> change) {
        return new StoredChat(
                chat.id(),
                change.apply(chat.first()),
                change.apply(chat.second()),
                chat.hostDigest(),
                chat.pulse(),
                chat.deadline(),
                chat.times());
    }

    static StoredChat withParticipant(StoredChat chat, Side side, StoredChat.Participant one) {
        return new StoredChat(
                chat.id(),
                side == Side.FIRST ? one : chat.first(),
                side == Side.SECOND ? one : chat.second(),
                chat.hostDigest(),
                chat.pulse(),
                chat.deadline(),
                chat.times());
    }

    static StoredChat withPulse(StoredChat chat, Pulse pulse) {
        return new StoredChat(
                chat.id(), chat.first(), chat.second(), chat.hostDigest(), pulse, chat.deadline(), chat.times());
    }

    static StoredChat withDeadline(StoredChat chat, Deadline deadline) {
        return new StoredChat(
                chat.id(), chat.first(), chat.second(), chat.hostDigest(), chat.pulse(), deadline, chat.times());
    }
}
