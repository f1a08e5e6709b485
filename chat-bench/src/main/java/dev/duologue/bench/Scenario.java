package dev.duologue.bench;

/** Something that is measured. */
@FunctionalInterface
interface Scenario {

    /**
     * Measures, and adds what came out to the report.
     *
     * @param arena where contestants are started
     * @param size how much is done
     * @param report takes the figures
     */
    void run(Arena arena, Size size, Report report) throws Exception;
}
