package dev.duologue;

/** As many chats live on this node as may; others can be started once some have ended. */
public class TooManyChatsException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param most how many chats may live on a node
     */
    public TooManyChatsException(int most) {
        super("as many chats live here as may: " + most);
    }
}
