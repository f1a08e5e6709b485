package dev.duologue.example.extensions;

import dev.duologue.CodeForm;
import dev.duologue.spi.SecretCodes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Eight digits, as 4821 9135: easy to say on the telephone, and typed on a phone's number pad. */
final class DigitCodes implements SecretCodes {

    private static final int DIGITS = 8;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String generate() {
        String digits = String.format(Locale.ROOT, "%08d", random.nextInt(100_000_000));
        return digits.substring(0, 4) + " " + digits.substring(4);
    }

    /** Digits of any script count, blanks and hyphens do not, and anything else is no code. */
    @Override
    public Optional<String> normalise(String typed) {
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int symbol : typed.codePoints().toArray()) {
            if (Character.isDigit(symbol) && digits.length() < DIGITS) {
                digits.append(Character.digit(symbol, 10));
            } else if (!Character.isSpaceChar(symbol) && symbol != '-') {
                return Optional.empty();
            }
        }
        return digits.length() == DIGITS ? Optional.of(digits.toString()) : Optional.empty();
    }

    @Override
    public Optional<CodeForm> form() {
        return Optional.of(new CodeForm("0123456789", List.of(4, 4)));
    }
}
