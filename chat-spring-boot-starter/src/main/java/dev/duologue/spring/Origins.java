package dev.duologue.spring;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whose pages may connect. */
final class Origins {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Origins() {}

    /** Those that are named; else that of the base and, where its host is a loopback name, the other loopback names. */
    static Set<String> allowed(List<String> named, @Nullable URI base) {
        Set<String> origins = new TreeSet<>();
        named.forEach(origin -> origins.add(asBrowsersSendIt(origin)));
        if (named.isEmpty() && base != null && base.getHost() != null) {
            origins.add(origin(base, base.getHost()));
            if (LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT))) {
                LOOPBACK.forEach(name -> origins.add(origin(base, name)));
            }
        }
        return origins;
    }

    private static String asBrowsersSendIt(String origin) {
        URI uri = URI.create(origin.strip());
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "duologue.websocket.allowed-origins: an origin is a scheme and a host, as https://chat.example, not "
                            + origin);
        }
        return origin(uri, uri.getHost());
    }

    /** In lower case, without the scheme's own port. */
    private static String origin(URI url, String host) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean ownPort = url.getPort() == -1 || url.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host.toLowerCase(Locale.ROOT) + (ownPort ? "" : ":" + url.getPort());
    }
}
