/** The protocol of the chat of two as an endpoint for Jakarta WebSocket, and the browser side as resources. */
@SuppressWarnings("requires-automatic") // Bucket4j fixes its module's name in its manifest, so it is safe to rely on.
module dev.duologue.websocket {
    requires transitive dev.duologue.core;
    // Static: a container brings the API in these modules or, as Tomcat does, in one of its own that has to be read.
    requires static transitive jakarta.websocket;
    requires static transitive jakarta.websocket.client;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.github.benmanes.caffeine;
    requires io.github.bucket4j.core;
    requires org.slf4j;

    exports dev.duologue.websocket;
    exports dev.duologue.websocket.limits;
}
