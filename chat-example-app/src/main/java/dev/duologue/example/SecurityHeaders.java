package dev.duologue.example;

import org.glassfish.grizzly.http.server.Response;

/** What every answer tells a browser to refuse. */
final class SecurityHeaders {

    /** The pages load nothing from elsewhere, run no inline script, and stand in nobody's frame. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final boolean secure;

    /**
     * Headers for one address.
     *
     * @param secure whether browsers trust the server's address: they complain of what they ignore on others
     */
    SecurityHeaders(boolean secure) {
        this.secure = secure;
    }

    void set(Response response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (secure) {
            response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        }
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }
}
