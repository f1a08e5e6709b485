package dev.duologue.websocket.testing;

import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;

/**
 * A container that serves one endpoint on a free port of 127.0.0.1, with small buffers: the kernel would hold 4 MiB for a
 * reader on the same machine, who would never be seen to be slow. The tests of the protocol run on whichever is chosen.
 */
public interface Host extends AutoCloseable {

    /** The system property that names the class of the container, which takes the endpoint; by default Tyrus. */
    String CHOICE = "duologue.test.host";

    /** Bytes that the kernel may hold for a slow reader. */
    int SEND_BUFFER = 64 * 1024;

    /**
     * Starts the container that was chosen.
     *
     * @param config the endpoint
     * @return the container, serving
     */
    static Host serving(ServerEndpointConfig config) {
        try {
            return Class.forName(System.getProperty(CHOICE, TyrusHost.class.getName()))
                    .asSubclass(Host.class)
                    .getConstructor(ServerEndpointConfig.class)
                    .newInstance(config);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the container did not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no such container", e);
        }
    }

    /**
     * Where the endpoint is.
     *
     * @param path its path
     * @return the address
     */
    URI uri(String path);

    /**
     * How the container refuses a handshake from an origin that is not allowed.
     *
     * @return the status
     */
    default int refusal() {
        return 403;
    }

    @Override
    void close();
}
