/**
 * Makes of the server's deadlines what a person wants to know: is this a warning, and after how long a silence did the
 * chat end? The protocol tells neither: a `deadline` frame is a warning or the answer to somebody's `stay`, and what was
 * written in between moves the deadline without a word.
 */
export class Deadlines {
    /** @type {(Deadline & {until: number}) | null} the warning that stands, `until` by the local clock */ warning: (Deadline & {
        until: number;
    }) | null;
    /** @type {number | undefined} seconds before the end at which this server warns */ warnsWithin: number | undefined;
    /**
     * The deadline in `entered`.
     * @param {Deadline} deadline
     * @param {boolean} first nothing was written yet and this page comes in for the first time: if the idle clock runs, it
     *     has just begun
     */
    entered(deadline: Deadline, first: boolean): void;
    /**
     * A `deadline` frame.
     * @param {Deadline} deadline
     */
    told(deadline: Deadline): void;
    /** The person asked to stay: the next deadline is the answer. */
    stay(): void;
    /**
     * Somebody wrote, or the second one came in: the idle clock starts anew.
     * @param {string} [at] when, by the server; without it, now
     */
    activity(at?: string): void;
    /**
     * After how many seconds of silence a chat that ends now for idleness has ended.
     * @returns {number | undefined} undefined: this page was not there long enough to know
     */
    silence(): number | undefined;
    #private;
}
export type Deadline = {
    /**
     * RFC 3339
     */
    at: string;
    /**
     * seconds from when it was told
     */
    in: number;
    reason: "never_entered" | "idle" | "lifetime";
};
