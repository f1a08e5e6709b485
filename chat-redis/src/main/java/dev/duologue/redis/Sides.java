package dev.duologue.redis;

import dev.duologue.Side;

/** Sides as the scripts number them: 1 and 2. */
final class Sides {

    private Sides() {}

    static int number(Side side) {
        return side == Side.FIRST ? 1 : 2;
    }

    static Side of(String number) {
        return number.equals("1") ? Side.FIRST : Side.SECOND;
    }
}
