package dev.duologue.internal;

import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Chooses the mask that ISO/IEC 18004 (section 7.8.3) prefers for a QR code, which is the one of least penalty: the choice
 * that ZXing makes, by a row of modules at once instead of module by module, which took most of the time of starting a
 * chat. Thread-safe.
 *
 * <p>What two masks make different in a code depends on its size and its level of error correction alone. So it is seen
 * once, in codes of ZXing's, and the codes of all masks follow from the code of one.
 */
final class QrMasks {

    static final int MASKS = 8;

    private static final int BLOCK = 3;
    private static final int LIKE_A_FINDER = 40;
    private static final int UNBALANCED = 10;

    /** Lines by the number of modules in a row; at most one for each size up to {@link #isFor}'s. */
    private static final Map<Integer, long[][]> DIFFERENCES = new ConcurrentHashMap<>();

    private QrMasks() {}

    /** Whether a row of this code has room in a {@code long}: so up to version 11, or 251 bytes at level M. */
    static boolean isFor(ByteMatrix code) {
        return code.getWidth() < Long.SIZE;
    }

    /**
     * Gives the mask to prefer.
     *
     * @param first a code with mask 0
     * @param withMask gives the same code with another mask; all calls for one size give codes of one level of error correction
     * @return 0 to 7, the lowest of those with the least penalty
     */
    static int preferred(ByteMatrix first, IntFunction<ByteMatrix> withMask) {
        long[] lines = lines(first);
        long[][] differences = DIFFERENCES.computeIfAbsent(first.getWidth(), size -> differences(lines, withMask));
        int preferred = 0;
        int least = Integer.MAX_VALUE;
        for (int mask = 0; mask < MASKS; mask++) {
            int penalty = penalty(differing(lines, differences[mask]));
            if (penalty < least) {
                least = penalty;
                preferred = mask;
            }
        }
        return preferred;
    }

    private static long[][] differences(long[] first, IntFunction<ByteMatrix> withMask) {
        long[][] differences = new long[MASKS][];
        for (int mask = 0; mask < MASKS; mask++) {
            differences[mask] = differing(lines(withMask.apply(mask)), first);
        }
        return differences;
    }

    /** All rows, then all columns. A module is a bit, dark if it is set; the first in a line is the lowest. */
    private static long[] lines(ByteMatrix code) {
        int size = code.getWidth();
        long[] lines = new long[2 * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                long dark = code.get(x, y);
                lines[y] |= dark << x;
                lines[size + x] |= dark << y;
            }
        }
        return lines;
    }

    private static long[] differing(long[] some, long[] others) {
        long[] differing = new long[some.length];
        for (int i = 0; i < differing.length; i++) {
            differing[i] = some[i] ^ others[i];
        }
        return differing;
    }

    private static int penalty(long[] lines) {
        int size = lines.length / 2;
        int penalty = 0;
        for (long line : lines) {
            penalty += penaltyOf(line, size);
        }
        int dark = 0;
        for (int y = 0; y < size; y++) {
            penalty += y == 0 ? 0 : BLOCK * Long.bitCount(blocks(lines[y - 1], lines[y], size));
            dark += Long.bitCount(lines[y]);
        }
        int all = size * size;
        return penalty + UNBALANCED * (Math.abs(2 * dark - all) * 10 / all);
    }

    private static int penaltyOf(long line, int size) {
        // Set where the first of five of a colour stands; a longer run has more of them, one beside the other.
        long fives = fourInARow(sameAsNext(line, size));
        long runs = fives & ~(fives << 1);
        long fourLight = fourInARow(~line & firstBits(size));
        long finders = line & ~(line >>> 1) & line >>> 2 & line >>> 3 & line >>> 4 & ~(line >>> 5) & line >>> 6;
        return Long.bitCount(fives)
                + 2 * Long.bitCount(runs)
                + LIKE_A_FINDER * Long.bitCount(finders & (fourLight << 4 | fourLight >>> 7));
    }

    /** Set where the first of four modules of one colour stands, two in each line. */
    private static long blocks(long line, long next, int size) {
        return sameAsNext(line, size) & sameAsNext(next, size) & ~(line ^ next);
    }

    private static long sameAsNext(long line, int size) {
        return ~(line ^ line >>> 1) & firstBits(size - 1);
    }

    private static long fourInARow(long bits) {
        return bits & bits >>> 1 & bits >>> 2 & bits >>> 3;
    }

    private static long firstBits(int number) {
        return (1L << number) - 1;
    }
}
