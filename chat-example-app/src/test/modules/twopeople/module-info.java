/** A program of somebody else's, on the module path. */
@SuppressWarnings("requires-automatic")
module twopeople {
    requires dev.duologue.core;
    requires dev.duologue.redis;
    requires dev.duologue.websocket;
    requires jakarta.websocket;
}
