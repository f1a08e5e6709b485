package dev.duologue.bench.relay;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The relay on any container: no store, no JSON, nothing but join, relay and acknowledge. */
public final class RelayEndpoint extends Endpoint {

    private final ConcurrentHashMap<String, Member> waiting;
    private final Function<Session, Way> ways;

    /** The way out to a client. */
    @FunctionalInterface
    interface Way {
        void send(String text);
    }

    /** One in a room. */
    private static final class Member {
        final Way way;
        volatile @Nullable Member peer;

        Member(Way way) {
            this.way = way;
        }
    }

    RelayEndpoint(ConcurrentHashMap<String, Member> waiting, Function<Session, Way> ways) {
        this.waiting = waiting;
        this.ways = ways;
    }

    /** An endpoint for a container that takes sends at any time, from any thread. */
    static ServerEndpointConfig config() {
        return config(session -> {
            var remote = session.getAsyncRemote();
            return text -> remote.sendText(text, result -> {});
        });
    }

    /** An endpoint for a container that takes one send at a time. */
    static ServerEndpointConfig configOneAtATime() {
        return config(session -> new OneAtATime(session)::send);
    }

    private static ServerEndpointConfig config(Function<Session, Way> ways) {
        ConcurrentHashMap<String, Member> waiting = new ConcurrentHashMap<>();
        return ServerEndpointConfig.Builder.create(RelayEndpoint.class, "/relay")
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(new RelayEndpoint(waiting, ways));
                    }
                })
                .subprotocols(List.of("relay.v1"))
                .build();
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxIdleTimeout(-1);
        Member self = new Member(ways.apply(session));
        session.addMessageHandler(new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String text) {
                Member peer = self.peer;
                if (peer == null) {
                    join(self, text);
                } else {
                    peer.way.send(text);
                    self.way.send("A");
                }
            }
        });
    }

    private void join(Member self, String room) {
        Member first = waiting.putIfAbsent(room, self);
        if (first == null) {
            return;
        }
        waiting.remove(room);
        self.peer = first;
        first.peer = self;
        first.way.send("J");
        self.way.send("J");
    }
}
