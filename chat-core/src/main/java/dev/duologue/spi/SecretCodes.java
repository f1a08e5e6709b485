package dev.duologue.spi;

import dev.duologue.CodeForm;
import dev.duologue.internal.CrockfordCodes;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Extension point: makes secret codes, reads what people type, and matches the two.
 *
 * <p>Usable on its own:
 *
 * <pre>{@code
 * SecretCodes codes = SecretCodes.crockford();
 * String shown = codes.generate(); // as K7Q-M3F
 * boolean right = codes.normalise(typed).equals(codes.normalise(shown));
 * }</pre>
 *
 * <p>Implementations must be thread-safe. They are called on the service's executor. What throws, returns null or takes
 * over 5 s fails that one call with {@link dev.duologue.UnavailableException}.
 */
public interface SecretCodes {

    /**
     * A fresh random code.
     *
     * @return the code in the form for people, for which {@link #normalise} is not empty
     */
    String generate();

    /**
     * Brings what somebody typed into the one form that is hashed and compared.
     *
     * @param typed anything
     * @return the one form of the code; empty if this cannot be a code, which costs no attempt
     */
    Optional<String> normalise(String typed);

    /**
     * Whether a typed code is the right one. The default asks whether its digest is the stored one; an own rule may
     * ask for several forms.
     *
     * @param normalised what {@link #normalise} gave
     * @param isStored whether a normalised code has the stored digest; compares in constant time
     * @return true if the participant may come in
     */
    default boolean matches(String normalised, Predicate<String> isStored) {
        return isStored.test(normalised);
    }

    /**
     * What codes look like, for a page that helps with typing.
     *
     * @return the form; empty if a page should check nothing, which is the default
     */
    default Optional<CodeForm> form() {
        return Optional.empty();
    }

    /**
     * Six symbols of Crockford's base 32 (30 bits), shown as {@code K7Q-M3F}. Lower case, blanks and hyphens are
     * accepted, O reads as 0, I and L as 1.
     *
     * @return the default, thread-safe
     * @see <a href="https://www.crockford.com/base32.html">Base 32, Douglas Crockford</a>
     */
    static SecretCodes crockford() {
        return new CrockfordCodes();
    }
}
