package dev.duologue.bench.client;

/** A side of a pair on a bare relay: joins a room; what begins with M is a message, A is an acknowledgement. */
public final class RelayPerson extends Person {

    private final int port;
    private final int room;
    private final int textBytes;
    private final byte[] frame;

    /** Makes one who will join a room. */
    public RelayPerson(EventLoop loop, int port, int room, int textBytes, Listener listener) {
        super(loop, listener);
        this.port = port;
        this.room = room;
        this.textBytes = textBytes;
        this.frame = Frames.textFromClient("M" + text(textBytes));
    }

    @Override
    public void join() {
        // With a sub-protocol, as chats have one: containers keep the handshake of a connection as long as it lives.
        connect(port, "/relay", "relay.v1");
    }

    @Override
    public void opened(WebSocketConnection connection) {
        connection.send(Frames.textFromClient("J" + room));
    }

    @Override
    protected void heard(Payload payload) {
        switch (payload.at(0)) {
            case 'J' -> listener().in(this);
            case 'A' -> listener().acknowledged(this);
            case 'M' -> listener().delivered(this, payload);
            default -> listener().failed(this, "the relay said what it never says");
        }
    }

    @Override
    public void end() {
        leave();
        connection().cut();
        closed(1005);
    }

    @Override
    public byte[] message(long number) {
        putNumber(frame, frame.length - textBytes, number);
        return frame;
    }

    @Override
    public long numberIn(Payload message) {
        return message.number(1);
    }
}
