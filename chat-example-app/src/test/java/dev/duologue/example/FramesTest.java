package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A frame")
class FramesTest {

    @Test
    @DisplayName("that was read while another thread closed its connection is let go, without a word in the log")
    void closedMeanwhile() throws IOException {
        FilterChain http = FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new GrizzlyServerFilter(null, "/"))
                .build();
        FilterChain frames = Frames.chain(http, new Floods(InstantSource.system(), 1, 1));
        TCPNIOTransport transport = TCPNIOTransportBuilder.newInstance().build();
        transport.setProcessor(frames);
        transport.start();
        try {
            // Any connection that Tyrus does not know.
            Connection<?> connection = transport.bind("127.0.0.1", 0);
            FilterChainContext context = frames.obtainFilterChainContext(connection);
            context.setMessage(Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, new byte[] {(byte) 0x81, 0}));
            for (int filter = 1; filter < frames.size(); filter++) {
                assertThat(frames.get(filter).handleRead(context)).isSameAs(context.getInvokeAction());
            }
        } finally {
            transport.shutdownNow();
        }
    }
}
