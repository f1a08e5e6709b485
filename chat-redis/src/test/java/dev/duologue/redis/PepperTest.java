package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PepperTest {

    @TempDir
    Path folder;

    @Test
    void a_pepper_is_made_once_for_its_owner_only() throws IOException {
        Path file = folder.resolve("a/b/pepper");
        byte[] made = Pepper.fromFile(file);
        assertThat(made).hasSize(32);
        assertThat(Pepper.fromFile(file)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent().toFile().list()).containsExactly("pepper");
    }

    @Test
    void of_many_that_make_it_at_once_all_get_the_same() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                Path file = folder.resolve("pepper" + round);
                Callable<byte[]> read = () -> Pepper.fromFile(file);
                List<Callable<byte[]>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    all.add(read);
                }
                Set<String> peppers = new HashSet<>();
                for (Future<byte[]> one : threads.invokeAll(all)) {
                    peppers.add(Arrays.toString(one.get()));
                }
                assertThat(peppers).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void where_there_are_no_hard_links_it_is_told_what_to_do_and_nothing_is_left() throws IOException {
        URI archive = URI.create("jar:" + folder.resolve("files.zip").toUri());
        Map<String, String> settings = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem files = FileSystems.newFileSystem(archive, settings)) {
            Path file = files.getPath("/state/pepper");
            assertThatThrownBy(() -> Pepper.fromFile(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("/state/pepper")
                    .hasMessageContaining("32 random bytes");
            try (Stream<Path> left = Files.list(file.getParent())) {
                assertThat(left).isEmpty();
            }
            Files.write(file, new byte[32]);
            assertThat(Pepper.fromFile(file)).hasSize(32);
        }
    }

    @Test
    void a_file_that_is_too_short_is_refused_and_stays() throws IOException {
        Path file = Files.writeString(folder.resolve("pepper"), "short");
        assertThatThrownBy(() -> Pepper.fromFile(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("32")
                .hasMessageContaining(file.toString())
                .message()
                .doesNotContain("short");
        assertThat(file).hasContent("short");
    }

    @Test
    void the_default_file_is_in_the_users_folder_for_state() {
        assertThat(Pepper.defaultFile()).isAbsolute().endsWithRaw(Path.of("duologue", "pepper"));
    }
}
