package dev.duologue.internal;

import dev.duologue.ChatHost;
import dev.duologue.ChatStatus;
import dev.duologue.Ending;
import dev.duologue.Reissue;
import dev.duologue.Side;
import dev.duologue.spi.Pulse;
import dev.duologue.spi.StoreAnswer;
import dev.duologue.spi.StoredChat;
import dev.duologue.spi.Tombstone;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the holder of a host token, or the application without one, may do with a chat. Thread-safe. */
final class HostView implements ChatHost {

    private final Chats chats;
    private final String chatId;
    private final Optional<String> token;

    HostView(Chats chats, String chatId, Optional<String> token) {
        this.chats = chats;
        this.chatId = chatId;
        this.token = token;
    }

    @Override
    public CompletableFuture<Optional<ChatStatus>> status() {
        return known().thenApply(found -> found.map(this::statusOf));
    }

    @Override
    public CompletableFuture<Reissue> reissue(Side side) {
        Objects.requireNonNull(side, "side");
        return known().thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(new Reissue.Refused(Reissue.Reason.UNKNOWN));
            }
            if (found.get() instanceof StoreAnswer.Gone) {
                return CompletableFuture.completedFuture(new Reissue.Refused(Reissue.Reason.ENDED));
            }
            return chats.extensions()
                    .run(() -> chats.invitations().secret(chatId, side))
                    .thenCompose(secret ->
                            chats.invitations().shortUrl(secret).thenCompose(url -> issue(side, secret, url)));
        });
    }

    @Override
    public CompletableFuture<Optional<Ending>> end() {
        Ending ending = new Ending(Ending.By.SERVER, Ending.Reason.ENDED);
        return known().thenCompose(found -> found.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : chats.live().end(chatId, ending).thenApply(left -> left.map(Tombstone::ending)));
    }

    private CompletableFuture<Reissue> issue(Side side, Invitations.Secret secret, URI url) {
        return StoreCall.answer(() -> chats.parts().store().reissue(chatId, side, secret.digests()))
                .thenApply(answer -> {
                    if (answer instanceof StoreAnswer.Live issued) {
                        return new Reissue.Issued(chats.invitations().invitation(side, issued.chat(), secret, url));
                    }
                    boolean ended = ((StoreAnswer.Gone) answer).tombstone().isPresent();
                    return new Reissue.Refused(ended ? Reissue.Reason.ENDED : Reissue.Reason.UNKNOWN);
                });
    }

    /** The chat or its tombstone, if the token is right; one answer for all that the caller may not know. */
    private CompletableFuture<Optional<StoreAnswer.Find>> known() {
        return chats.whileOpen(
                        () -> StoreCall.answer(() -> chats.parts().store().find(chatId)))
                .thenCompose(found -> {
                    Optional<String> digest = hostDigest(found);
                    if (token.isEmpty()) {
                        return CompletableFuture.completedFuture(digest.map(known -> found));
                    }
                    return chats.extensions()
                            .run(() -> Optional.of(found)
                                    .filter(known -> chats.digests()
                                                    .hostMatches(chatId, token.get(), digest.orElse(Entrance.NO_DIGEST))
                                            && digest.isPresent()));
                });
    }

    private static Optional<String> hostDigest(StoreAnswer.Find found) {
        return found instanceof StoreAnswer.Live known
                ? Optional.of(known.chat().hostDigest())
                : ((StoreAnswer.Gone) found).tombstone().map(Tombstone::hostDigest);
    }

    private ChatStatus statusOf(StoreAnswer.Find found) {
        if (found instanceof StoreAnswer.Live known) {
            StoredChat chat = known.chat();
            return new ChatStatus.Open(
                    chatId, chat.deadline(), participant(chat, Side.FIRST), participant(chat, Side.SECOND));
        }
        Ending ending = ((StoreAnswer.Gone) found)
                .tombstone()
                .map(Tombstone::ending)
                .orElseThrow(() -> new IllegalStateException("only what is known has a status"));
        return new ChatStatus.Ended(chatId, ending);
    }

    private ChatStatus.Participant participant(StoredChat chat, Side side) {
        StoredChat.Participant participant = chat.of(side);
        Pulse.SeatPulse seat = chat.pulse().of(side);
        ChatStatus.State state;
        if (seat.present()) {
            state = ChatStatus.State.IN;
        } else if (chats.parts().attempts().locked(participant.attempts())) {
            state = ChatStatus.State.LOCKED;
        } else {
            state = participant.everIn() ? ChatStatus.State.AWAY : ChatStatus.State.WAITING;
        }
        return new ChatStatus.Participant(participant.name(), state);
    }
}
