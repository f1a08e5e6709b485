package dev.duologue;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * How somebody asks for a seat. Immutable and thread-safe.
 *
 * @param tab the asking tab, device or program: 1 to 64 characters of {@code A-Z a-z 0-9 _ -}. The tab that holds the
 *     seat gets it again without a question
 * @param takeover whether to take the seat from another tab that is connected
 */
public record SeatRequest(String tab, boolean takeover) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Makes a request.
     *
     * @param tab the asking tab
     * @param takeover whether to take the seat from another tab
     * @throws IllegalArgumentException if {@code tab} does not have its form
     */
    public SeatRequest {
        if (!FORM.matcher(tab).matches()) {
            throw new IllegalArgumentException("a tab has 1 to 64 characters of A-Z a-z 0-9 _ -");
        }
    }

    /**
     * Asks as a tab that never asked before.
     *
     * @return a request with a random tab of 96 bits, without takeover
     */
    public static SeatRequest newTab() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return tab(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * Asks as a certain tab.
     *
     * @param tab the tab
     * @return a request without takeover
     * @throws IllegalArgumentException if {@code tab} does not have its form
     */
    public static SeatRequest tab(String tab) {
        return new SeatRequest(tab, false);
    }

    /**
     * The same request, which takes the seat from whoever holds it.
     *
     * @return a request with takeover
     */
    public SeatRequest takingOver() {
        return new SeatRequest(tab, true);
    }
}
