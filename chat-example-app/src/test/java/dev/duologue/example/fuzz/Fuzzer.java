package dev.duologue.example.fuzz;

import java.util.Arrays;

/** Where Jazzer hands in its inputs; the first of its arguments names the target, or {@code all}. */
public final class Fuzzer {

    private static String target = "all";

    private Fuzzer() {}

    /**
     * Called by Jazzer before all else.
     *
     * @param args the target
     */
    public static void fuzzerInitialize(String[] args) {
        target = args.length > 0 ? args[0] : "all";
    }

    /**
     * Called by Jazzer for each input.
     *
     * @param input for all targets, the first byte tells which
     */
    public static void fuzzerTestOneInput(byte[] input) {
        if (!target.equals("all")) {
            FuzzTarget.of(target).take(input);
        } else if (input.length > 0) {
            FuzzTarget[] targets = FuzzTarget.values();
            targets[(input[0] & 0xff) % targets.length].take(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
