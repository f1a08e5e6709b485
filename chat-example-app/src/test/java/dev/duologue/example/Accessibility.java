package dev.duologue.example;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Looks for what shuts people out, by axe-core: all rules of WCAG 2.2 A and AA, and its best practices. */
final class Accessibility {

    private static final String AXE = read("/axe.min.js");

    private static final String RUN = "async () => {"
            + " const found = await axe.run(document, { resultTypes: ['violations'], preload: false, iframes: false,"
            + "   runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });"
            + " return found.violations.flatMap(({ id, nodes }) =>"
            + "   nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' > ')}: ${failureSummary}`));"
            + " }";

    private Accessibility() {}

    /** What is wrong with the page as it stands; empty if nothing is. */
    @SuppressWarnings("unchecked")
    static List<String> findings(Page page) {
        if (Boolean.FALSE.equals(page.evaluate("'axe' in globalThis"))) {
            page.evaluate(AXE);
        }
        return (List<String>) page.evaluate(RUN);
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(Accessibility.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
