package dev.duologue.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duologue.spring.sample.PlainApplication;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An application with the starter alone on its class path")
class MinimalApplicationTest {

    /** All that is optional, and the libraries of tests. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            ".*(chat-redis|redisson|netty|tomcat|spring-web|spring-boot-web|"
                    + "spring-boot-servlet|spring-boot-tomcat|actuator|health|micrometer|spring-test|spring-boot-test|junit|assertj).*");

    @Test
    @DisplayName("starts, and two people exchange a message")
    void chats() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !LEFT_OUT.matcher(Path.of(entry)
                                .toUri()
                                .getPath()
                                .replaceAll(".*/([^/]+/target/.*)", "$1")
                                .replaceAll(".*/([^/]+\\.jar)", "$1"))
                        .matches())
                .map(MinimalApplicationTest::url)
                .toArray(URL[]::new);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader alone = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(alone);
            Supplier<?> application = (Supplier<?>) alone.loadClass(PlainApplication.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(application.get()).isEqualTo("ABHI: HI");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
