/**
 * Asks in a modal dialog of the page. The safe answer has the focus, and Escape gives it.
 * @param {Node} root where the dialog stands while it is open
 * @param {{title: Node | string, text: Node | string, yes: string, no: string, signal?: AbortSignal}} question the
 *     signal takes the question back
 * @returns {Promise<boolean>}
 */
export function confirmed(root: Node, { title, text, yes, no, signal }: {
    title: Node | string;
    text: Node | string;
    yes: string;
    no: string;
    signal?: AbortSignal;
}): Promise<boolean>;
