/** @returns {Choices} */
export function readChoices(): Choices;
/** @param {Choices} choices */
export function keepChoices(choices: Choices): void;
/** Tells all that show the choices that they changed: `choose`. */
export const chosen: EventTarget;
/**
 * What a person chose for all chats of this browser; all is off until it is chosen.
 */
export type Choices = {
    /**
     * the time of each message is shown
     */
    times: boolean;
    /**
     * a new message is heard while the page is hidden
     */
    sound: boolean;
    /**
     * a new message makes a notification while the page is hidden
     */
    notify: boolean;
    /**
     * the notification shows name and text
     */
    detail: boolean;
};
