/** Contract tests for those who implement the extension points of {@code dev.duologue.core}. */
@SuppressWarnings("requires-automatic") // ZXing fixes its module's name in its manifest, so it is safe to rely on.
module dev.duologue.tck {
    requires transitive dev.duologue.core;
    requires static transitive org.jspecify;
    requires com.google.zxing;
    requires transitive java.desktop;
    requires org.assertj.core;
    requires transitive org.junit.jupiter.api;

    exports dev.duologue.tck;
}
