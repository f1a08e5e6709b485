package dev.duologue.internal;

import dev.duologue.CodeForm;
import dev.duologue.spi.SecretCodes;
import java.util.List;
import java.util.Optional;

/** Codes of six symbols of Crockford's base 32, which leaves out I, L, O and U. */
public final class CrockfordCodes implements SecretCodes {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUP = 3;
    private static final int SYMBOLS = 2 * GROUP;
    /** More than this is no code with blanks in it, but something pasted by mistake. */
    private static final int MAX_TYPED = 64;

    private static final CodeForm FORM = new CodeForm(ALPHABET, List.of(GROUP, GROUP));

    /** Makes the codes. */
    public CrockfordCodes() {}

    @Override
    public String generate() {
        String symbols = Secrets.symbols(ALPHABET, SYMBOLS);
        return symbols.substring(0, GROUP) + "-" + symbols.substring(GROUP);
    }

    @Override
    public Optional<String> normalise(String typed) {
        if (typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        StringBuilder symbols = new StringBuilder(SYMBOLS);
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (isFiller(c)) {
                continue;
            }
            char symbol = symbolOf(c);
            if (ALPHABET.indexOf(symbol) < 0) {
                return Optional.empty();
            }
            symbols.append(symbol);
        }
        return symbols.length() == SYMBOLS ? Optional.of(symbols.toString()) : Optional.empty();
    }

    @Override
    public Optional<CodeForm> form() {
        return Optional.of(FORM);
    }

    /** Blanks of any kind, and the hyphens and dashes that keyboards and word processors put in. */
    private static boolean isFiller(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION;
    }

    /** Only ASCII is folded: in a Turkish locale, or for the long s, wider folding would accept what nobody meant. */
    private static char symbolOf(char c) {
        char upper = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
        return switch (upper) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> upper;
        };
    }
}
