package dev.duologue.bench.relay;

import dev.duologue.bench.client.Frames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The relay on bare java.nio, by one thread: the floor, as no container can do with less than these system calls. What
 * a connection is sent in one turn goes out with one write.
 */
public final class NioRelay {

    /** What is appended to the client's key (RFC 6455, 1.3). */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int READ_BUFFER = 8 * 1024;
    private static final int WRITE_BUFFER = 64 * 1024;
    private static final byte[] ACKNOWLEDGEMENT = Frames.fromServer(Frames.TEXT, new byte[] {'A'});
    private static final byte[] JOINED = Frames.fromServer(Frames.TEXT, new byte[] {'J'});

    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(WRITE_BUFFER);
    private final Map<String, Member> waiting = new HashMap<>();

    private NioRelay(Selector selector) {
        this.selector = selector;
    }

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        Relay.quiet();
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(() -> new NioRelay(selector).serve(server), "relay");
        thread.setDaemon(true);
        thread.start();
        Relay.ready(((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    private void serve(ServerSocketChannel server) {
        try {
            while (true) {
                selector.select();
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    if (key.isAcceptable()) {
                        accept(server);
                    } else if (key.attachment() instanceof Member member) {
                        read(member);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Member(channel));
        }
    }

    private void read(Member member) throws IOException {
        in.clear().put(member.rest);
        member.rest = new byte[0];
        int read;
        try {
            read = member.channel.read(in);
        } catch (IOException e) {
            read = -1;
        }
        in.flip();
        if (read < 0) {
            member.channel.close();
            return;
        }
        if (!member.open) {
            open(member);
            return;
        }
        int acknowledgements = member.acknowledgements;
        out.clear();
        Frames.read(in, (opcode, bytes, from, length) -> take(member, opcode, bytes, from, length));
        Member peer = member.peer;
        if (peer != null && out.position() > 0) {
            write(peer);
            for (int i = acknowledgements; i < member.acknowledgements; i++) {
                out.put(ACKNOWLEDGEMENT);
            }
            write(member);
        }
        if (in.hasRemaining()) {
            member.rest = new byte[in.remaining()];
            in.get(member.rest);
        }
    }

    private void take(Member member, int opcode, ByteBuffer bytes, int from, int length) {
        if (opcode != Frames.TEXT) {
            return;
        }
        byte[] payload = new byte[length];
        bytes.get(from, payload);
        if (member.peer == null) {
            join(member, new String(payload, StandardCharsets.US_ASCII));
        } else {
            out.put(Frames.fromServer(Frames.TEXT, payload));
            member.acknowledgements++;
        }
    }

    private void join(Member member, String room) {
        Member first = waiting.remove(room);
        if (first == null) {
            waiting.put(room, member);
            return;
        }
        member.peer = first;
        first.peer = member;
        for (Member each : new Member[] {first, member}) {
            out.clear();
            out.put(JOINED);
            write(each);
        }
    }

    private void write(Member member) {
        out.flip();
        try {
            member.channel.write(out);
        } catch (IOException e) {
            // Gone: its next read says so.
            out.position(out.limit());
        }
        if (out.hasRemaining()) {
            throw new IllegalStateException("a client does not read");
        }
        out.clear();
    }

    private void open(Member member) throws IOException {
        byte[] request = new byte[in.remaining()];
        in.get(request);
        String text = new String(request, StandardCharsets.US_ASCII);
        if (!text.endsWith("\r\n\r\n")) {
            member.rest = request;
            return;
        }
        String mark = "Sec-WebSocket-Key: ";
        int key = text.indexOf(mark) + mark.length();
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: relay.v1\r\nSec-WebSocket-Accept: "
                + accept(text.substring(key, text.indexOf('\r', key))) + "\r\n\r\n";
        out.clear();
        out.put(answer.getBytes(StandardCharsets.US_ASCII));
        write(member);
        member.open = true;
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Member {
        final SocketChannel channel;
        boolean open;
        byte[] rest = new byte[0];

        @Nullable
        Member peer;

        int acknowledgements;

        Member(SocketChannel channel) {
            this.channel = channel;
        }
    }
}
