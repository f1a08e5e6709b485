package dev.duologue.internal;

import dev.duologue.SendResult.Reason;
import dev.duologue.TextLimits;
import java.util.Optional;

/** What a text must be to become a message. */
final class TextRules {

    private TextRules() {}

    /** One pass, as this stands in the way of every message. */
    static Optional<Reason> problem(String text, TextLimits limits) {
        int points = 0;
        int bytes = 0;
        boolean blank = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            points++;
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                bytes += 4;
                blank = false;
            } else if (Character.isSurrogate(c) || c == 0) {
                return Optional.of(Reason.TEXT_INVALID);
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
                blank = blank && isBlank(c);
            }
        }
        if (blank) {
            return Optional.of(Reason.TEXT_EMPTY);
        }
        return points > limits.chars() || bytes > limits.bytes() ? Optional.of(Reason.TEXT_TOO_LONG) : Optional.empty();
    }

    /** White space of Java and of Unicode, which differ in the no-break spaces, and the zero-width ones nobody sees. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == '\u0085'
                || c == '\u200B'
                || c == '\u2060'
                || c == '\uFEFF';
    }
}
