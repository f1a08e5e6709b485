package dev.duologue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LeastPrivilegeTest {

    @Test
    void the_documentation_tells_to_set_what_the_tests_run_with() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "redis.md")))
                .contains("user " + LeastPrivilege.NAME + " on >PASSWORD " + LeastPrivilege.RULES + "\n")
                .contains(LeastPrivilege.CLUSTER_RULES);
    }
}
