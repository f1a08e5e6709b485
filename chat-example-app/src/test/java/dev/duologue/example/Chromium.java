package dev.duologue.example;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The Chromium of the system, headless: one process for all tests, closed after the last one. */
final class Chromium implements AutoCloseable {

    /** A name that resolves to this machine in the browser alone: no loopback name, so no secure context. */
    static final String MADE_UP_HOST = "chat.test";

    /** The machine may be busy: what takes longer than this is broken. */
    static final double PATIENCE_MS = 20_000;

    private final Playwright playwright = Playwright.create();
    private final Browser browser = playwright
            .chromium()
            .launch(new LaunchOptions()
                    .setExecutablePath(executable())
                    .setHeadless(true)
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run",
                            "--host-resolver-rules=MAP " + MADE_UP_HOST + " 127.0.0.1")));

    private Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    /** The browser of this test run. */
    static Browser browser(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .getOrComputeIfAbsent(Chromium.class, key -> new Chromium(), Chromium.class)
                .browser;
    }

    private static Path executable() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Path.of(named);
        }
        // The shell is the same browser without its windows, which cost more than the pages in them.
        return Stream.of("chromium-headless-shell", "chromium")
                .flatMap(program -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, program)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no chromium on the PATH: install it, or name its program in CHROMIUM"));
    }

    @Override
    public void close() {
        ContactSheet.write();
        browser.close();
        playwright.close();
    }
}
