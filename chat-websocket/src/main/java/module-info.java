/** The protocol of the chat of two as an endpoint for Jakarta WebSocket, and the browser side as resources. */
// Bucket4j and Micrometer fix their modules' names in their manifests, so these are safe to rely on.
@SuppressWarnings("requires-automatic")
module dev.duologue.websocket {
    requires transitive dev.duologue.core;
    // Static: a container brings the API in these modules or, as Tomcat does, in one of its own that has to be read.
    requires static transitive jakarta.websocket;
    requires static transitive jakarta.websocket.client;
    // Not transitive: else who has it not could not compile against this module.
    requires static micrometer.core;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.github.benmanes.caffeine;
    requires io.github.bucket4j.core;
    requires org.slf4j;

    exports dev.duologue.websocket;
    exports dev.duologue.websocket.limits;
    exports dev.duologue.websocket.metrics;
}
