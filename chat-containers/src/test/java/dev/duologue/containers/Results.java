package dev.duologue.containers;

import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Notes how the tests of the protocol fare on the container that was chosen, for the table in the docs. */
public final class Results implements TestExecutionListener {

    static final String PASSES = "passes";
    /** What the container is called, and its version. */
    static final String CONTAINER = "container";
    /** The version of Jakarta WebSocket that was there. */
    static final String API = "Jakarta WebSocket";

    private static final Path FOLDER = Path.of(System.getProperty("duologue.test.results", "target/containers"));

    private final Map<String, String> results = new ConcurrentHashMap<>();

    /** What was noted of a container. */
    static Properties of(String container) throws IOException {
        Properties noted = new Properties();
        try (var in = Files.newBufferedReader(FOLDER.resolve(container))) {
            noted.load(in);
        }
        return noted;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(test, "skipped");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        note(test, result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? PASSES : "fails");
    }

    private void note(TestIdentifier test, String result) {
        if (test.isTest() && test.getSource().orElse(null) instanceof MethodSource method) {
            DisplayName name = method.getJavaClass().getAnnotation(DisplayName.class);
            // One that does not pass is not made good by the next that does.
            results.merge(
                    name == null ? method.getClassName() : name.value(),
                    result,
                    (before, now) -> before.equals(PASSES) ? now : before);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        String container = System.getProperty("duologue.test.container");
        if (container == null) {
            return;
        }
        Properties noted = new Properties();
        noted.putAll(results);
        noted.setProperty(CONTAINER, container);
        noted.setProperty(API, Session.class.getPackage().getSpecificationVersion());
        try {
            Files.createDirectories(FOLDER);
            try (Writer out = Files.newBufferedWriter(FOLDER.resolve(container.substring(0, container.indexOf(' '))))) {
                noted.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
