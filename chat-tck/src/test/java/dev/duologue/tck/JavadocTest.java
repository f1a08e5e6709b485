package dev.duologue.tck;

import dev.duologue.architecture.JavadocExamples;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Javadoc")
class JavadocTest {

    @Test
    @DisplayName("shows no Java that is not in these tests")
    void examples() throws IOException {
        JavadocExamples.checkThatAllAreCompiled(1);
    }
}
