package dev.duologue.websocket.metrics;

import dev.duologue.spi.Instrumentation;
import dev.duologue.tck.InstrumentationTck;

class ChatMetersKitTest extends InstrumentationTck {

    @Override
    protected Instrumentation newInstrumentation() {
        return new ChatMeters();
    }
}
