package dev.duologue;

import java.util.List;

/** The names of a chat to start do not keep the rules of {@link ParticipantNames}. Nothing was started. */
public class InvalidNamesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ParticipantNames.Problem> problems;

    /**
     * Makes the exception.
     *
     * @param problems what is wrong, at least one
     */
    public InvalidNamesException(List<ParticipantNames.Problem> problems) {
        super("names refused: " + problems);
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return the problems, at least one, those of the first side before those of the second
     */
    public List<ParticipantNames.Problem> problems() {
        return problems;
    }
}
