package dev.duologue.example.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The long run is {@code script/fuzz}; what it finds is kept beside the seeds. */
@DisplayName("What takes bytes from strangers")
class FuzzTest {

    private static final Path INPUTS = Path.of("src/test/resources/fuzz");
    private static final int RUNS = 10_000;

    @TempDir
    Path folder;

    static Stream<Arguments> inputs() {
        return Stream.of(FuzzTarget.values())
                .flatMap(target -> target.inputs(INPUTS).stream().map(input -> Arguments.of(target, input)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("inputs")
    @DisplayName("takes each seed, and each input that once broke it")
    void knownInputs(FuzzTarget target, Path input) throws IOException {
        target.take(Files.readAllBytes(input));
    }

    @Test
    @Tag("slow")
    @DisplayName("takes what a fuzzer makes up in a few seconds")
    void shortRun() throws Exception {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        for (FuzzTarget target : FuzzTarget.values()) {
            for (Path input : target.inputs(INPUTS)) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                // As the fuzzer tells targets apart.
                bytes.write(List.of(FuzzTarget.values()).indexOf(target));
                bytes.writeBytes(Files.readAllBytes(input));
                Files.write(corpus.resolve(target + "-" + input.getFileName()), bytes.toByteArray());
            }
        }
        Path log = folder.resolve("log");
        Process fuzzer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Most of these seconds are the start: the better compiler would not pay.
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + Fuzzer.class.getName(),
                        "--instrumentation_includes=dev.duologue.**",
                        "--custom_hook_includes=dev.duologue.**",
                        "--reproducer_path=" + folder,
                        "-runs=" + RUNS,
                        "-seed=1",
                        "-max_len=512",
                        // The most that its parent ever had counts as its own (getrusage).
                        "-rss_limit_mb=0",
                        "-artifact_prefix=" + folder + "/",
                        corpus.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(fuzzer.waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(fuzzer.exitValue()).as(() -> tail(log)).isZero();
            assertThat(Files.readString(log, StandardCharsets.UTF_8)).contains("Done " + RUNS + " runs");
        } finally {
            fuzzer.destroyForcibly();
        }
    }

    private static String tail(Path log) {
        try {
            String all = Files.readString(log, StandardCharsets.UTF_8);
            return all.substring(Math.max(0, all.length() - 4_000));
        } catch (IOException e) {
            return Objects.toString(e.getMessage());
        }
    }
}
