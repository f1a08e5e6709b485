package dev.duologue.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.redis.testing.RedisProgram;
import dev.duologue.redis.testing.RedisServer;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On the module path")
class ModulePathIT {

    private static final Path PROGRAM = Path.of("src", "test", "modules", "twopeople");
    /** What the three bring with them, by the beginning of its file's name; the WebSocket API is a container's. */
    private static final List<String> LIBRARIES = List.of(
            "slf4j-api",
            "core-3",
            "jspecify",
            "jakarta.websocket",
            "bucket4j",
            "caffeine",
            "jackson-core",
            "redisson",
            "netty-",
            "cache-api",
            "reactor-core",
            "reactive-streams",
            "rxjava",
            "kryo",
            "reflectasm",
            "objenesis",
            "minlog",
            "snakeyaml",
            "byte-buddy-1",
            "jodd");

    @TempDir
    Path compiled;

    @Test
    @DisplayName("a program of others has two people exchange a message, in memory and in Redis")
    void a_program_chats() throws Exception {
        List<Path> jars = Stream.concat(
                        Stream.of("chat-core", "chat-redis", "chat-websocket").map(ModulePathIT::jarOf),
                        libraries().filter(ModulePathIT::isNeeded))
                .toList();
        compile(jars);
        try (RedisServer redis = RedisServer.start(RedisProgram.SYSTEM)) {
            List<String> printed = run(jars, redis.url());
            assertThat(printed)
                    .containsExactly(
                            "dev.duologue.core",
                            "dev.duologue.redis",
                            "dev.duologue.websocket",
                            "twopeople",
                            "ABHI: HI, image/svg+xml, /chat",
                            "ABHI: HI, image/svg+xml, /chat");
        }
    }

    @Test
    @DisplayName("the kit and what it needs are modules with names of their own")
    void the_kit_resolves() {
        Path[] jars = Stream.concat(
                        Stream.of("chat-core", "chat-tck").map(ModulePathIT::jarOf),
                        libraries()
                                .filter(jar -> isOneOf(
                                        jar,
                                        List.of(
                                                "slf4j-api",
                                                "core-3",
                                                "jspecify",
                                                "assertj-core",
                                                "byte-buddy",
                                                "junit-",
                                                "opentest4j",
                                                "apiguardian"))))
                .toArray(Path[]::new);
        Configuration resolved = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(jars), ModuleFinder.of(), Set.of("dev.duologue.tck"));
        assertThat(resolved.modules()).extracting(module -> module.name()).contains("dev.duologue.core");
        assertThat(resolved.findModule("dev.duologue.tck").orElseThrow().reference())
                .extracting(ModuleReference::descriptor)
                .matches(descriptor -> !descriptor.isAutomatic());
    }

    /** As it is published. */
    private static Path jarOf(String module) {
        Path target = Path.of("..", module, "target").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(module + "-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no jar of " + module + " in " + target));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Path> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile);
    }

    private static boolean isNeeded(Path jar) {
        return isOneOf(jar, LIBRARIES);
    }

    private static boolean isOneOf(Path jar, List<String> beginnings) {
        return beginnings.stream()
                .anyMatch(beginning -> jar.getFileName().toString().startsWith(beginning));
    }

    private void compile(List<Path> jars) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter told = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> sources = Files.walk(PROGRAM)) {
            boolean done = compiler.getTask(
                            told,
                            files,
                            null,
                            List.of("-Xlint:all", "-Werror", "--module-path", joined(jars), "-d", compiled.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(
                                    sources.filter(file -> file.toString().endsWith(".java"))
                                            .toList()))
                    .call();
            assertThat(done).as(told.toString()).isTrue();
        }
    }

    private List<String> run(List<Path> jars, String redis) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        compiled + File.pathSeparator + joined(jars),
                        // Redisson, an automatic module, does not say that it needs these; see "Running on Redis".
                        "--add-modules",
                        "io.netty.resolver.dns,org.yaml.snakeyaml",
                        "--module",
                        "twopeople/twopeople.Main",
                        redis)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            List<String> printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).as("exit, after %s", printed).isZero();
            return printed;
        } finally {
            program.destroyForcibly();
        }
    }

    private static String joined(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
