/** The chat of two as a library: what an embedder calls and what an integrator implements. */
@SuppressWarnings("requires-automatic") // ZXing fixes its module's name in its manifest, so it is safe to rely on.
module dev.duologue.core {
    requires static transitive org.jspecify;
    requires com.google.zxing;
    requires java.desktop;
    requires org.slf4j;

    exports dev.duologue;
    exports dev.duologue.spi;
}
