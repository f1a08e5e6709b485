/** Contract tests for those who implement the extension points of {@code dev.duologue.core}. */
module dev.duologue.tck {
    requires transitive dev.duologue.core;
    requires static transitive org.jspecify;
    requires org.assertj.core;
    requires transitive org.junit.jupiter.api;

    exports dev.duologue.tck;
}
