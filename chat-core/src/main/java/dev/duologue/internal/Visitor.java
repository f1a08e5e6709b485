package dev.duologue.internal;

import dev.duologue.ChatListener;
import dev.duologue.ChatVisitor;
import dev.duologue.Entry;
import dev.duologue.Greeting;
import dev.duologue.SeatRequest;
import dev.duologue.StartedChat;
import java.util.concurrent.CompletableFuture;

/** The service for clients of one address. Thread-safe. */
final class Visitor implements ChatVisitor {

    private final Chats chats;
    private final Allowance allowance;

    Visitor(Chats chats, Allowance allowance) {
        this.chats = chats;
        this.allowance = allowance;
    }

    @Override
    public CompletableFuture<StartedChat> start(String first, String second) {
        return chats.start(first, second, allowance);
    }

    @Override
    public CompletableFuture<Greeting> open(String link) {
        return chats.open(link, allowance);
    }

    @Override
    public CompletableFuture<Entry> enter(String link, String code, SeatRequest request, ChatListener listener) {
        return chats.enter(link, code, request, listener, allowance);
    }

    @Override
    public CompletableFuture<Entry> resume(
            String link, String token, long after, SeatRequest request, ChatListener listener) {
        return chats.resume(link, token, after, request, listener, allowance);
    }
}
