package dev.duologue.bench;

import dev.duologue.bench.client.ChatPerson;
import dev.duologue.bench.client.EventLoop;
import dev.duologue.bench.client.Person;
import dev.duologue.bench.client.RelayPerson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What is measured: servers of one kind, with the people that it can be filled with. */
final class Contestant implements AutoCloseable {

    private final String name;
    private final List<ServerProcess> nodes;
    private final boolean chats;
    private final HttpStarter starter = new HttpStarter();
    private int rooms;

    private Contestant(String name, List<ServerProcess> nodes, boolean chats) {
        this.name = name;
        this.nodes = nodes;
        this.chats = chats;
    }

    /** Chats on one node, or with the first side on the first node and the second on the last. */
    static Contestant chats(String name, ServerProcess... nodes) {
        return new Contestant(name, List.of(nodes), true);
    }

    static Contestant relay(String name, ServerProcess node) {
        return new Contestant(name, List.of(node), false);
    }

    /** The two sides of a conversation. */
    record Pair(Person first, Person second) {

        Person of(long turn) {
            return (turn & 1) == 0 ? first : second;
        }
    }

    String name() {
        return name;
    }

    boolean chats() {
        return chats;
    }

    int port() {
        return nodes.get(0).port();
    }

    ServerProcess node() {
        return nodes.get(0);
    }

    HttpStarter starter() {
        return starter;
    }

    /** The CPU time that its servers have taken. */
    Duration cpu() {
        return nodes.stream().map(ServerProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Its servers collect their garbage. */
    void collect() {
        nodes.forEach(ServerProcess::collect);
    }

    /** Makes pairs that have not joined yet; their chats are started. */
    List<Pair> pairs(EventLoop loop, int number, int textBytes, IntFunction<? extends Person.Listener> listeners)
            throws InterruptedException {
        List<Pair> pairs = new ArrayList<>(number);
        if (!chats) {
            for (int i = 0; i < number; i++) {
                int room = rooms++;
                Person.Listener listener = listeners.apply(i);
                pairs.add(new Pair(
                        new RelayPerson(loop, port(), room, textBytes, listener),
                        new RelayPerson(loop, port(), room, textBytes, listener)));
            }
            return pairs;
        }
        int firstPort = port();
        int secondPort = nodes.get(nodes.size() - 1).port();
        for (HttpStarter.Started chat : starter.start(firstPort, number)) {
            Person.Listener listener = listeners.apply(pairs.size());
            pairs.add(new Pair(
                    new ChatPerson(loop, firstPort, chat.first(), textBytes, listener),
                    new ChatPerson(loop, secondPort, chat.second(), textBytes, listener)));
        }
        return pairs;
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
    }
}
