package dev.duologue;

/**
 * How a chat ended. Immutable and thread-safe.
 *
 * @param by who ended it
 * @param reason why
 */
public record Ending(By by, Reason reason) {

    /** Who ended a chat. */
    public enum By {
        /** The participant named first. */
        FIRST,
        /** The participant named second. */
        SECOND,
        /** The application, the starter, or a deadline. */
        SERVER;

        /**
         * A participant as the one who ends.
         *
         * @param side the participant's side
         * @return the constant of that side
         */
        public static By side(Side side) {
            return side == Side.FIRST ? FIRST : SECOND;
        }
    }

    /** Why a chat ended. */
    public enum Reason {
        /** Somebody wanted it. */
        ENDED,
        /** Nobody wrote for the idle time. */
        IDLE,
        /** The chat reached its longest time. */
        LIFETIME,
        /** One of the two or both never came. */
        NEVER_ENTERED,
        /** The store lost the record or a part of it. */
        LOST
    }
}
