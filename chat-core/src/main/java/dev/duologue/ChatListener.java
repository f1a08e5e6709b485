package dev.duologue;

/**
 * What a seat is told. Every method does nothing by default.
 *
 * <p>Calls for one seat come one at a time and in order, the first of them, {@link #entered}, after the future of
 * {@code enter} or {@code resume} has completed. They come on whichever thread brought the news, which may be the other
 * side's: an implementation must not block. It may call the seat. What it throws is logged by class name and harms this
 * seat at most: the seat is left.
 */
public interface ChatListener {

    /**
     * The seat is taken. First of all calls.
     *
     * @param seat the seat, with {@link Seat#arrival()}
     */
    default void entered(Seat seat) {}

    /**
     * A message arrived: the other side's, or one that this side sent from an earlier seat. Together with {@link #sent}
     * the calls carry every seq above the start exactly once, ascending.
     *
     * @param seat the seat
     * @param message the message
     */
    default void message(Seat seat, Message message) {}

    /**
     * A message that this seat sent is in the store, and all messages before it were told. A repeat of one that was told
     * before stands outside of the order.
     *
     * @param seat the seat
     * @param sent the message
     */
    default void sent(Seat seat, SendResult.Sent sent) {}

    /**
     * The other side types.
     *
     * @param seat the seat
     */
    default void typing(Seat seat) {}

    /**
     * The other side has received all messages up to one.
     *
     * @param seat the seat
     * @param seq the highest seq received; rises from call to call
     */
    default void received(Seat seat, long seq) {}

    /**
     * The other side has seen all messages up to one.
     *
     * @param seat the seat
     * @param seq the highest seq seen; rises from call to call
     */
    default void seen(Seat seat, long seq) {}

    /**
     * The other side came in or is away. Away is told after 5 s, so that a reload of a page does not flicker.
     *
     * @param seat the seat
     * @param present true: is in; false: is away
     */
    default void presence(Seat seat, boolean present) {}

    /**
     * Somebody chose to stay, or the chat is about to end by itself.
     *
     * @param seat the seat
     * @param deadline the deadline from now on
     */
    default void deadline(Seat seat, Deadline deadline) {}

    /**
     * The chat is over and its record destroyed. Last of all calls.
     *
     * @param seat the seat
     * @param ending by whom and why
     */
    default void ended(Seat seat, Ending ending) {}

    /**
     * The seat is no longer the live one, while the chat goes on. Last of all calls.
     *
     * @param seat the seat
     * @param loss why
     */
    default void lost(Seat seat, SeatLoss loss) {}
}
