package dev.duologue.bench.relay;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What all relays say once they can be connected to. */
final class Relay {

    private Relay() {}

    /** What a container tells of its start by java.util.logging is no result. */
    static void quiet() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    /** Tells the starter the port, and keeps the process until it is ended. */
    static void ready(int port) throws InterruptedException {
        System.out.println("The relay is ready at http://127.0.0.1:" + port);
        System.out.flush();
        Thread.currentThread().join();
    }
}
