package dev.duologue;

import java.util.List;
import java.util.Objects;

/**
 * What a secret code looks like, for a page that helps with typing. Immutable and thread-safe.
 *
 * @param alphabet the symbols that a code is made of
 * @param groups how many symbols stand together, as {@code [3, 3]} for {@code K7Q-M3F}
 */
public record CodeForm(String alphabet, List<Integer> groups) {

    /**
     * Makes a form.
     *
     * @param alphabet the symbols
     * @param groups how many stand together; copied
     */
    public CodeForm {
        Objects.requireNonNull(alphabet, "alphabet");
        groups = List.copyOf(groups);
    }
}
