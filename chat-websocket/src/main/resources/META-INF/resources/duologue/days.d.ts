export namespace DayLines {
    /**
     * The day of a row, for `data-day`.
     * @param {Date} at
     */
    function dayOf(at: Date): string;
    /**
     * Sets the lines around a row that came in or got its time.
     * @param {HTMLElement} row
     * @param {Date} at
     */
    function around(row: HTMLElement, at: Date): void;
}
